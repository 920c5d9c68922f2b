import type * as vscode from 'vscode';
import type { BenchmarkResult } from './benchmark-results.ts';

const KEY = 'test.results';
const MOST_RESULTS = 200;

/** How benchmarks went, by the profile that was recorded; the last run comes first. */
export class ResultMemory {
  readonly #memory: vscode.Memento;

  constructor(memory: vscode.Memento) {
    this.#memory = memory;
  }

  of(profile: string): BenchmarkResult | undefined {
    return this.#all().find(([path]) => path === profile)?.[1];
  }

  /** The last run of a series: of one benchmark, recording the same. */
  lastOf(series: string, kind: string): { profile: string; result: BenchmarkResult } | undefined {
    const [profile, result] =
      this.#all().find(([path]) => path.startsWith(series) && path.includes(`-${kind}.`)) ?? [];
    return profile !== undefined && result !== undefined ? { profile, result } : undefined;
  }

  async remember(profile: string, result: BenchmarkResult): Promise<void> {
    const others = this.#all().filter(([path]) => path !== profile);
    await this.#memory.update(KEY, [[profile, result], ...others].slice(0, MOST_RESULTS));
  }

  #all(): readonly (readonly [path: string, result: BenchmarkResult])[] {
    const known: unknown = this.#memory.get(KEY);
    // Written by this class alone; an earlier version kept an object here.
    return Array.isArray(known) ? (known as (readonly [string, BenchmarkResult])[]) : [];
  }
}
