/** What a key in the table of expressions means. */
export type TableCommand =
  | { readonly kind: 'move'; readonly rows: number; readonly columns: number }
  | { readonly kind: 'page'; readonly direction: 1 | -1 }
  | { readonly kind: 'first' | 'last' | 'expand' | 'open' | 'add' | 'removeColumn' | 'copy' }
  | { readonly kind: 'sort'; readonly column: number };

export interface PressedKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** Null for keys the table leaves to the editor. */
export function tableCommandOf(pressed: PressedKey): TableCommand | null {
  const { key } = pressed;
  if (pressed.ctrlKey || pressed.metaKey)
    return key.toLowerCase() === 'c' ? { kind: 'copy' } : null;
  if (pressed.altKey) return key === 'Enter' ? { kind: 'open' } : null;
  if (/^[1-9]$/.test(key)) return { kind: 'sort', column: Number(key) - 1 };
  return TABLE_COMMANDS.get(key) ?? null;
}

const TABLE_COMMANDS: ReadonlyMap<string, TableCommand> = new Map<string, TableCommand>([
  ['ArrowDown', { kind: 'move', rows: 1, columns: 0 }],
  ['ArrowUp', { kind: 'move', rows: -1, columns: 0 }],
  ['ArrowRight', { kind: 'move', rows: 0, columns: 1 }],
  ['ArrowLeft', { kind: 'move', rows: 0, columns: -1 }],
  ['PageDown', { kind: 'page', direction: 1 }],
  ['PageUp', { kind: 'page', direction: -1 }],
  ['Home', { kind: 'first' }],
  ['End', { kind: 'last' }],
  ['Enter', { kind: 'expand' }],
  ['Insert', { kind: 'add' }],
  ['Delete', { kind: 'removeColumn' }],
]);

/** What a key in the table of breakpoints means. */
export type BreakpointCommand =
  | { readonly kind: 'move'; readonly by: number }
  | { readonly kind: 'toggle' | 'edit' | 'remove' | 'open' };

export function breakpointCommandOf(pressed: PressedKey): BreakpointCommand | null {
  const { key } = pressed;
  if (pressed.ctrlKey || pressed.metaKey) return null;
  if (pressed.altKey) return key === 'Enter' ? { kind: 'open' } : null;
  return BREAKPOINT_COMMANDS.get(key) ?? null;
}

const BREAKPOINT_COMMANDS: ReadonlyMap<string, BreakpointCommand> = new Map<
  string,
  BreakpointCommand
>([
  ['ArrowDown', { kind: 'move', by: 1 }],
  ['ArrowUp', { kind: 'move', by: -1 }],
  [' ', { kind: 'toggle' }],
  ['Enter', { kind: 'edit' }],
  ['Delete', { kind: 'remove' }],
  ['Backspace', { kind: 'remove' }],
]);

type Keys = readonly (readonly [keys: string, meaning: string])[];

export const KEY_LIST: readonly (readonly [title: string, keys: Keys])[] = [
  [
    'Breakpoints',
    [
      ['Space', 'on, off'],
      ['Enter', 'edit the scope'],
      ['Del', 'remove'],
      ['Alt+Enter', 'go to the line'],
    ],
  ],
  [
    'Expressions',
    [
      ['↑ ↓ ← →', 'from cell to cell'],
      ['Enter', 'look at the value in full'],
      ['Alt+Enter', 'go to the line'],
      ['Insert', 'add an expression'],
      ['Del', 'remove the column'],
      ['1–9', 'sort by the column'],
      ['/', 'filter'],
      ['Ctrl/Cmd+C', 'copy the row'],
    ],
  ],
  [
    'Filter',
    [
      ['state:chan-receive', 'as in the Goroutines view'],
      ['where:o.Total > 10', 'a Go condition, to the end of the line'],
    ],
  ],
];
