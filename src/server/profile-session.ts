import { type CancellationToken, neverCancelled } from '../base/cancellation.ts';
import { codeKind, parseGoSymbol } from '../base/go-symbol.ts';
import type { CodeKind } from '../base/go-symbol.ts';
import type { Problem } from '../base/problem.ts';
import {
  applyQuery,
  CallPaths,
  hottestLines,
  lineIndexOf,
  matchFunctions,
  resolveQuery,
  stackValues,
  topOf,
  topOrder,
} from '../profile/index.ts';
import type { FunctionMatches, LineIndex, Profile, StackValues, Top } from '../profile/index.ts';
import type { FilterWord, ProfileFilter } from '../protocol/profile-filter.ts';
import { KIND_DEPENDENCY, KIND_OWN, KIND_RUNTIME, KIND_STD } from '../protocol/analysis.ts';
import type { ComparedPair, FlameShape } from '../protocol/analysis.ts';
import { pairedProfile } from './compare-profiles.ts';
import { FlameGraph } from './flame-graph.ts';
import { filterQuery, unmatchedWords } from './filter/filter-query.ts';

export const KIND_CODES: Record<CodeKind, number> = {
  own: KIND_OWN,
  dependency: KIND_DEPENDENCY,
  std: KIND_STD,
  runtime: KIND_RUNTIME,
};

/** So many filters are remembered for a profile: the present one, and the ones a reader goes back to. */
const MOST_VIEWS = 4;

/** The profiles of a comparison: each has a block of the sample types, in this order. */
interface Sides {
  readonly names: readonly string[];
  readonly typeCount: number;
  /** What to know about them, in words. */
  readonly notes: readonly string[];
}

/** How a filter came out. */
interface Filtered {
  readonly of: ProfileSession;
  readonly unmatched: readonly FilterWord[];
  readonly error: string | null;
  /** Percentages are of what is left. */
  readonly isRelative: boolean;
}

/**
 * An open profile, or what a filter leaves of one, with what was computed from it. Each figure is computed when it
 * is first asked for.
 */
export class ProfileSession {
  readonly path: string;
  readonly name: string;
  readonly profile: Profile;
  readonly problems: readonly Problem[];
  /** Per function: whose code it is. */
  readonly kinds: Uint8Array;
  readonly filtered: Filtered | null;
  /** Of the whole of a comparison; null for one profile, and for two of a comparison. */
  readonly sides: Sides | null;
  /** Of two of a comparison: sample types after, then as many before; null for anything else. */
  readonly typesAfter: number | null;
  /** Tells whether what is asked now is still wanted. */
  readonly token: CancellationToken;
  readonly #ownModules: readonly string[];
  readonly #byType = new Map<number, SampleTypeFigures>();
  /** What filters leave; the one that was asked for last comes last. */
  readonly #views = new Map<string, ProfileSession>();
  /** Two of the profiles of a comparison. */
  readonly #pairs = new Map<string, ProfileSession>();
  #search: { readonly text: string; readonly matches: FunctionMatches } | undefined;
  #order: { readonly key: string; readonly rows: Uint32Array } | undefined;

  constructor(
    file: { readonly path: string; readonly name: string },
    profile: Profile,
    problems: readonly Problem[],
    ownModules: readonly string[],
    {
      filtered = null,
      sides = null,
      typesAfter = null,
      token = neverCancelled,
    }: Partial<Pick<ProfileSession, 'filtered' | 'sides' | 'typesAfter' | 'token'>> = {},
  ) {
    this.path = file.path;
    this.name = file.name;
    this.profile = profile;
    this.problems = problems;
    this.filtered = filtered;
    this.sides = sides;
    this.typesAfter = typesAfter;
    this.token = token;
    this.#ownModules = ownModules;
    this.kinds =
      filtered?.of.profile.functions === profile.functions
        ? filtered.of.kinds
        : kindsOf(profile, ownModules);
  }

