import type { HotLines, ProfileScope } from '../../protocol/analysis.ts';
import type { ProfileSession } from '../profile-session.ts';

const MOST_LINES = 100;

/** Lines of all files by own value, falling. */
export function hotLines(session: ProfileSession, { sampleType }: ProfileScope): HotLines {
  const { places, files } = session.profile;
  const { flat, cum } = session.figures(sampleType).lines.places;
  const rows = Array.from(flat.keys())
    .filter((place) => (flat[place] ?? 0) > 0 && (places.line[place] ?? 0) > 0)
    .sort((a, b) => (flat[b] ?? 0) - (flat[a] ?? 0) || a - b)
    .slice(0, MOST_LINES);
  return {
    lines: rows.map((place) => ({
      file: files[places.file[place] ?? 0] ?? '',
      line: places.line[place] ?? 0,
      flat: flat[place] ?? 0,
      cum: cum[place] ?? 0,
    })),
    whole: session.whole(sampleType),
    unit: session.profile.sampleTypes[sampleType]?.unit ?? '',
  };
}
