import { LINE_FRESH } from '../../protocol/analysis.ts';
import type { HotLine, HotLines, ProfileScope } from '../../protocol/analysis.ts';
import { trackFile } from '../declared-functions.ts';
import type { FigureFile } from '../declared-functions.ts';
import type { ProfileSession } from '../profile-session.ts';
import { lineNow } from '../source-stretches.ts';

const MOST_LINES = 100;
/** A line of source is shown up to here. */
const TEXT_LENGTH = 120;

/** A file of the profile that is on this disk. */
export type LocalFile = FigureFile & { readonly path: string };

/** Lines of all files by own value, falling; with their text and where they are now, where the file is here. */
export async function hotLines(
  session: ProfileSession,
  { sampleType }: ProfileScope,
  find: (file: string) => Promise<LocalFile | null>,
): Promise<HotLines> {
  const { places, files } = session.profile;
  const { flat, cum } = session.figures(sampleType).lines.places;
  const rows = Array.from(flat.keys())
    .filter((place) => (flat[place] ?? 0) > 0 && (places.line[place] ?? 0) > 0)
    .sort((a, b) => (flat[b] ?? 0) - (flat[a] ?? 0) || a - b)
    .slice(0, MOST_LINES);
  const names = new Set(rows.map((place) => files[places.file[place] ?? 0] ?? ''));
  const found = new Map(
    await Promise.all(
      [...names].map(async (name) => [name, locator(session, await find(name))] as const),
    ),
  );
  return {
    lines: rows.map((place) => {
      const file = files[places.file[place] ?? 0] ?? '';
      const line = places.line[place] ?? 0;
      const here = found.get(file)?.(line) ?? { path: null, line, state: LINE_FRESH, text: '' };
      return { ...here, file, flat: flat[place] ?? 0, cum: cum[place] ?? 0 };
    }),
    whole: session.whole(sampleType),
    unit: session.profile.sampleTypes[sampleType]?.unit ?? '',
  };
}

type Here = Pick<HotLine, 'path' | 'line' | 'state' | 'text'>;

function locator(session: ProfileSession, file: LocalFile | null): ((line: number) => Here) | null {
  if (!file) return null;
  const { stretches, between } = trackFile(session, file);
  return (then) => {
    const { line, state } = lineNow(then, stretches, between);
    const text = (file.lines[line - 1] ?? '').trim().slice(0, TEXT_LENGTH);
    return { path: file.path, line: line === 0 ? then : line, state, text };
  };
}
