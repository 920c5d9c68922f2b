/** What an answer must look like: a profile, a trace, or a goroutine dump as text. */
export type CaptureFormat = 'pprof' | 'trace' | 'text';

/** One thing that an endpoint can be asked for. */
export interface CaptureKind {
  /** Its path below the endpoint: `heap`, `profile`, a custom profile's name; empty for the address itself. */
  readonly name: string;
  /** Further parameters of the address: `debug=2`. */
  readonly parameters: string;
  readonly format: CaptureFormat;
  /** `over`: measures for a number of seconds. `delta`: now, or the difference over seconds (Go 1.16). */
  readonly seconds: 'over' | 'delta' | 'never';
  /** Used in file names and titles: `cpu`. */
  readonly title: string;
  /** `profiles/heap`: how many the index counts, where it says so. */
  readonly count: number | undefined;
}

/** The kinds of net/http/pprof (net/http/pprof/pprof.go, Go 1.26) that are not runtime/pprof profiles. */
const SPECIAL: Readonly<Record<string, Pick<CaptureKind, 'format' | 'seconds' | 'title'>>> = {
  profile: { format: 'pprof', seconds: 'over', title: 'cpu' },
  trace: { format: 'trace', seconds: 'over', title: 'trace' },
};

/** What a program writes of its flight recorder, at whatever address it chose (runtime/trace, Go 1.25). */
export const FLIGHT_RECORDER: CaptureKind = {
  name: '',
  parameters: '',
  format: 'trace',
  seconds: 'never',
  title: 'flight recorder',
  count: undefined,
};

/** Part of the index, but not something to look at. */
const NO_PROFILES = new Set(['cmdline', 'symbol', 'full goroutine stack dump']);

/** What every endpoint of net/http/pprof has, for when its index cannot be read. */
export const USUAL_KINDS: readonly CaptureKind[] = [
  'profile',
  'heap',
  'allocs',
  'goroutine',
  'block',
  'mutex',
  'threadcreate',
  'trace',
].flatMap((name) => kindsOf(name, undefined));

/** The kinds below a name: a goroutine profile can also be had as a dump. */
export function kindsOf(name: string, count: number | undefined): CaptureKind[] {
  const special = SPECIAL[name];
  const parameters = '';
  if (special) return [{ name, parameters, count: undefined, ...special }];
  const plain: CaptureKind = {
    name,
    parameters,
    format: 'pprof',
    seconds: 'delta',
    title: name,
    count,
  };
  if (name !== 'goroutine') return [plain];
  const dump = { parameters: 'debug=2', format: 'text', seconds: 'never' } as const;
  return [plain, { ...plain, ...dump, title: 'goroutine dump' }];
}

/**
 * The kinds that an index page offers, custom profiles included. Its rows are `<a href='heap?debug=1'>heap</a>` after
 * the count (net/http/pprof/pprof.go); other pages work as long as they link to names below themselves. The page is
 * only searched, never shown. An empty list: this is no such page.
 */
export function readIndex(html: string): readonly CaptureKind[] {
  const kinds = new Map<string, CaptureKind[]>();
  const rows = html
    .slice(0, INDEX_LIMIT)
    .matchAll(
      /(?:<td>\s*(\d+)\s*<\/td>\s*<td>\s*)?<a\s+href=["']?([^"'>\s]+)["']?[^>]*>([^<]*)</gi,
    );
  for (const [, count, href = '', text = ''] of rows) {
    const name = nameOf(href);
    if (name === undefined || NO_PROFILES.has(name) || NO_PROFILES.has(text.trim())) continue;
    if (!kinds.has(name)) kinds.set(name, kindsOf(name, count ? Number(count) : undefined));
  }
  return [...kinds.values()].flat();
}

/** An index is a few kilobytes. */
const INDEX_LIMIT = 1 << 20;

/** The last part of a link's path, when it is one that names a profile. */
function nameOf(href: string): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:/i.test(href) || href.startsWith('#')) return undefined;
  const path = href.replace(/[?#].*$/s, '').replace(/\/$/, '');
  const name = path.slice(path.lastIndexOf('/') + 1);
  try {
    const plain = decodeURIComponent(name);
    return /^[\w.:@+~-][\w.:@+~ /-]*$/.test(plain) && plain !== '..' && plain !== '.'
      ? plain
      : undefined;
  } catch {
    return undefined; // Not a link that a Go program writes.
  }
}
