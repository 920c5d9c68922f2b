/** Keys to commands: a table that the keys list shows as well. */
import type { KeySections } from '../shared/keys-list.ts';

export type TimelineCommand =
  | 'zoom-in'
  | 'zoom-out'
  | 'left'
  | 'right'
  | 'lane-up'
  | 'lane-down'
  | 'slice-left'
  | 'slice-right'
  | 'page-up'
  | 'page-down'
  | 'start'
  | 'end'
  | 'fit'
  | 'fit-slice'
  | 'select-in-sight'
  | 'critical-path'
  | 'follow'
  | 'mark'
  | 'next-mark'
  | 'previous-mark'
  | 'next-section'
  | 'previous-section'
  | 'search'
  | 'next-unblock'
  | 'previous-unblock'
  | 'next-hit'
  | 'previous-hit'
  | 'open'
  | 'toggle'
  | 'links'
  | 'clear'
  | 'copy'
  | 'keys';

export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

export const KEY_LIST: KeySections = [
  [
    'Time',
    [
      ['W S', 'Zoom in, out'],
      ['A D', 'Move left, right'],
      ['F', 'Fit the range, or everything'],
      ['M', 'Fit the slice'],
      ['B', 'Bookmark with a note at the slice or the pointer, or no more'],
      [', .', 'Bookmark before or after'],
      ['Home, End', 'Begin or end of the trace'],
      ['< >', 'Section of a large trace before or after'],
      ['Drag', 'Select a range; move one of its edges'],
      ['X', 'Select what is in sight'],
      ['Esc', 'Clear the path, then the range, then the slice'],
    ],
  ],
  [
    'Lanes',
    [
      ['↑ ↓', 'Lane'],
      ['← →', 'Slice before or after'],
      ['Enter', 'Go to the line; open or close a group'],
      ['Space', 'Open or close a group'],
      ['[ ]', 'Wait that ended before or after'],
      ['C', 'Critical path to the end of the slice, or no more'],
      ['G', 'Follow the goroutine over the processors, or no more'],
      ['R', 'Arrows between goroutines'],
      ['1–6', 'Show or hide a state'],
    ],
  ],
  [
    'Everywhere',
    [
      ['/, Ctrl+F', 'Search goroutines'],
      ['N, Shift+N', 'Next or previous hit'],
      ['Ctrl+C', 'Copy as text'],
      ['F1', 'This list'],
    ],
  ],
];

const KEYS: Readonly<Record<string, TimelineCommand>> = {
  w: 'zoom-in',
  '+': 'zoom-in',
  s: 'zoom-out',
  '-': 'zoom-out',
  a: 'left',
  d: 'right',
  f: 'fit',
  m: 'fit-slice',
  x: 'select-in-sight',
  c: 'critical-path',
  g: 'follow',
  b: 'mark',
  '.': 'next-mark',
  ',': 'previous-mark',
  '>': 'next-section',
  '<': 'previous-section',
  r: 'links',
  '[': 'previous-unblock',
  ']': 'next-unblock',
  '/': 'search',
  ArrowUp: 'lane-up',
  ArrowDown: 'lane-down',
  ArrowLeft: 'slice-left',
  ArrowRight: 'slice-right',
  PageUp: 'page-up',
  PageDown: 'page-down',
  Home: 'start',
  End: 'end',
  Enter: 'open',
  ' ': 'toggle',
  Escape: 'clear',
  F1: 'keys',
};

export function timelineCommand(press: KeyPress): TimelineCommand | null {
  if (press.altKey) return null;
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  if (press.ctrlKey || press.metaKey) {
    if (key === 'f') return 'search';
    return key === 'c' ? 'copy' : null;
  }
  if (key === 'n') return press.shiftKey ? 'previous-hit' : 'next-hit';
  return KEYS[key] ?? null;
}

/** The entry of the legend that a digit switches; -1 for none. */
export function legendEntry(press: KeyPress): number {
  const plain = !press.altKey && !press.ctrlKey && !press.metaKey;
  return plain && /^[1-6]$/.test(press.key) ? Number(press.key) - 1 : -1;
}
