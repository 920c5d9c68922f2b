/** Bookmarks: setting one, going to one, and what is said about it. */
import type { TraceMark } from '../../src/protocol/timeline.ts';
import { LANE_GOROUTINE } from '../../src/protocol/timeline.ts';
import type { Stage } from './geometry.ts';
import { timeAt } from './geometry.ts';
import type { PageHost } from './host.ts';
import { indexOfMark, markBeside, markNear, toggledMark, withNote } from './marks-model.ts';
import * as model from './model.ts';
import { MARK_PIXELS } from './painter.ts';
import { revealed } from './viewport.ts';

/** The page, as far as bookmarks use it. */
export interface MarkHost extends PageHost {
  readonly root: HTMLElement;
  stage(): Stage;
  save(marks: readonly TraceMark[]): void;
}

export class Marks {
  readonly #host: MarkHost;
  /** Where the last step led. */
  #at: number | null = null;

  constructor(host: MarkHost) {
    this.#host = host;
  }

  /** At the beginning of the selected slice, else at the pointer, else in the middle. */
  toggle(pointer: number | null): void {
    const { slice, viewport, marks, markError } = this.#host.state();
    if (markError !== null) return;
    const goroutine = slice && Number(/^G (\d+)/.exec(slice.title)?.[1] ?? slice.goroutine?.id);
    const time = Math.round(slice?.start ?? pointer ?? (viewport.start + viewport.end) / 2);
    const mark = { time, goroutine: Number.isFinite(goroutine) ? goroutine : null, note: '' };
    this.#keep(toggledMark(marks, mark));
    const index = indexOfMark(this.#host.state().marks, mark);
    // The note is typed at once; the row is there after the next frame.
    if (index >= 0) requestAnimationFrame(() => this.#focusNote(index));
  }

  step(step: 1 | -1): void {
    const { marks, viewport } = this.#host.state();
    const from = this.#at ?? (viewport.start + viewport.end) / 2;
    this.goTo(markBeside(marks, from, step));
  }

  clickAt(x: number): void {
    const stage = this.#host.stage();
    const slack = timeAt(x + MARK_PIXELS, stage) - timeAt(x, stage);
    this.goTo(markNear(this.#host.state().marks, timeAt(x, stage), slack));
  }

  goTo(index: number): void {
    const state = this.#host.state();
    const mark = state.marks[index];
    if (!mark) return;
    const { time, goroutine } = mark;
    this.#at = time;
    const viewport = revealed(state.viewport, time, model.traceEnd(state));
    this.#host.update({ ...state, view: 'timeline', viewport });
    if (goroutine === null) return;
    const { filter, openGroups, folded } = state;
    const { asker } = this.#host;
    const goroutineId = goroutine;
    asker.ask('delvescope/traceReveal', { filter, openGroups, folded, goroutineId });
    const lane = { kind: LANE_GOROUTINE, key: 0 };
    asker.ask('delvescope/traceSlice', { lane, time, goroutineId });
  }

  setNote(index: number, note: string | null): void {
    this.#keep(withNote(this.#host.state().marks, index, note));
  }

  #keep(marks: readonly TraceMark[]): void {
    this.#host.update({ ...this.#host.state(), marks });
    this.#host.save(marks);
  }

  #focusNote(index: number): void {
    this.#host.root.querySelector<HTMLInputElement>(`input[data-mark="${index}"]`)?.focus();
  }
}
