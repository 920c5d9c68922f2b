/** Lines and calls of a function with figures of one profile, or of both sides of a comparison. */
import {
  callsOfFunction,
  linesOfFile,
  sourceListings,
  stackValues,
  type LineCall,
  type ListedLine,
  type SourceFile,
  type SourceListing,
  type TextPattern,
} from '../profile/index.ts';
import type { SourceQuery } from '../protocol/profile-views.ts';
import { withoutGranularity } from './filter/filter-query.ts';
import type { ProfileSession } from './profile-session.ts';
import { eitherProfile, viewReport } from './view-report.ts';

/** Figures of one side by line of the build. */
export interface SideFigures {
  readonly flat: number;
  readonly cum: number;
  readonly lines: ReadonlyMap<number, { readonly flat: number; readonly cum: number }>;
}

/** Of a function in a file. */
export interface ComparedListing {
  readonly file: string;
  readonly lines: readonly Pick<ListedLine, 'line' | 'text'>[];
  readonly after: SideFigures;
  /** Null where nothing is compared. */
  readonly before: SideFigures | null;
}

export interface ComparedCall extends LineCall {
  readonly name: string;
  /** Only of comparisons. */
  readonly before?: number;
}

/** Of a comparison, the lines that either side has. */
export function comparedListings(
  session: ProfileSession,
  query: SourceQuery,
  pattern: TextPattern,
  read: (file: string) => SourceFile,
): readonly ComparedListing[] {
  const filter = withoutGranularity(query.filter);
  const report = viewReport(session, query.sampleType, filter, 'list');
  const type = session.before(query.sampleType);
  if (type === null) {
    const listings = sourceListings(report, pattern, read);
    return listings.map((listing) => ({ ...listing, after: figuresOf(listing), before: null }));
  }
  const either = eitherProfile(session, query.sampleType);
  const listingsOf = (sampleType: number): SourceListing[] =>
    sourceListings(
      { ...report, profile: either.profile, query: { ...report.query, sampleType } },
      pattern,
      read,
    );
  const before = byFile(listingsOf(type));
  const after = byFile(listingsOf(query.sampleType));
  return listingsOf(either.type).map(({ file, lines }) => ({
    file,
    lines,
    after: figuresOf(after.get(file)),
    before: figuresOf(before.get(file), query.beforeFactor),
  }));
}

/** All lines of the file of a listing, with the figures of everything in it. */
export function wholeListing(
  session: ProfileSession,
  { sampleType, beforeFactor = 1 }: SourceQuery,
  listing: ComparedListing,
  source: { readonly files: ReadonlySet<number>; readonly lines: readonly string[] },
): ComparedListing {
  const figures = (type: number, factor: number): SideFigures => {
    const { lines: index } = session.figures(type);
    const lines = new Map<number, { flat: number; cum: number }>();
    let [flat, cum] = [0, 0];
    for (const file of source.files) {
      const window = linesOfFile(session.profile, index, file);
      flat += (index.files.flat[file] ?? 0) * factor;
      cum += (index.files.cum[file] ?? 0) * factor;
      window.line.forEach((line, at) => {
        const own = { flat: window.flat[at] ?? 0, cum: window.cum[at] ?? 0 };
        lines.set(line, { flat: own.flat * factor, cum: own.cum * factor });
      });
    }
    return { flat, cum, lines };
  };
  const before = session.before(sampleType);
  return {
    file: listing.file,
    lines: source.lines.map((text, index) => ({ line: index + 1, text })),
    after: figures(sampleType, 1),
    before: before === null ? null : figures(before, beforeFactor),
  };
}

/** What the lines of a function call, on either side. */
export function comparedCalls(
  session: ProfileSession,
  { sampleType, beforeFactor = 1 }: SourceQuery,
  row: number,
): readonly ComparedCall[] {
  const named = (call: LineCall): ComparedCall => ({
    ...call,
    name: session.functionName(call.function),
  });
  const callsOf = (type: number): readonly LineCall[] =>
    callsOfFunction(session.profile, session.figures(type).values, row);
  const type = session.before(sampleType);
  if (type === null) return callsOf(sampleType).map(named);
  const either = eitherProfile(session, sampleType);
  const values = stackValues(either.profile, either.type);
  const keyOf = ({ line, function: called }: LineCall): string => `${line} ${called}`;
  const valuesOf = (calls: readonly LineCall[]): ReadonlyMap<string, number> =>
    new Map(calls.map((call) => [keyOf(call), call.value]));
  const after = valuesOf(callsOf(sampleType));
  const before = valuesOf(callsOf(type));
  return callsOfFunction(either.profile, values, row).map((call) => ({
    ...named(call),
    value: after.get(keyOf(call)) ?? 0,
    before: (before.get(keyOf(call)) ?? 0) * beforeFactor,
  }));
}

function byFile(listings: readonly SourceListing[]): ReadonlyMap<string, SourceListing> {
  return new Map(listings.map((listing) => [listing.file, listing]));
}

function figuresOf(listing: SourceListing | undefined, factor = 1): SideFigures {
  const lines = listing?.figures.map(
    ({ line, flat, cum }) => [line, { flat: flat * factor, cum: cum * factor }] as const,
  );
  return {
    flat: (listing?.flat ?? 0) * factor,
    cum: (listing?.cum ?? 0) * factor,
    lines: new Map(lines),
  };
}