  /** This profile as a filter wants it. The first time costs a pass over samples and stacks. */
  view(filter: ProfileFilter = []): ProfileSession {
    if (filter.length === 0) return this;
    const key = JSON.stringify(filter);
    const view = this.#views.get(key) ?? this.#filter(filter);
    remember(this.#views, key, view);
    return view;
  }

  /** Two of the profiles that are compared, the first and the last unless told; this where nothing is compared. */
  pair(wanted?: ComparedPair): ProfileSession {
    if (this.sides === null) return this;
    const pair = wanted ?? { before: 0, after: this.sides.names.length - 1 };
    const key = `${pair.before} ${pair.after}`;
    const known = this.#pairs.get(key) ?? this.#paired(this.sides, pair);
    remember(this.#pairs, key, known);
    return known;
  }

  /** What percentages are of: everything, whatever the filter, unless it says otherwise. */
  whole(sampleType: number): number {
    const { filtered } = this;
    if (filtered !== null && !filtered.isRelative) return filtered.of.whole(sampleType);
    return this.figures(sampleType).values.absoluteTotal;
  }

  /** The sample type with the values before; null where nothing is compared. */
  before(sampleType: number): number | null {
    return this.typesAfter === null ? null : sampleType + this.typesAfter;
  }

  figures(sampleType: number): SampleTypeFigures {
    let figures = this.#byType.get(sampleType);
    if (!figures) {
      figures = new SampleTypeFigures(this.profile, sampleType, this.token, () => {
        const before = this.before(sampleType);
        return before === null ? null : this.figures(before).values;
      });
      this.#byType.set(sampleType, figures);
    }
    return figures;
  }

  /** The last search is kept: page, table and flame graph ask for the same one. */
  matches(text: string): FunctionMatches {
    if (this.#search?.text !== text)
      this.#search = { text, matches: matchFunctions(this.profile, text) };
    return this.#search.matches;
  }

  /** Rows of functions in an order that a view shows. The last one is kept: who scrolls asks for the same one. */
  inOrder(key: string, sort: () => Uint32Array): Uint32Array {
    if (this.#order?.key !== key) this.#order = { key, rows: sort() };
    return this.#order.rows;
  }

  functionName(row: number): string {
    return this.profile.functions.names[row] ?? '';
  }

  /** File of a function as the profile names it; empty where it does not say. */
  functionFile(row: number): string {
    return this.profile.files[this.profile.functions.file[row] ?? 0] ?? '';
  }

  /** Functions keep their rows unless the filter makes nodes of something else. */
  #filter(filter: ProfileFilter): ProfileSession {
    const query = filterQuery(filter);
    const applied = applyQuery(this.profile, query, this.token);
    const merges = applied.error === null && query.granularity !== 'functions';
    const { profile } = merges ? resolveQuery(applied, query) : applied;
    return new ProfileSession(this, profile, this.problems, this.#ownModules, {
      sides: this.sides,
      token: this.token,
      filtered: {
        of: this,
        unmatched: unmatchedWords(applied.warnings),
        error: applied.error,
        isRelative: filter.some(({ word }) => word === 'relative_percentages'),
      },
    });
  }

  #paired({ typeCount }: Sides, pair: ComparedPair): ProfileSession {
    const profile = pairedProfile(this.profile, typeCount, pair);
    const { filtered } = this;
    return new ProfileSession(this, profile, this.problems, this.#ownModules, {
      typesAfter: typeCount,
      token: this.token,
      filtered: filtered && { ...filtered, of: filtered.of.pair(pair) },
    });
  }
}

/** What was asked for last comes last; the oldest of too many goes. */
function remember(
  sessions: Map<string, ProfileSession>,
  key: string,
  session: ProfileSession,
): void {
  sessions.delete(key);
  sessions.set(key, session);
  const [oldest] = sessions.keys();
  if (sessions.size > MOST_VIEWS && oldest !== undefined) sessions.delete(oldest);
}

function kindsOf(profile: Profile, ownModules: readonly string[]): Uint8Array {
  return Uint8Array.from(profile.functions.names, (name, row) => {
    const source = profile.files[profile.functions.file[row] ?? 0] ?? '';
    return KIND_CODES[codeKind(parseGoSymbol(name).packagePath, source, ownModules)];
  });
}

/** Everything that depends on the sample type. */
export class SampleTypeFigures {
  readonly #profile: Profile;
  readonly values: StackValues;
  readonly #before: () => StackValues | null;
  readonly #token: CancellationToken;
  #top: Top | undefined;
  #order: Uint32Array | undefined;
  /** Of the shape that was asked for last, besides the graph from the roots. */
  #shaped: { readonly key: string; readonly graph: FlameGraph } | undefined;
  #whole: FlameGraph | undefined;
  #paths: CallPaths | undefined;
  #lines: LineIndex | undefined;
  #hottest: Uint32Array | undefined;

  /** `before` gives the values before, in a comparison. */
  constructor(
    profile: Profile,
    sampleType: number,
    token: CancellationToken,
    before: () => StackValues | null,
  ) {
    this.#profile = profile;
    this.#token = token;
    this.#before = before;
    this.values = stackValues(profile, sampleType);
  }

  get top(): Top {
    return (this.#top ??= topOf(this.#profile, this.values, this.#token));
  }

  /** Functions by flat value, falling. */
  get order(): Uint32Array {
    return (this.#order ??= topOrder(this.#profile, this.top));
  }

  graph(shape: FlameShape = 'callees'): FlameGraph {
    const make = (): FlameGraph =>
      new FlameGraph(this.#profile, this.values, shape, this.#before(), this.#token);
    if (shape === 'callees') return (this.#whole ??= make());
    const key = JSON.stringify(shape);
    if (this.#shaped?.key !== key) this.#shaped = { key, graph: make() };
    return this.#shaped.graph;
  }

  get paths(): CallPaths {
    return (this.#paths ??= new CallPaths(this.#profile, this.values, this.#token));
  }

  get lines(): LineIndex {
    return (this.#lines ??= lineIndexOf(this.#profile, this.values, this.#token));
  }

  /** Per function its line with the largest figure. */
  get hottestLines(): Uint32Array {
    return (this.#hottest ??= hottestLines(this.#profile, this.lines));
  }
}
