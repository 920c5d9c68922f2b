import {
  callsOfFunction,
  cleanPath,
  compileRegExp,
  sourceListings,
  trimPath,
} from '../../profile/index.ts';
import type { LineCall, SourceListing as Listing } from '../../profile/index.ts';
import type { ProfileFilter } from '../../protocol/profile-filter.ts';
import { LINE_FRESH } from '../../protocol/analysis.ts';
import type { SourceListing, SourceView } from '../../protocol/profile-views.ts';
import { trackFile } from '../declared-functions.ts';
import type { FigureFile } from '../declared-functions.ts';
import { withoutGranularity } from '../filter/filter-query.ts';
import { quoted } from '../filter/parse-term.ts';
import type { ProfileSession } from '../profile-session.ts';
import { lineNow } from '../source-stretches.ts';
import type { LineNow } from '../source-stretches.ts';
import { viewReport } from '../view-report.ts';

/** A file of the profile as it is here. */
export interface LocalSource {
  /** As the profile names it. */
  readonly file: string;
  readonly path: string | null;
  readonly tried: readonly string[];
  /** Null where it cannot be read. */
  readonly here: FigureFile | null;
}

/** Longer functions than this are cut. */
const LINE_LIMIT = 2000;

/** Files in which frames of a function are: indexes into those of the profile. */
export function filesOfFunction({ profile }: ProfileSession, row: number): readonly number[] {
  const { frames, symbols } = profile;
  const files = new Set<number>();
  for (let frame = 0; frame < frames.length; frame++) {
    if (frames.function[frame] === row) files.add(symbols.file[frames.symbol[frame] ?? -1] ?? 0);
  }
  return [...files].filter((file) => (profile.files[file] ?? '') !== '');
}

/** Where frames are lines or files, the function that the frames of a row are in. */
export function functionOfRow(
  view: ProfileSession,
  functions: ProfileSession,
  row: number,
): number {
  if (view === functions) return row;
  const frame = view.profile.frames.function.indexOf(row);
  return functions.profile.frames.function[frame] ?? -1;
}

/** A function's lines with figures beside them. `session` has functions for frames. */
export function sourceView(
  session: ProfileSession,
  { sampleType, filter }: { readonly sampleType: number; readonly filter?: ProfileFilter },
  row: number,
  sources: readonly LocalSource[],
): SourceView {
  const name = session.functionName(row);
  const report = viewReport(session, sampleType, withoutGranularity(filter), 'list');
  const pattern = compileRegExp(`^${quoted(name)}$`).regExp ?? { test: () => false };
  const local = new Map(
    sources.map((source) => [
      cleanPath(trimPath(source.file, '', '')),
      { ...source, text: source.here && buildText(session, source.here) },
    ]),
  );
  const listings = sourceListings(report, pattern, (file) => {
    const text = local.get(file)?.text;
    return text ? { lines: text.lines } : { error: 'not here' };
  });
  const calls = callsOfFunction(session.profile, session.figures(sampleType).values, row);
  const named = calls.map((call) => ({ ...call, name: session.functionName(call.function) }));
  return {
    function: row,
    name,
    profileTotal: session.whole(sampleType),
    listings: listings.map((listing) => {
      const source = local.get(listing.file);
      return {
        file: source?.file ?? listing.file,
        path: source?.path ?? null,
        tried: source?.tried ?? [],
        flat: listing.flat,
        cum: listing.cum,
        ...linesOf(listing, source?.text ?? null, named),
      };
    }),
  };
}

/** A file's lines by the numbers that the profile knows them by, and where they are now. */
interface BuildText {
  readonly lines: readonly string[];
  /** The text is that of the build, whatever the file holds now. */
  readonly isExact: boolean;
  now(line: number): LineNow;
}

function buildText(session: ProfileSession, file: FigureFile): BuildText {
  const { stretches, between } = trackFile(session, file);
  const now = (line: number): LineNow => lineNow(line, stretches, between);
  const { lines } = file.built;
  if (lines) return { lines, isExact: true, now };
  const moved = Math.max(0, ...stretches.map((stretch) => stretch.was - stretch.now));
  const guessed = Array.from(
    { length: file.lines.length + moved },
    (_, index) => file.lines[now(index + 1).line - 1] ?? '',
  );
  return { lines: guessed, isExact: false, now };
}

function linesOf(
  listing: Listing,
  text: BuildText | null,
  calls: readonly (LineCall & { readonly name: string })[],
): Pick<
  SourceListing,
  'isStale' | 'isBuild' | 'line' | 'text' | 'flatOf' | 'cumOf' | 'calls' | 'hidden'
> {
  // Without a text there are still the lines that have a figure.
  const all = text ? listing.lines : listing.figures.map((line) => ({ ...line, text: '' }));
  const lines = all.slice(0, LINE_LIMIT);
  const indexes = new Map(lines.map(({ line }, index) => [line, index]));
  const places = lines.map(({ line }) => text?.now(line) ?? { line, state: LINE_FRESH });
  return {
    isStale: places.some(({ state }) => state !== LINE_FRESH),
    isBuild: text?.isExact ?? false,
    line: Uint32Array.from(places, ({ line }) => line),
    text: lines.map((line) => line.text),
    flatOf: Float64Array.from(lines, ({ flat }) => flat),
    cumOf: Float64Array.from(lines, ({ cum }) => cum),
    calls: calls.flatMap(({ line, function: called, name, value, isInlined }) => {
      const at = indexes.get(line);
      return at === undefined ? [] : [{ at, function: called, name, value, isInlined }];
    }),
    hidden: all.length - lines.length,
  };
}
