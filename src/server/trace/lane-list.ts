import { assertNever } from '../../base/assert.ts';
import { countText } from '../../base/format.ts';
import { shortSymbol } from '../../base/go-symbol.ts';
import type { LaneQuery, LaneSection, RevealResult } from '../../protocol/timeline.ts';
import {
  LANE_GC,
  LANE_GOROUTINE,
  LANE_GROUP,
  LANE_HEADER,
  LANE_MORE,
  LANE_PROC,
  LANE_TASK,
  LANE_THREAD,
} from '../../protocol/timeline.ts';
import { laneFilter } from './lane-filter.ts';
import type { TraceSession } from './trace-session.ts';

export interface LaneLine {
  readonly kind: number;
  readonly key: number;
}

export const SECTIONS: readonly LaneSection[] = [
  'runtime',
  'processors',
  'threads',
  'goroutines',
  'tasks',
];

/** How many goroutines of a group are listed when a search opens it. */
const REVEAL_MARGIN = 20;

/** The lines of the timeline from top to bottom, for one filter and one set of open groups. */
export class LaneList {
  readonly lines: readonly LaneLine[];
  /** Goroutines that pass the filter. */
  readonly matched: number;
  /** Rows of the goroutines of each group that pass, by the group's key; in the order of the list. */
  readonly groups: ReadonlyMap<number, readonly number[]>;
  readonly #session: TraceSession;
  readonly #query: LaneQuery;
  readonly #tasks: readonly number[];

  constructor(session: TraceSession, query: LaneQuery) {
    this.#session = session;
    this.#query = query;
    const { groups, tasks } = laneFilter(session, query.filter);
    this.groups = groups;
    this.#tasks = tasks;
    this.matched = [...this.groups.values()].reduce((sum, rows) => sum + rows.length, 0);
    this.lines = SECTIONS.flatMap((section, index) => {
      const lines = this.#linesOf(section);
      if (lines.length === 0) return [];
      const header = { kind: LANE_HEADER, key: index };
      return query.folded.includes(section) ? [header] : [header, ...lines];
    });
  }

  label({ kind, key }: LaneLine): string {
    const session = this.#session;
    switch (kind) {
      case LANE_HEADER:
        return HEADERS[SECTIONS[key] ?? 'runtime'];
      case LANE_GC:
        return 'GC';
      case LANE_PROC:
        return `P${session.timeline.procIds[key] ?? ''}`;
      case LANE_THREAD:
        return `M ${session.timeline.threadIds[key] ?? ''}`;
      case LANE_GROUP:
        return key === 0 ? 'start not known' : shortSymbol(session.string(key));
      case LANE_GOROUTINE:
        return `G ${session.goroutine(key).id}`;
      case LANE_MORE:
        return `${countText(this.#hidden(key))} more`;
      default:
        return session.string(session.timeline.tasks.name[key] ?? 0);
    }
  }

  detail({ kind, key }: LaneLine): string {
    const { timeline } = this.#session;
    switch (kind) {
      case LANE_HEADER:
        return this.#headerDetail(SECTIONS[key] ?? 'runtime');
      case LANE_GROUP:
        return countText(this.groups.get(key)?.length ?? 0);
      case LANE_TASK:
        return String(timeline.tasks.id[key] ?? '');
      default:
        return '';
    }
  }

  /** The line of a group; null when the filter leaves it out. */
  static revealGroup(session: TraceSession, query: LaneQuery, key: number): RevealResult | null {
    const { lines } = new LaneList(session, query);
    const lane = lines.findIndex((line) => line.kind === LANE_GROUP && line.key === key);
    return lane < 0 ? null : { lane, openGroups: query.openGroups };
  }

  /** The line of a goroutine, its group opened as far as it takes; null when the filter leaves it out. */
  static reveal(session: TraceSession, query: LaneQuery, goroutine: number): RevealResult | null {
    const key = session.timeline.functionOf[goroutine] ?? 0;
    const place = laneFilter(session, query.filter).groups.get(key)?.indexOf(goroutine) ?? -1;
    if (place < 0) return null;
    const open = query.openGroups.find((group) => group.key === key);
    const limit = Math.max(open?.limit ?? 0, place + REVEAL_MARGIN);
    const rest = query.openGroups.filter((group) => group.key !== key);
    const openGroups = [...rest, { key, limit }];
    const { lines } = new LaneList(session, { ...query, openGroups });
    const lane = lines.findIndex((line) => line.kind === LANE_GOROUTINE && line.key === goroutine);
    return lane < 0 ? null : { lane, openGroups };
  }

  #linesOf(section: LaneSection): LaneLine[] {
    const { timeline } = this.#session;
    switch (section) {
      case 'runtime':
        return timeline.ranges.length > 0 ? [{ kind: LANE_GC, key: 0 }] : [];
      case 'processors':
        return byId(timeline.procIds).map((key) => ({ kind: LANE_PROC, key }));
      case 'threads':
        return byId(timeline.threadIds).map((key) => ({ kind: LANE_THREAD, key }));
      case 'goroutines':
        return [...this.groups.keys()].flatMap((key) => this.#groupLines(key));
      case 'tasks':
        return this.#tasks.map((key) => ({ kind: LANE_TASK, key }));
      default:
        return assertNever(section);
    }
  }

  #groupLines(key: number): LaneLine[] {
    const group = { kind: LANE_GROUP, key };
    const open = this.#query.openGroups.find((one) => one.key === key);
    if (!open) return [group];
    const rows = this.groups.get(key) ?? [];
    const listed = rows.slice(0, open.limit).map((row) => ({ kind: LANE_GOROUTINE, key: row }));
    const more = rows.length > open.limit ? [{ kind: LANE_MORE, key }] : [];
    return [group, ...listed, ...more];
  }

  #hidden(key: number): number {
    const open = this.#query.openGroups.find((one) => one.key === key);
    return (this.groups.get(key)?.length ?? 0) - (open?.limit ?? 0);
  }

  #headerDetail(section: LaneSection): string {
    const { timeline, groups } = this.#session;
    switch (section) {
      case 'runtime':
        return '';
      case 'processors':
        return countText(timeline.procIds.length);
      case 'threads':
        return countText(timeline.threadIds.length);
      case 'goroutines':
        return this.groups.size === groups.length
          ? `${countText(this.matched)} in ${groups.length} groups`
          : `${countText(this.matched)} in ${this.groups.size} of ${groups.length} groups`;
      case 'tasks':
        return this.#tasks.length === timeline.tasks.length
          ? countText(timeline.tasks.length)
          : `${countText(this.#tasks.length)} of ${countText(timeline.tasks.length)}`;
      default:
        return assertNever(section);
    }
  }
}

const HEADERS: Readonly<Record<LaneSection, string>> = {
  runtime: 'Runtime',
  processors: 'Processors',
  threads: 'Threads',
  goroutines: 'Goroutines',
  tasks: 'Tasks',
};

function byId(ids: Float64Array): number[] {
  return Array.from(ids.keys()).sort((a, b) => (ids[a] ?? 0) - (ids[b] ?? 0));
}
