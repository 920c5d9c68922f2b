/** Keys to commands: a table that the keys list shows as well. */
import type { KeySections } from '../shared/keys-list.ts';
import type { TableSort } from '../../src/protocol/analysis.ts';

export type FlameCommand =
  | 'caller'
  | 'callee'
  | 'left'
  | 'right'
  | 'zoom-in'
  | 'zoom-out'
  | 'go-to-line'
  | 'wider'
  | 'narrower'
  | 'move-left'
  | 'move-right'
  | 'fit-frame'
  | 'all'
  | 'reverse'
  | 'sandwich'
  | 'colours'
  | 'map';
export type TableCommand =
  | 'up'
  | 'down'
  | 'page-up'
  | 'page-down'
  | 'first'
  | 'last'
  | 'expand'
  | 'collapse'
  | 'open'
  | 'go-to-line';
export type GraphCommand =
  | 'caller'
  | 'callee'
  | 'left'
  | 'right'
  | 'focus-on'
  | 'go-to-line'
  | 'zoom-in'
  | 'zoom-out'
  | 'fit';
export type TagCommand =
  'up' | 'down' | 'first' | 'last' | 'focus-on' | 'ignore' | 'root' | 'leaf' | 'split';
export type PageCommand =
  | 'switch-view'
  | 'graph'
  | 'source'
  | 'tags'
  | 'sides'
  | 'next-profile'
  | 'previous-profile'
  | 'filter'
  | 'focus-on'
  | 'ignore'
  | 'hide'
  | 'break'
  | 'search'
  | 'next-hit'
  | 'previous-hit'
  | 'keys'
  | 'copy'
  | 'turn-around';

/** The part of a keyboard event that matters. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

export const SORT_COLUMNS: readonly TableSort[] = ['self', 'total', 'name', 'package', 'line'];

/** What F1 lists. */
export const KEY_LIST: KeySections = [
  [
    'Flame graph',
    [
      ['↑', 'Caller'],
      ['↓', 'Biggest callee'],
      ['← →', 'Frame to the left or right'],
      ['Enter, double click', 'Zoom in'],
      ['Esc', 'Zoom out'],
      ['Space', 'Go to the line'],
      ['+ −, Ctrl+wheel', 'Wider or narrower'],
      ['A D, Shift+wheel, Shift+drag', 'Move left or right'],
      ['Drag', 'Zoom to the rectangle'],
      ['F', 'Selected frame as wide as the view'],
      ['0', 'The whole width'],
      ['X', 'Callers and callees of the function'],
      ['V', 'Leaves first'],
      ['R', 'Roots at top or bottom'],
      ['C', 'Next colours'],
      ['M', 'Map of the whole graph'],
    ],
  ],
  [
    'Table',
    [
      ['↑ ↓', 'Row'],
      ['→ ←', 'Show or hide callers and callees'],
      ['PgUp PgDn', 'Page'],
      ['Home, End', 'First or last row'],
      ['1–5', 'Sort by self, total, function …'],
      ['Enter', 'Go to the line'],
    ],
  ],
  [
    'Call graph',
    [
      ['↑ ↓', 'Heaviest caller or callee'],
      ['← →', 'Box to the left or right'],
      ['Enter', 'Only stacks through the function'],
      ['Space', 'Go to the line'],
      ['+ − 0', 'Zoom, fit'],
    ],
  ],
  [
    'Source and labels',
    [
      ['↑ ↓', 'Line or value'],
      ['→ ←', 'Show or hide the calls of a line'],
      ['W', 'The whole file or the function'],
      ['Enter', 'Go to the line; only samples with the value'],
      ['Del', 'Leave samples with the value out'],
      ['R, F', 'The key as frames at the root or the leaf'],
      ['P', 'Split by the key'],
    ],
  ],
  [
    'Everywhere',
    [
      ['T', 'Flame graph or table'],
      ['G, S, L', 'Call graph, source, labels'],
      ['P', 'All profiles of a comparison'],
      ['[ ]', 'Previous or next profile of a comparison'],
      ['O', 'Only stacks through the selected function'],
      ['I', 'Ignore stacks through it'],
      ['H', 'Hide its frames'],
      ['B', 'Break there when called from this stack'],
      ['/', 'Add a filter'],
      ['Ctrl+F', 'Search'],
      ['N, Shift+N', 'Next or previous hit'],
      ['Ctrl+C', 'Copy as text'],
      ['F1', 'This list'],
    ],
  ],
];

