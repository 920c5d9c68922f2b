import { moved } from '../shared/completion.ts';
import type { CompletionState } from '../shared/completion.ts';

/** What a key in the list means. */
export type PanelCommand =
  | { readonly kind: 'move'; readonly by: number }
  | { readonly kind: 'page'; readonly direction: 1 | -1 }
  | { readonly kind: 'first' }
  | { readonly kind: 'last' }
  | { readonly kind: 'expand' }
  | { readonly kind: 'collapse' }
  | { readonly kind: 'open' }
  | { readonly kind: 'groupBy' }
  | { readonly kind: 'filter' }
  | { readonly kind: 'clearFilter' }
  | { readonly kind: 'copy' }
  | { readonly kind: 'breakIn' }
  | { readonly kind: 'inTrace' }
  | { readonly kind: 'track' }
  | { readonly kind: 'snapshot' }
  | { readonly kind: 'follow' }
  | { readonly kind: 'keys' };

export interface PressedKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** Null for keys the list leaves to the editor. */
export function commandOf(pressed: PressedKey): PanelCommand | null {
  const { key } = pressed;
  if (pressed.altKey) return null;
  if (pressed.ctrlKey || pressed.metaKey)
    return key.toLowerCase() === 'c' ? { kind: 'copy' } : null;
  return COMMANDS.get(key.length === 1 ? key.toLowerCase() : key) ?? null;
}

/** What a key in the filter means. */
export type FilterKey =
  | { readonly kind: 'move'; readonly to: CompletionState }
  | { readonly kind: 'accept'; readonly index: number }
  | { readonly kind: 'open' | 'close' | 'leave' }
  | { readonly kind: 'command'; readonly command: PanelCommand };

/** Null for keys that type. */
export function filterKey(pressed: PressedKey, open: CompletionState | null): FilterKey | null {
  const { key } = pressed;
  if (key === ' ' && pressed.ctrlKey) return { kind: 'open' };
  if (open) {
    if (key === 'ArrowDown') return { kind: 'move', to: moved(open, 1) };
    if (key === 'ArrowUp') return { kind: 'move', to: moved(open, -1) };
    if (key === 'Tab') return { kind: 'accept', index: Math.max(0, open.chosen) };
    if (key === 'Enter' && open.chosen >= 0) return { kind: 'accept', index: open.chosen };
    if (key === 'Escape') return { kind: 'close' };
  }
  if (key === 'Enter' || key === 'ArrowDown') return { kind: 'leave' };
  const command = key === 'Escape' || key === 'F1' ? commandOf(pressed) : null;
  return command && { kind: 'command', command };
}

const COMMANDS: ReadonlyMap<string, PanelCommand> = new Map<string, PanelCommand>([
  ['ArrowDown', { kind: 'move', by: 1 }],
  ['ArrowUp', { kind: 'move', by: -1 }],
  ['PageDown', { kind: 'page', direction: 1 }],
  ['PageUp', { kind: 'page', direction: -1 }],
  ['Home', { kind: 'first' }],
  ['End', { kind: 'last' }],
  ['ArrowRight', { kind: 'expand' }],
  ['ArrowLeft', { kind: 'collapse' }],
  ['Enter', { kind: 'open' }],
  ['g', { kind: 'groupBy' }],
  ['b', { kind: 'breakIn' }],
  ['t', { kind: 'track' }],
  ['e', { kind: 'inTrace' }],
  ['s', { kind: 'snapshot' }],
  ['f', { kind: 'follow' }],
  ['/', { kind: 'filter' }],
  ['Escape', { kind: 'clearFilter' }],
  ['F1', { kind: 'keys' }],
]);

export const KEY_LIST: readonly (readonly [keys: string, meaning: string])[] = [
  ['↑ ↓', 'previous, next row'],
  ['→ ←', 'open, close; back to the group'],
  ['Enter', 'go to the code'],
  ['G', 'group by'],
  ['B', 'breakpoint for this goroutine'],
  ['T', 'track this goroutine, or no longer'],
  ['E', 'goroutines of its creation site in the trace'],
  ['S', 'look at the running program now'],
  ['F', 'follow it: look every 2 s'],
  ['/', 'filter'],
  ['Esc', 'clear the filter'],
  ['Ctrl/Cmd+C', 'copy the row'],
  ['F1', 'these keys'],
];

/** Shown by the `?` of the filter. */
export const FILTER_LIST: readonly (readonly [term: string, meaning: string])[] = [
  ['notifier', 'function, file or label has the word'],
  ['state:chan-receive', 'a state; also waiting, running, lock …'],
  ['age:>5m', 'waited longer; < shorter; ms s m h'],
  ['label:tenant=acme', 'has the label; label:tenant any value'],
  ['func: file: creator:', 'only there'],
  ['id:17,20-25', 'these goroutines'],
  ['parent:17', 'started by this goroutine'],
  ['waits:0xc000014060', 'for this channel or lock'],
  ['-term', 'not'],
];
