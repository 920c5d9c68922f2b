/** Ways to a place in the trace: to a goroutine, a moment, a group, a hit of a search, along the critical path. */
import { LANE_GOROUTINE, LANE_GROUP } from '../../src/protocol/timeline.ts';
import type { GoroutineRef } from '../../src/protocol/timeline.ts';
import type { PageHost } from './host.ts';
import * as model from './model.ts';
import type { LaneRef } from './model.ts';
import type { Viewport } from './viewport.ts';
import { fitted, revealed } from './viewport.ts';

export class Travel {
  readonly #host: PageHost & { range(range: Viewport): void };

  constructor(host: PageHost & { range(range: Viewport): void }) {
    this.#host = host;
  }

  showPath(): void {
    const { slice, range } = this.#host.state();
    const goroutine = slice && model.goroutineOf(slice);
    if (!slice || goroutine === null) return;
    const since = range && range.start < slice.end ? range.start : 0;
    const time = model.pathEnd(slice);
    this.#host.asker.ask('delvescope/tracePath', { goroutine, time, since });
  }

  goTo({ row }: GoroutineRef, time: number | null): void {
    this.#host.update({ ...this.#host.state(), view: 'timeline' });
    if (time !== null) {
      this.#host.setViewport(
        revealed(this.#host.state().viewport, time, model.traceEnd(this.#host.state())),
      );
    }
    this.#reveal(row);
    const lane = { kind: LANE_GOROUTINE, key: row };
    const at = time ?? (this.#host.state().viewport.start + this.#host.state().viewport.end) / 2;
    this.#host.asker.ask('delvescope/traceSlice', { lane, time: at });
  }

  goToTime(time: number, length: number): void {
    this.#host.update({ ...this.#host.state(), view: 'timeline' });
    const range = { start: time, end: time + length };
    this.#host.setViewport(
      fitted(
        { start: time - length * 4, end: time + length * 5 },
        model.traceEnd(this.#host.state()),
      ),
    );
    this.#host.range(range);
  }

  /** Leaves the focus on a lane whose line may have changed. */
  keepFocus({ kind, key }: LaneRef): void {
    if (kind === LANE_GOROUTINE) this.#reveal(key);
    else if (kind === LANE_GROUP) {
      const { filter, openGroups, folded } = this.#host.state();
      this.#host.asker.ask('delvescope/traceReveal', { filter, openGroups, folded, group: key });
    }
  }

  showGroup(key: number): void {
    const first = model.isOpen(this.#host.state(), key)
      ? this.#host.state()
      : model.toggleGroup(this.#host.state(), key);
    this.#host.update({ ...first, view: 'timeline' });
    const { filter, openGroups, folded } = this.#host.state();
    this.#host.asker.ask('delvescope/traceReveal', { filter, openGroups, folded, group: key });
  }

  setSearch(searchText: string): void {
    this.#host.update({ ...this.#host.state(), searchText, hit: -1, search: null });
    if (searchText.trim() !== '')
      this.#host.asker.ask('delvescope/traceSearch', { text: searchText });
  }

  stepHit(step: 1 | -1): void {
    const hits = this.#host.state().search?.goroutines ?? [];
    if (hits.length === 0) return;
    const hit = (this.#host.state().hit + step + hits.length) % hits.length;
    this.#host.update({ ...this.#host.state(), hit });
    const goroutine = hits[hit];
    if (goroutine) this.goTo(goroutine, goroutine.time);
  }

  #reveal(goroutine: number): void {
    const { filter, openGroups, folded } = this.#host.state();
    this.#host.asker.ask('delvescope/traceReveal', { filter, openGroups, folded, goroutine });
  }
}
