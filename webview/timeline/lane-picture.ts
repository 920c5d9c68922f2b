import type { CriticalPath, TimelineWindow, TraceMark } from '../../src/protocol/timeline.ts';
import type { Viewport } from './viewport.ts';

/** Everything that the canvas of the lanes shows. */
export interface LanePicture {
  readonly window: TimelineWindow;
  /** What the densities of the window were computed for. */
  readonly densityRange: Viewport;
  readonly isOpen: (group: number) => boolean;
  readonly isFolded: (section: number) => boolean;
  readonly hidden: ReadonlySet<number>;
  readonly showsLinks: boolean;
  /** Row of the goroutine that is followed from processor to processor; -1 for none. */
  readonly followed: number;
  /** Lines of the whole list; -1 for none. */
  readonly focusedLane: number;
  readonly hoveredLane: number;
  /** Stretches whose order was forced. */
  readonly doubtful: readonly Viewport[];
  /** Until when the trace is read; what is behind is unknown. */
  readonly readEnd: number;
  readonly range: Viewport | null;
  /** The selected slice, as a line and its times. */
  readonly selected: { readonly lane: number; readonly start: number; readonly end: number } | null;
  readonly marks: readonly TraceMark[];
  readonly path: CriticalPath | null;
  readonly cursor: number | null;
}
