/** The flame graph's canvas in its scroller: size, scroll, pointer, painting. Knows no messages. */
import type { FlameWindow } from '../../src/protocol/analysis.ts';
import { WHITE, cssColour, mix, textOn } from '../shared/colour.ts';
import { HiDpiCanvas, oncePerFrame } from '../shared/hi-dpi.ts';
import { TextWidths } from '../shared/text-widths.ts';
import type { Theme } from '../shared/theme.ts';
import { DifferencePalette, differenceFills } from './difference.ts';
import { FrameTree } from './frame-tree.ts';
import { ROW_HEIGHT, hitTest, indexFrames, scrollToRow } from './geometry.ts';
import type { FlameViewport, FrameIndex } from './geometry.ts';
import { frameName } from '../shared/label.ts';
import type { FrameName } from '../shared/label.ts';
import { paintFlame } from './paint.ts';
import type { PaintColours } from './paint.ts';
import { Palette } from '../shared/palette.ts';
import type { FrameColour } from '../shared/palette.ts';

export interface FlameViewEvents {
  /** The view's size or scroll position asks for other frames than there are. */
  readonly onViewport: (widthPixels: number, rowsNeeded: number) => void;
  readonly onClick: (frame: number, event: MouseEvent) => void;
  readonly onDoubleClick: (frame: number) => void;
  readonly onKey: (event: KeyboardEvent) => void;
  /** The frame under the pointer, -1 for none, and where the pointer is. */
  readonly onHover: (frame: number, x: number, y: number) => void;
  readonly onScroll: () => void;
}

/** What is drawn besides the frames. */
export interface FlameMarks {
  readonly selectedNode: number | null;
  readonly rootsAtTop: boolean;
  readonly rootLabel: string;
  readonly unit: string;
}

const FONT_PIXELS = 12;
/** Room below the last row: it shows that the stacks end. */
const END_ROOM = 8;

export class FlameView {
  readonly element: HTMLElement;
  readonly #theme: Theme;
  readonly #events: FlameViewEvents;
  readonly #canvas: HiDpiCanvas;
  readonly #canvasElement: HTMLCanvasElement;
  readonly #spacer: HTMLElement;
  readonly #tree: FrameTree;
  readonly #widths: TextWidths;
  readonly #paintSoon = oncePerFrame(() => this.#paint());
  #palette: Palette;
  #window: FlameWindow | null = null;
  #index: FrameIndex = { rows: [], ofNode: new Map() };
  #names: readonly FrameName[] = [];
  #fills: readonly FrameColour[] = [];
  #differences: readonly FrameColour[] | null = null;
  #differencePalette: DifferencePalette;
  #marks: FlameMarks = { selectedNode: null, rootsAtTop: true, rootLabel: 'all', unit: '' };
  #hovered = -1;
  #font = '';
  /** Scroll position to take once there are enough rows, after the page came back. */
  #pendingScroll: number | null = null;
  /** A hidden element says 0, so the position is noted while it is shown. */
  #lastScroll = 0;

