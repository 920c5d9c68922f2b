import { cleanPath, compileRegExp, trimPath } from '../../profile/index.ts';
import { LINE_FRESH } from '../../protocol/analysis.ts';
import type { SourceListing, SourceQuery, SourceView } from '../../protocol/profile-views.ts';
import { comparedCalls, comparedListings, wholeListing } from '../compared-lines.ts';
import type { ComparedCall, ComparedListing, SideFigures } from '../compared-lines.ts';
import { trackFile } from '../declared-functions.ts';
import type { FigureFile } from '../declared-functions.ts';
import { quoted } from '../filter/parse-term.ts';
import type { ProfileSession } from '../profile-session.ts';
import { lineNow } from '../source-stretches.ts';
import type { LineNow } from '../source-stretches.ts';

/** A file of the profile as it is here. */
export interface LocalSource {
  /** As the profile names it. */
  readonly file: string;
  readonly path: string | null;
  readonly tried: readonly string[];
  /** Null where it cannot be read. */
  readonly here: FigureFile | null;
}

/** Longer functions and files than this are cut. */
const LINE_LIMIT = 5000;

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

/** A function's lines with figures beside them, or those of its whole files. `session` has functions for frames. */
export function sourceView(
  session: ProfileSession,
  query: SourceQuery,
  row: number,
  sources: readonly LocalSource[],
): SourceView {
  const name = session.functionName(row);
  const pattern = compileRegExp(`^${quoted(name)}$`).regExp ?? { test: () => false };
  const local = new Map(
    sources.map((source) => [
      cleanPath(trimPath(source.file, '', '')),
      { ...source, text: source.here && buildText(session, source.here) },
    ]),
  );
  const listings = comparedListings(session, query, pattern, (file) => {
    const text = local.get(file)?.text;
    return text ? { lines: text.lines } : { error: 'not here' };
  });
  const calls = comparedCalls(session, query, row);
  return {
    function: row,
    name,
    profileTotal: session.whole(query.sampleType),
    listings: listings.map((listing) => {
      const source = local.get(listing.file);
      const { here, text } = source ?? {};
      const shown =
        query.isWholeFile && here && text
          ? wholeListing(session, query, listing, { files: here.files, lines: text.lines })
          : listing;
      return {
        file: source?.file ?? listing.file,
        path: source?.path ?? null,
        tried: source?.tried ?? [],
        flat: listing.after.flat,
        cum: listing.after.cum,
        ...linesOf(shown, text ?? null, calls),
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
  { lines: listed, after, before }: ComparedListing,
  text: BuildText | null,
  calls: readonly ComparedCall[],
): Omit<SourceListing, 'file' | 'path' | 'tried' | 'flat' | 'cum'> {
  // Without a text there are still the lines that have a figure.
  const all = text
    ? listed
    : [...new Set([...after.lines.keys(), ...(before?.lines.keys() ?? [])])]
        .sort((a, b) => a - b)
        .map((line) => ({ line, text: '' }));
  const lines = all.slice(0, LINE_LIMIT);
  const indexes = new Map(lines.map(({ line }, index) => [line, index]));
  const places = lines.map(({ line }) => text?.now(line) ?? { line, state: LINE_FRESH });
  const column = (side: SideFigures, which: 'flat' | 'cum'): Float64Array =>
    Float64Array.from(lines, ({ line }) => side.lines.get(line)?.[which] ?? 0);
  return {
    isStale: places.some(({ state }) => state !== LINE_FRESH),
    isBuild: text?.isExact ?? false,
    line: Uint32Array.from(places, ({ line }) => line),
    text: lines.map((line) => line.text),
    flatOf: column(after, 'flat'),
    cumOf: column(after, 'cum'),
    ...(before && {
      before: {
        flat: before.flat,
        cum: before.cum,
        flatOf: column(before, 'flat'),
        cumOf: column(before, 'cum'),
      },
    }),
    calls: calls.flatMap(({ line, ...call }) => {
      const at = indexes.get(line);
      return at === undefined ? [] : [{ at, ...call }];
    }),
    hidden: all.length - lines.length,
  };
}