/** Arrows follow the picture: with the roots at the bottom, the caller is below. */
export function flameCommand(press: KeyPress, rootsAtTop: boolean): FlameCommand | null {
  const command = hasModifier(press) ? null : (FLAME_KEYS[flameKey(press)] ?? null);
  if (rootsAtTop) return command;
  if (command === 'caller') return 'callee';
  return command === 'callee' ? 'caller' : command;
}

export function tableCommand(press: KeyPress): TableCommand | null {
  return hasModifier(press) ? null : (TABLE_KEYS[press.key] ?? null);
}

export function graphCommand(press: KeyPress): GraphCommand | null {
  return hasModifier(press) ? null : (GRAPH_KEYS[press.key] ?? null);
}

export function tagCommand(press: KeyPress): TagCommand | null {
  return hasModifier(press) ? null : (TAG_KEYS[press.key] ?? null);
}

/** Rows that a table key moves by; infinite for the ends. */
export function tableStep(
  command: Exclude<TableCommand, 'expand' | 'collapse' | 'open' | 'go-to-line'>,
  pageRows: number,
): number {
  const steps: Readonly<Record<typeof command, number>> = {
    up: -1,
    down: 1,
    'page-up': -pageRows,
    'page-down': pageRows,
    first: -Infinity,
    last: Infinity,
  };
  return steps[command];
}

/** The column a digit sorts by. */
export function sortCommand(press: KeyPress): TableSort | null {
  if (hasModifier(press) || !/^[1-5]$/.test(press.key)) return null;
  return SORT_COLUMNS[Number(press.key) - 1] ?? null;
}

/** Keys that work in every part of the page except in text fields. */
export function pageCommand(press: KeyPress): PageCommand | null {
  const { key } = press;
  if (press.altKey) return null;
  if (press.ctrlKey || press.metaKey) {
    if (key === 'f') return 'search';
    return key === 'c' ? 'copy' : null;
  }
  if (key === 'n' || key === 'N') return press.shiftKey ? 'previous-hit' : 'next-hit';
  return PAGE_KEYS[key] ?? null;
}

/** Letters count with Shift and Caps Lock too. */
function flameKey({ key }: KeyPress): string {
  return key.length === 1 ? key.toLowerCase() : key;
}

function hasModifier({ ctrlKey, metaKey, altKey }: KeyPress): boolean {
  return ctrlKey || metaKey || altKey;
}

const FLAME_KEYS: Readonly<Record<string, FlameCommand>> = {
  ArrowUp: 'caller',
  ArrowDown: 'callee',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  Enter: 'zoom-in',
  Escape: 'zoom-out',
  ' ': 'go-to-line',
  '+': 'wider',
  '-': 'narrower',
  a: 'move-left',
  d: 'move-right',
  f: 'fit-frame',
  '0': 'all',
  x: 'sandwich',
  v: 'reverse',
  c: 'colours',
  m: 'map',
};
const TABLE_KEYS: Readonly<Record<string, TableCommand>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowRight: 'expand',
  ArrowLeft: 'collapse',
  PageUp: 'page-up',
  PageDown: 'page-down',
  Home: 'first',
  End: 'last',
  Enter: 'open',
  ' ': 'go-to-line',
};
const GRAPH_KEYS: Readonly<Record<string, GraphCommand>> = {
  ArrowUp: 'caller',
  ArrowDown: 'callee',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  Enter: 'focus-on',
  ' ': 'go-to-line',
  '+': 'zoom-in',
  '=': 'zoom-in',
  '-': 'zoom-out',
  '0': 'fit',
};
const TAG_KEYS: Readonly<Record<string, TagCommand>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'first',
  End: 'last',
  Enter: 'focus-on',
  Delete: 'ignore',
  r: 'root',
  R: 'root',
  f: 'leaf',
  F: 'leaf',
  p: 'split',
  P: 'split',
};
const PAGE_KEYS: Readonly<Record<string, PageCommand>> = {
  t: 'switch-view',
  T: 'switch-view',
  g: 'graph',
  G: 'graph',
  s: 'source',
  S: 'source',
  l: 'tags',
  L: 'tags',
  p: 'sides',
  P: 'sides',
  ']': 'next-profile',
  '[': 'previous-profile',
  r: 'turn-around',
  R: 'turn-around',
  '/': 'filter',
  o: 'focus-on',
  O: 'focus-on',
  i: 'ignore',
  I: 'ignore',
  b: 'break',
  B: 'break',
  h: 'hide',
  H: 'hide',
  F1: 'keys',
};