  constructor(theme: Theme, events: FlameViewEvents) {
    this.#theme = theme;
    this.#events = events;
    this.#palette = new Palette(theme);
    this.#differencePalette = new DifferencePalette(theme);
    this.element = document.createElement('div');
    this.element.className = 'flame';
    this.element.tabIndex = 0;
    this.#canvasElement = document.createElement('canvas');
    this.#canvasElement.setAttribute('aria-hidden', 'true');
    this.#spacer = document.createElement('div');
    this.#spacer.className = 'flame-spacer';
    this.#spacer.append(this.#canvasElement);
    this.element.append(this.#spacer);
    this.#tree = new FrameTree(this.element);
    this.#canvas = new HiDpiCanvas(this.#canvasElement);
    this.#widths = new TextWidths((text) => this.#canvas.context.measureText(text).width);
    this.#listen();
    theme.onChange(() => {
      this.#palette = new Palette(theme);
      this.#differencePalette = new DifferencePalette(theme);
      this.#differences = differenceFills(this.#window, this.#differencePalette);
      this.#fills = fillsOf(this.#window, this.#names, this.#palette);
      this.#font = '';
      this.#paintSoon();
    });
  }

  get window(): FlameWindow | null {
    return this.#window;
  }

  get index(): FrameIndex {
    return this.#index;
  }

  get palette(): Palette {
    return this.#palette;
  }

  get differencePalette(): DifferencePalette {
    return this.#differencePalette;
  }

  get scrollTop(): number {
    return this.#pendingScroll ?? this.#lastScroll;
  }

  restoreScroll(top: number): void {
    this.#pendingScroll = top;
  }

  /** Takes a window and what is marked in it, and draws when anything differs. */
  update(window: FlameWindow | null, marks: FlameMarks): void {
    if (window !== this.#window) this.#setWindow(window);
    const turned = marks.rootsAtTop !== this.#marks.rootsAtTop;
    this.#marks = marks;
    if (turned) this.element.scrollTop = marks.rootsAtTop ? 0 : this.#contentHeight();
    this.#paintSoon();
    this.#tree.schedule(window, this.#index, marks);
  }

  /** Scrolls the frame of a node into view; false when the window does not hold it, or nothing is laid out. */
  reveal(node: number): boolean {
    const frame = this.#index.ofNode.get(node);
    if (frame === undefined || this.#window === null || this.#canvas.size.height === 0)
      return false;
    const top = scrollToRow(this.#window.row[frame] ?? 0, this.#viewport());
    if (top !== this.element.scrollTop) this.element.scrollTop = top;
    return true;
  }

  focus(): void {
    this.element.focus({ preventScroll: true });
  }

  /** Called when the element becomes visible or its surroundings change size. */
  layout(): void {
    const { clientWidth, clientHeight } = this.element;
    if (clientWidth === 0 || clientHeight === 0) return;
    this.#canvas.resize(clientWidth, clientHeight);
    this.#fitSpacer();
    this.#reportViewport();
    this.#paint();
  }

  #setWindow(window: FlameWindow | null): void {
    const fromBottom = this.#contentHeight() - this.element.scrollTop;
    const grewOnly = window?.path.length === this.#window?.path.length;
    this.#window = window;
    // Frames are numbered anew: what the pointer was on is not known until it moves.
    this.#hover(-1, 0, 0);
    this.#index = window ? indexFrames(window) : { rows: [], ofNode: new Map() };
    this.#names = window ? window.names.map(frameName) : [];
    this.#fills = fillsOf(window, this.#names, this.#palette);
    this.#differences = differenceFills(window, this.#differencePalette);
    this.#fitSpacer();
    if (window === null) return;
    if (this.#pendingScroll !== null) {
      this.element.scrollTop = this.#pendingScroll;
      this.#pendingScroll = null;
    } else if (!this.#marks.rootsAtTop) {
      const bottom = grewOnly ? fromBottom : this.element.clientHeight;
      this.element.scrollTop = this.#contentHeight() - bottom;
    }
    this.#reportViewport();
  }

  #contentHeight(): number {
    const rows = (this.#window?.depth ?? 0) + 1;
    return Math.max(rows * ROW_HEIGHT + END_ROOM, this.element.clientHeight);
  }

  #fitSpacer(): void {
    this.#spacer.style.setProperty('height', `${this.#contentHeight()}px`);
  }

  #viewport(): FlameViewport {
    const { width, height } = this.#canvas.size;
    const { rootsAtTop } = this.#marks;
    const { scrollTop } = this.element;
    return { width, height, scrollTop, contentHeight: this.#contentHeight(), rootsAtTop };
  }

  #reportViewport(): void {
    const { scrollTop, contentHeight, rootsAtTop, height, width } = this.#viewport();
    const deepest = rootsAtTop ? scrollTop + height : contentHeight - scrollTop;
    this.#events.onViewport(Math.round(width), Math.ceil((deepest + height) / ROW_HEIGHT));
  }

  #listen(): void {
    const { element } = this;
    const observer = new ResizeObserver(() => this.layout());
    observer.observe(element);
    element.addEventListener('scroll', () => {
      if (element.clientHeight > 0) this.#lastScroll = element.scrollTop;
      this.#reportViewport();
      this.#hover(-1, 0, 0);
      this.#paintSoon();
      this.#events.onScroll();
    });
    element.addEventListener('keydown', (event) => {
      this.#hover(-1, 0, 0);
      this.#events.onKey(event);
    });
    element.addEventListener('click', (event) => {
      const frame = this.#frameAt(event);
      if (frame >= 0) this.#events.onClick(frame, event);
    });
    element.addEventListener('dblclick', (event) => {
      const frame = this.#frameAt(event);
      if (frame >= 0) this.#events.onDoubleClick(frame);
    });
    element.addEventListener('mousemove', (event) => {
      this.#hover(this.#frameAt(event), event.clientX, event.clientY);
    });
    element.addEventListener('mouseleave', () => this.#hover(-1, 0, 0));
    for (const name of ['focus', 'blur']) element.addEventListener(name, () => this.#paintSoon());
  }

  #frameAt(event: MouseEvent): number {
    if (this.#window === null) return -1;
    const box = this.#canvasElement.getBoundingClientRect();
    const x = event.clientX - box.left;
    const y = event.clientY - box.top;
    return hitTest(this.#window, this.#index, this.#viewport(), x, y);
  }

  #hover(frame: number, x: number, y: number): void {
    if (frame !== this.#hovered) this.#paintSoon();
    this.#hovered = frame;
    this.element.classList.toggle('pointing', frame >= 0);
    this.#events.onHover(frame, x, y);
  }

  #paint(): void {
    const { clientWidth, clientHeight } = this.element;
    if (clientWidth === 0 || clientHeight === 0) return;
    this.#canvas.resize(clientWidth, clientHeight);
    const context = this.#canvas.begin();
    const font = this.#font || this.#theme.font(FONT_PIXELS);
    context.font = font;
    if (this.#font === '') {
      this.#font = font;
      this.#widths.clear();
    }
    const window = this.#window;
    if (window === null) return;
    const { selectedNode, rootLabel } = this.#marks;
    paintFlame(context, {
      window,
      index: this.#index,
      viewport: this.#viewport(),
      names: this.#names,
      fills: this.#fills,
      differences: this.#differences,
      colours: paintColours(this.#theme),
      ruler: this.#widths,
      rootLabel,
      selected: selectedNode === null ? -1 : (this.#index.ofNode.get(selectedNode) ?? -1),
      hovered: this.#hovered,
    });
  }
}

/** Colours of the window's names; a function has one kind, so any of its frames tells it. */
function fillsOf(
  window: FlameWindow | null,
  names: readonly FrameName[],
  palette: Palette,
): readonly FrameColour[] {
  if (window === null) return [];
  const kinds = new Uint8Array(names.length);
  for (let frame = 0; frame < window.length; frame++) {
    kinds[window.name[frame] ?? 0] = window.kind[frame] ?? 0;
  }
  return names.map(({ packagePath, name }, at) => palette.frame(kinds[at] ?? 0, packagePath, name));
}

function paintColours(theme: Theme): PaintColours {
  const background = theme.colour('editor-background');
  const foreground = theme.colour('foreground');
  const root = theme.isHighContrast ? background : mix(foreground, background, 0.1);
  return {
    root: { fill: cssColour(root), text: cssColour(foreground) },
    ring: cssColour(textOn(background) === WHITE ? WHITE : [0, 0, 0]),
    background: cssColour(background),
    foreground: cssColour(foreground),
    border: theme.isHighContrast ? cssColour(theme.colour('contrastBorder')) : null,
  };
}
