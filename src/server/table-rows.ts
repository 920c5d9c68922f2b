/** Rows of the function table: functions, and below expanded ones the calls to and from them. */
import type { CallDirection, CallStep } from '../profile/index.ts';
import { PATH_CALLEE, PATH_CALLER, PATH_FUNCTION } from '../protocol/analysis.ts';
import type { CallPath } from '../protocol/analysis.ts';
import type { SampleTypeFigures } from './profile-session.ts';

export interface TableRow extends CallPath {
  /** The last function of the path. */
  readonly function: number;
  readonly flat: number;
  readonly cum: number;
  readonly isInlined: boolean;
  readonly goesOn: boolean;
  readonly isExpanded: boolean;
}

export interface TableRows {
  readonly rowCount: number;
  readonly rows: readonly TableRow[];
}

/** The rows from `start` on; below an expanded function stand its callers, then its callees. */
export function tableRows(
  functions: Uint32Array,
  figures: SampleTypeFigures,
  {
    expanded = [],
    start,
    count,
  }: {
    readonly expanded?: readonly CallPath[];
    readonly start: number;
    readonly count: number;
  },
): TableRows {
  const open = new Set(expanded.map(keyOf));
  const rows: TableRow[] = [];
  let at = 0;
  for (const row of functions) {
    const path = { direction: PATH_FUNCTION, functions: [row] };
    const isExpanded = open.has(keyOf(path));
    if (at >= start && at < start + count) rows.push(functionRow(path, row, figures, isExpanded));
    at++;
    if (!isExpanded) continue;
    const below = [
      ...stepRows(path.functions, PATH_CALLER, figures, open),
      ...stepRows(path.functions, PATH_CALLEE, figures, open),
    ];
    const from = Math.max(0, start - at);
    rows.push(...below.slice(from, Math.max(from, start + count - at)));
    at += below.length;
  }
  return { rowCount: at, rows };
}

/** What another sample type has for a row. */
export function rowFigures(
  { direction, functions, function: last }: TableRow,
  { top, paths }: SampleTypeFigures,
): { readonly flat: number; readonly cum: number } {
  if (direction === PATH_FUNCTION) {
    return { flat: top.flat[last] ?? 0, cum: top.cum[last] ?? 0 };
  }
  const from = direction === PATH_CALLER ? 'callers' : 'callees';
  const steps = paths.steps(functions.slice(0, -1), from);
  return steps.find((step) => step.function === last) ?? { flat: 0, cum: 0 };
}

function functionRow(
  path: CallPath,
  row: number,
  { top }: SampleTypeFigures,
  isExpanded: boolean,
): TableRow {
  return {
    ...path,
    function: row,
    flat: top.flat[row] ?? 0,
    cum: top.cum[row] ?? 0,
    isInlined: top.inlined[row] === 1,
    goesOn: true,
    isExpanded,
  };
}

/** Steps from a path, each followed by its own where it is expanded. */
function stepRows(
  path: readonly number[],
  direction: typeof PATH_CALLER | typeof PATH_CALLEE,
  figures: SampleTypeFigures,
  open: ReadonlySet<string>,
): TableRow[] {
  return figures.paths.steps(path, DIRECTIONS[direction]).flatMap((step) => {
    const row = stepRow(path, direction, step, open);
    if (!row.isExpanded) return [row];
    return [row, ...stepRows(row.functions, direction, figures, open)];
  });
}

function stepRow(
  path: readonly number[],
  direction: number,
  step: CallStep,
  open: ReadonlySet<string>,
): TableRow {
  const functions = [...path, step.function];
  return {
    ...step,
    direction,
    functions,
    isExpanded: step.goesOn && open.has(keyOf({ direction, functions })),
  };
}

const DIRECTIONS: Readonly<Record<typeof PATH_CALLER | typeof PATH_CALLEE, CallDirection>> = {
  [PATH_CALLER]: 'callers',
  [PATH_CALLEE]: 'callees',
};

function keyOf({ direction, functions }: CallPath): string {
  return `${direction} ${functions.join(' ')}`;
}
