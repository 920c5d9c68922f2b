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
  | { readonly kind: 'track' }
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
  ['-term', 'not'],
];
