import { parseFilter } from './filter.ts';
import type { FilterError } from './filter.ts';
import { matchingRows } from './filter-apply.ts';
import { groupRows, visibleTotals } from './group.ts';
import type { Grouping } from './group.ts';
import type { GroupBy } from './group-space.ts';
import type { StackNotes } from './stack-lines.ts';
import { GoroutineTableBuilder } from './table-builder.ts';
import type { GoroutineTable } from './table.ts';
import { treeOf } from './tree.ts';
import type { GoroutineTree } from './tree.ts';
import { labelKeysOf, unavailableGroupings } from './view-choices.ts';
import type { LabelKey } from './view-choices.ts';
import { listedLines } from './view-lines.ts';
import { viewRows } from './view-rows.ts';
import type { ViewRows } from './view-rows.ts';

/** What the panel shows. `start` and `count` are in lines; see `ViewAnswer`. */
export interface ViewQuery {
  readonly groupBy: GroupBy;
  /** Grouped by label: the values of this one alone; null: all labels together. */
  readonly labelKey: string | null;
  readonly filter: string;
  readonly hideSystem: boolean;
  readonly sort: 'count' | 'oldest';
  readonly openGroups: readonly { readonly key: string; readonly limit: number }[];
  readonly openGoroutines: readonly number[];
  readonly start: number;
  readonly count: number;
}

export type ViewStatus = 'empty' | 'reading' | 'complete' | 'partial' | 'stale';

/** What only the holder of the table knows. */
export interface ViewContext {
  readonly generation: number;
  readonly status: ViewStatus;
  readonly readMillis: number;
  /** Milliseconds since the epoch. */
  readonly takenAt: number;
  readonly problems: readonly string[];
  /** Deferred calls and ancestors of an open goroutine, in frames of the table's builder. */
  readonly notesOf?: (id: number) => StackNotes | undefined;
}

/** Lines are 22 pixels high; a group row takes two of them, every other row one. */
export interface ViewAnswer {
  readonly generation: number;
  readonly status: ViewStatus;
  readonly total: number;
  readonly read: number;
  readonly matched: number;
  readonly groupCount: number;
  readonly oldestWait: number | null;
  readonly readMillis: number;
  readonly takenAt: number;
  /** All lines of the list. */
  readonly rowCount: number;
  /** Line at which the first row begins; one less than asked for when that was the lower half of a group row. */
  readonly start: number;
  readonly rows: ViewRows;
  readonly largestGroup: number;
  readonly filterError: FilterError | null;
  readonly problems: readonly string[];
  /** Of those read, how many are known with their whole stack. */
  readonly stackCount: number;
  /** Labels to group by, the most frequent first. */
  readonly labelKeys: readonly LabelKey[];
  /** Why some groupings make no sense here. */
  readonly unavailable: Readonly<Partial<Record<GroupBy, string>>>;
}

interface Selection {
  readonly stackCount: number;
  readonly labelKeys: readonly LabelKey[];
  readonly unavailable: Readonly<Partial<Record<GroupBy, string>>>;
  readonly tree: GoroutineTree | null;
  readonly grouping: Grouping;
  readonly matched: number;
  readonly oldestWait: number | null;
  readonly largestGroup: number;
  readonly filterError: FilterError | null;
}

/**
 * Answers the panel's queries. Filtering and grouping are kept for as long as table and question stay the same
 * (40 ms at 100,000 goroutines), so that scrolling costs only the lines shown.
 */
export class GoroutineViews {
  #key = '';
  #table: GoroutineTable | null = null;
  #selection: Selection | null = null;
  /** Sorted members by group key. */
  #members = new Map<string, Uint32Array>();

  query(table: GoroutineTable, query: ViewQuery, context: ViewContext): ViewAnswer {
    const selection = this.#select(table, query);
    const { grouping, tree } = selection;
    const source = { table, grouping, tree, members: this.#members, ...context };
    const lines = listedLines(source, query);
    const window = viewRows(source, query, lines);
    return {
      generation: context.generation,
      status: context.status,
      total: table.total,
      read: table.length,
      matched: selection.matched,
      groupCount: selection.grouping.groups.length,
      oldestWait: selection.oldestWait,
      readMillis: context.readMillis,
      takenAt: context.takenAt,
      rowCount: lines.lineCount,
      start: window.start,
      rows: window.rows,
      largestGroup: selection.largestGroup,
      filterError: selection.filterError,
      problems: context.problems,
      stackCount: selection.stackCount,
      labelKeys: selection.labelKeys,
      unavailable: selection.unavailable,
    };
  }

  #select(table: GoroutineTable, query: ViewQuery): Selection {
    const key = JSON.stringify([
      query.groupBy,
      query.labelKey,
      query.filter,
      query.hideSystem,
      query.sort,
    ]);
    if (this.#selection && this.#key === key && this.#table === table) return this.#selection;
    this.#key = key;
    this.#table = table;
    this.#members = new Map();
    return (this.#selection = select(table, query));
  }
}

/** The answer when there is nothing to look at. */
export function emptyView(generation: number, problems: readonly string[] = []): ViewAnswer {
  const query: ViewQuery = {
    groupBy: 'creation',
    labelKey: null,
    filter: '',
    hideSystem: false,
    sort: 'count',
    openGroups: [],
    openGoroutines: [],
    start: 0,
    count: 0,
  };
  const table = new GoroutineTableBuilder().build();
  const context = { generation, status: 'empty', readMillis: 0, takenAt: 0, problems } as const;
  return new GoroutineViews().query(table, query, context);
}

function select(table: GoroutineTable, query: ViewQuery): Selection {
  const { terms, error } = parseFilter(query.filter, table.states);
  // A filter that is not understood matches nothing: showing what it may not mean would mislead.
  const keep = error ? new Uint8Array(table.length) : matchingRows(table, terms, query.hideSystem);
  const isFiltered = terms.length > 0 || error !== null;
  const knownTotals = isFiltered ? null : visibleTotals(table, query.hideSystem);
  const { groupBy: by, labelKey, sort } = query;
  const tree = by === 'parent' ? treeOf(table, keep) : null;
  const grouping = groupRows(table, { by, labelKey, tree, sort, keep, knownTotals });
  let oldest = Number.NaN;
  let largestGroup = 0;
  for (const group of grouping.groups) {
    if (!(group.wait <= oldest) && !Number.isNaN(group.wait)) oldest = group.wait;
    largestGroup = Math.max(largestGroup, group.count);
  }
  return {
    stackCount: table.stack.reduce((count, stack) => count + (stack === 0 ? 0 : 1), 0),
    labelKeys: labelKeysOf(table),
    unavailable: unavailableGroupings(table),
    tree,
    grouping,
    matched: grouping.rows.length,
    oldestWait: Number.isNaN(oldest) ? null : oldest,
    largestGroup,
    filterError: error,
  };
}
