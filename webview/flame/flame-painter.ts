/** What of the flame graph is on the canvas: frames in their colours, marks, and the map in the corner. */
import type { FlameWindow } from '../../src/protocol/analysis.ts';
import { HiDpiCanvas } from '../shared/hi-dpi.ts';
import type { FrameName } from '../shared/label.ts';
import { TextWidths } from '../shared/text-widths.ts';
import type { Theme } from '../shared/theme.ts';
import { FlamePaints } from './flame-paints.ts';
import { frameOfNode, indexFrames, NO_INDEX, visibleRowRange } from './geometry.ts';
import type { FlameViewport, FrameIndex } from './geometry.ts';
import type { ColourMode, FrameInk } from './ink.ts';
import type { Minimap } from './minimap.ts';
import { paintFlame } from './paint.ts';
import type { Rectangle } from './paint.ts';
import { isWhole } from './span.ts';
import type { Spans } from './span.ts';

/** What is drawn besides the frames. */
export interface FlameMarks {
  /** What the graph shows, in words. */
  readonly label: string;
  readonly selectedNode: number | null;
  readonly rootsAtTop: boolean;
  readonly rootLabel: string;
  readonly unit: string;
  readonly spans: Spans;
  readonly colours: ColourMode;
  /** Paths of modules that are known. */
  readonly modules: readonly string[];
  /** The whole graph, for the map in the corner; null for none. */
  readonly overview: FlameWindow | null;
}

/** What the pointer is doing. */
export interface PointerMarks {
  /** Frame under it; -1 for none. */
  readonly hovered: number;
  /** What is being dragged. */
  readonly rectangle: Rectangle | null;
}

const FONT_PIXELS = 12;
/** In a lower view the map would cover more than it shows. */
const LEAST_FOR_MAP = 240;

export class FlamePainter {
  readonly paints: FlamePaints;
  readonly #theme: Theme;
  readonly #canvas: HiDpiCanvas;
  readonly #map: Minimap;
  readonly #widths: TextWidths;
  #window: FlameWindow | null = null;
  #index: FrameIndex = NO_INDEX;
  #names: readonly FrameName[] = [];
  #ink: FrameInk | null = null;
  #mapInk: FrameInk | null = null;
  #font = '';

  constructor(theme: Theme, canvas: HTMLCanvasElement, map: Minimap) {
    this.#theme = theme;
    this.#map = map;
    this.paints = new FlamePaints(theme);
    this.#canvas = new HiDpiCanvas(canvas);
    this.#widths = new TextWidths((text) => this.#canvas.context.measureText(text).width);
    theme.onChange(() => (this.#font = ''));
  }

  get window(): FlameWindow | null {
    return this.#window;
  }

  get index(): FrameIndex {
    return this.#index;
  }

  get names(): readonly FrameName[] {
    return this.#names;
  }

  get size(): { readonly width: number; readonly height: number } {
    return this.#canvas.size;
  }

  setWindow(window: FlameWindow | null): void {
    this.#window = window;
    this.#index = window ? indexFrames(window) : NO_INDEX;
    this.#names = window ? this.paints.names(window) : [];
  }

  takeColours(marks: FlameMarks): void {
    const colouring = { mode: marks.colours, modules: marks.modules };
    this.#ink = this.#window && this.paints.ink(this.#window, this.#names, colouring);
    this.takeMapColours(marks);
  }

  takeMapColours({ overview, colours: mode, modules }: FlameMarks): void {
    const names = overview && this.paints.names(overview);
    this.#mapInk = names && this.paints.ink(overview, names, { mode, modules });
  }

  resize(width: number, height: number): void {
    this.#canvas.resize(width, height);
  }

  /** Draws at the size that was set last. */
  paint(viewport: FlameViewport, marks: FlameMarks, pointer: PointerMarks): void {
    const context = this.#canvas.begin();
    const font = this.#font || this.#theme.font(FONT_PIXELS);
    context.font = font;
    if (this.#font === '') {
      this.#font = font;
      this.#widths.clear();
    }
    const window = this.#window;
    if (window === null || this.#ink === null) {
      this.#map.hide();
      return;
    }
    const { selectedNode, rootLabel, colours } = marks;
    paintFlame(this.#canvas, context, {
      window,
      index: this.#index,
      viewport,
      names: this.#names,
      ink: this.#ink,
      showsChange: colours === 'change' && window.before !== undefined,
      colours: this.paints.colours(),
      ruler: this.#widths,
      rootLabel,
      selected: selectedNode === null ? -1 : frameOfNode(window, selectedNode),
      ...pointer,
    });
    this.#paintMap(viewport, marks);
  }

  /** Only where there is much more than is in view, and room for it. */
  #paintMap(viewport: FlameViewport, { overview, spans, rootsAtTop }: FlameMarks): void {
    const { contentHeight, height } = viewport;
    const isWide = isWhole(spans.below) && isWhole(spans.above);
    const isNeeded = height >= LEAST_FOR_MAP && (!isWide || contentHeight > 2 * height);
    if (overview === null || this.#mapInk === null || !isNeeded) {
      this.#map.hide();
      return;
    }
    const [firstRow, lastRow] = visibleRowRange(viewport);
    const { foreground: frame, background: shade } = this.paints.colours();
    this.#map.show({
      window: overview,
      ink: this.#mapInk,
      rootsAtTop,
      view: { spans, firstRow, lastRow },
      frame,
      shade,
    });
  }
}
