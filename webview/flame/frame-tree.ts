/** The canvas's twin for screen readers: an ARIA tree of the frames wide enough to matter. */
import { percentText, quantityText } from '../../src/base/format.ts';
import { FRAME_INLINED } from '../../src/protocol/analysis.ts';
import type { FlameWindow } from '../../src/protocol/analysis.ts';
import { pointsText, shareChange } from './difference.ts';
import type { FrameIndex } from './geometry.ts';
import { isEverything } from './ink.ts';
import { shortSymbol } from '../../src/base/go-symbol.ts';

/** Frames narrower than this share of the view are left out, except the selected one and its callers. */
const LEAST_WIDTH = 0.005;
const MOST_ITEMS = 600;
/** The tree follows when the picture has come to rest. */
const REST_MILLIS = 150;

interface TreeMarks {
  /** What the graph shows, in words. */
  readonly label: string;
  readonly selectedNode: number | null;
  readonly rootLabel: string;
  readonly unit: string;
}

/** Fills the flame graph's element, which has the focus, with hidden items and points at the selected one. */
export class FrameTree {
  readonly #host: HTMLElement;
  readonly #items: HTMLElement;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: HTMLElement) {
    this.#host = host;
    host.setAttribute('role', 'tree');
    this.#items = document.createElement('div');
    this.#items.className = 'sr-only';
    this.#items.setAttribute('role', 'group');
    host.append(this.#items);
  }

  schedule(window: FlameWindow | null, index: FrameIndex, marks: TreeMarks): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#build(window, index, marks), REST_MILLIS);
  }

  #build(window: FlameWindow | null, index: FrameIndex, marks: TreeMarks): void {
    const items: HTMLElement[] = [];
    this.#host.setAttribute('aria-label', marks.label);
    this.#host.removeAttribute('aria-activedescendant');
    for (const row of window === null ? [] : index.rows) {
      for (const frame of row) {
        if (window === null || items.length >= MOST_ITEMS) break;
        const selected = window.node[frame] === marks.selectedNode;
        if (!selected && (window.width[frame] ?? 0) < LEAST_WIDTH) continue;
        const item = document.createElement('div');
        item.id = `frame-${window.node[frame] ?? 0}`;
        item.setAttribute('role', 'treeitem');
        // In a sandwich callers and callees are levels from the function in the middle.
        item.setAttribute('aria-level', String(Math.abs(window.row[frame] ?? 0) + 1));
        item.setAttribute('aria-selected', String(selected));
        item.textContent = frameText(window, frame, marks);
        items.push(item);
        if (selected) this.#host.setAttribute('aria-activedescendant', item.id);
      }
    }
    this.#items.replaceChildren(...items);
  }
}

/** `pricing.(*Rule).match, total 3.41 s, 12.3 %, self 300 ms` */
export function frameText(
  window: FlameWindow,
  frame: number,
  { rootLabel, unit }: Pick<TreeMarks, 'rootLabel' | 'unit'>,
): string {
  if (isEverything(window, frame)) return rootLabel;
  const total = window.total[frame] ?? 0;
  return [
    shortSymbol(window.names[window.name[frame] ?? 0] ?? ''),
    `total ${quantityText(total, unit)}`,
    percentText(total, window.profileTotal),
    ...((window.row[frame] ?? 0) < 0 ? ['caller'] : []),
    ...(((window.flags[frame] ?? 0) & FRAME_INLINED) === 0 ? [] : ['inlined']),
    ...(window.before === undefined ? [] : [pointsText(shareChange(window, frame))]),
    `self ${quantityText(window.self[frame] ?? 0, unit)}`,
  ].join(', ');
}
