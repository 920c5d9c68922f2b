import { nodeKeysOf, type NodeKeys } from '../graph/node-keys.ts';
import type { FunctionTable, Profile } from '../model.ts';
import { type AppliedQuery, applyQuery, filterKey } from './apply.ts';
import type { ProfileQuery } from './query.ts';

/**
 * A profile as a query wants it: filtered, and with the nodes of its granularity as `functions`. Tables, call trees,
 * line figures, neighbours and searches take it like any other profile.
 */
export interface ResolvedQuery extends AppliedQuery {
  /** One function per node; the names are what a report prints for them. */
  readonly profile: Profile;
}

/** The filtered profile with its frames merged to the granularity of the query. */
export function resolveQuery(applied: AppliedQuery, query: ProfileQuery): ResolvedQuery {
  const { profile } = applied;
  const keys = nodeKeysOf(profile, { ...query, binaryNames: false, trimsFiles: true });
  const frames = { ...profile.frames, function: keys.nodeOf };
  return { ...applied, profile: { ...profile, frames, functions: functionsOf(profile, keys) } };
}

/** Answers queries about one profile; what filters leave is kept for the last few of them. */
export class QueryCache {
  readonly #profile: Profile;
  readonly #limit: number;
  readonly #applied = new Map<string, AppliedQuery>();

  constructor(profile: Profile, limit = 4) {
    this.#profile = profile;
    this.#limit = limit;
  }

  /** Filtering costs a pass over samples and stacks; asking again for the same filters costs nothing. */
  applied(query: ProfileQuery): AppliedQuery {
    const key = filterKey(query);
    const applied = this.#applied.get(key) ?? applyQuery(this.#profile, query);
    // The one that was asked for last comes last, so that the first one can go.
    this.#applied.delete(key);
    this.#applied.set(key, applied);
    const [oldest] = this.#applied.keys();
    if (this.#applied.size > this.#limit && oldest !== undefined) this.#applied.delete(oldest);
    return applied;
  }

  resolved(query: ProfileQuery): ResolvedQuery {
    return resolveQuery(this.applied(query), query);
  }
}

function functionsOf({ frames, symbols, functions }: Profile, keys: NodeKeys): FunctionTable {
  const names = Array.from({ length: keys.length }, (_, node) => keys.printableName(node));
  const systemNames = names.map(() => '');
  const file = new Uint32Array(keys.length);
  const startLine = new Uint32Array(keys.length);
  const known = new Uint8Array(keys.length);
  for (let frame = 0; frame < frames.length; frame++) {
    const node = keys.nodeOf[frame] ?? 0;
    if (known[node] === 1) continue;
    known[node] = 1;
    const row = frames.function[frame] ?? 0;
    const symbol = frames.symbol[frame] ?? -1;
    systemNames[node] = symbols.systemNames[symbol] ?? '';
    file[node] = symbols.file[symbol] ?? 0;
    startLine[node] = functions.startLine[row] ?? 0;
  }
  return { length: keys.length, names, systemNames, file, startLine };
}
