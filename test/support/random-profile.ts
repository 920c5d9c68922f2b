/** Profiles and pprof options made from a seed: the same seed gives the same bytes and options. */
import { encodeProfile, type ProfileMessage } from './draw-profile.ts';

export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 to below `limit` (mulberry32). */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }
}

const NAMES = [
  'main.main',
  'main.(*Server).Serve',
  'main.(*Server).Serve.func1',
  'runtime.mallocgc',
  'runtime.gcBgMarkWorker',
  'net/http.(*conn).serve',
  'example.com/shop/v2/store.(*Cart[...]).Add',
  'example.com/shop/store.Map[...]',
  'encoding/json.Marshal',
  'std::vector<int>::push_back(int)',
  'operator()(int)',
  'ns::Type<a<b>>::call(char const*)',
  'malloc',
  'io.Copy',
  'sort.Slice',
  'Ünicode.Größe',
];
const FILES = [
  '/src/main.go',
  'example.com/shop/store/cart.go',
  '/usr/local/go/src/runtime/malloc.go',
  'net/http/server.go',
  '/src/./dir//vec.h',
  '/proc/self/cwd/x.go',
  '',
];
const TYPES = [
  ['samples', 'count'],
  ['cpu', 'nanoseconds'],
  ['alloc_space', 'bytes'],
  ['delay', 'microseconds'],
  ['widgets', 'widgets'],
  ['inuse_objects', 'count'],
] as const;

export interface RandomProfileOptions {
  /** Code without a name or address: pprof orders some of it by chance. */
  readonly nameless?: boolean;
  /** Values below 0, as differences have; of 3 and -3 pprof takes either first. */
  readonly negative?: boolean;
  /** Names of the sample types are those of this seed, so that profiles can be merged. */
  readonly typeSeed?: number;
}

export function randomProfile(seed: number, options: RandomProfileOptions = {}): Uint8Array {
  return encodeProfile(randomMessage(new Random(seed), seed, options));
}

function randomMessage(
  random: Random,
  seed: number,
  { typeSeed = seed, nameless = false, negative = false }: RandomProfileOptions,
): ProfileMessage {
  const typeRandom = new Random(typeSeed ^ 0x5bd1e995);
  const strings = [''];
  const text = (value: string): number => {
    const known = strings.indexOf(value);
    return known >= 0 ? known : strings.push(value) - 1;
  };
  const first = typeRandom.below(TYPES.length);
  const types = TYPES.slice(first, first + 1 + typeRandom.below(3));
  const mappings = randomMappings(random, text);
  const functions = randomFunctions(random, text, nameless);
  const locations = randomLocations(random, functions.length, mappings.length, nameless);
  const large = random.chance(20);
  const samples = randomSamples(random, {
    text,
    types: types.length,
    locations: locations.length,
    large,
    negative,
  });
  return {
    sampleType: types.map(([type, unit]) => ({ type: text(type), unit: text(unit) })),
    sample: samples,
    mapping: mappings,
    location: locations,
    function: functions,
    ...(random.chance(30) ? { comment: [text('a comment'), text('# hidden')] } : {}),
    ...(random.chance(30) ? { docUrl: text('https://example.com/doc') } : {}),
    ...(random.chance(30) ? { dropFrames: text('malloc|runtime\\..*') } : {}),
    ...(random.chance(15) ? { keepFrames: text('runtime\\.gc.*') } : {}),
    ...(random.chance(30) ? { defaultSampleType: text(types[0]?.[0] ?? '') } : {}),
    ...(random.chance(50) ? { durationNanos: 1 + random.below(2 ** 31) } : {}),
    timeNanos: 1_700_000_000_000_000_000 + random.below(1000) * 1e9,
    period: 100,
    periodType: { type: text('cpu'), unit: text('nanoseconds') },
    stringTable: strings,
  };
}

function randomMappings(
  random: Random,
  text: (value: string) => number,
): NonNullable<ProfileMessage['mapping']> {
  return Array.from({ length: random.below(4) }, (_, row) => {
    const symbolized = random.chance(70);
    return {
      id: row + 1,
      memoryStart: 0x400000 + row * 0x100000,
      memoryLimit: 0x480000 + row * 0x100000,
      fileOffset: row * 0x1000,
      filename: text(random.pick(['/no/such/bin/shop', '/no/such/lib/libx.so.6', '[vdso]'])),
      buildId: text(random.chance(50) ? `build${row}` : ''),
      hasFunctions: symbolized,
      hasFilenames: symbolized,
      hasLineNumbers: symbolized && random.chance(80),
      hasInlineFrames: symbolized && random.chance(50),
    };
  });
}

function randomFunctions(
  random: Random,
  text: (value: string) => number,
  nameless: boolean,
): NonNullable<ProfileMessage['function']> {
  return Array.from({ length: 4 + random.below(20) }, (_, row) => {
    const name =
      nameless && random.chance(6)
        ? ''
        : random.pick(NAMES) + (random.chance(30) ? `.f${row}` : '');
    return {
      id: row + 1,
      name: text(name),
      systemName: text(random.chance(10) ? `_sys_${name}` : name),
      filename: text(random.pick(FILES)),
      // The same for the same name: pprof orders functions that differ in nothing else by chance.
      startLine: name.length % 3 === 0 ? 0 : name.length * 3,
    };
  });
}

function randomLocations(
  random: Random,
  functionCount: number,
  mappingCount: number,
  nameless: boolean,
): NonNullable<ProfileMessage['location']> {
  return Array.from({ length: 5 + random.below(40) }, (_, row) => ({
    id: row + 1,
    mappingId: random.below(mappingCount + 1),
    address: nameless && random.chance(10) ? 0 : 0x400000 + random.below(0x200) * 0x400 + row,
    isFolded: random.chance(3),
    line: Array.from(
      { length: random.chance(10) ? 0 : 1 + (random.chance(30) ? random.below(3) : 0) },
      () => ({
        functionId: 1 + random.below(functionCount),
        line: random.chance(90) ? 1 + random.below(120) : 0,
        column: random.chance(20) ? random.below(80) : 0,
      }),
    ),
  }));
}

function randomSamples(
  random: Random,
  options: {
    readonly text: (value: string) => number;
    readonly types: number;
    readonly locations: number;
    readonly large: boolean;
    readonly negative: boolean;
  },
): NonNullable<ProfileMessage['sample']> {
  const { text, locations, large } = options;
  return Array.from({ length: 1 + random.below(large ? 300 : 40) }, () => ({
    locationId: Array.from(
      { length: random.chance(3) ? 0 : 1 + random.below(12) },
      () => 1 + random.below(locations),
    ),
    value: Array.from({ length: options.types }, () => {
      if (random.chance(8)) return 0;
      const size = random.chance(10) ? 1e9 : random.chance(50) ? 5000 : 30;
      return random.below(size) * (options.negative && random.chance(10) ? -1 : 1);
    }),
    label: randomLabels(random, text),
  }));
}

function randomLabels(
  random: Random,
  text: (value: string) => number,
): { key: number; str?: number; num?: number; numUnit?: number }[] {
  const labels: { key: number; str?: number; num?: number; numUnit?: number }[] = [];
  if (random.chance(40))
    labels.push({ key: text('tenant'), str: text(random.pick(['a', 'b', 'größe'])) });
  if (random.chance(20)) labels.push({ key: text('path'), str: text(random.pick(['/x', '/y/z'])) });
  if (random.chance(5)) labels.push({ key: text('tenant'), str: text('second') });
  if (random.chance(40)) {
    labels.push({
      key: text('bytes'),
      num: 16 << random.below(16),
      ...(random.chance(70) ? { numUnit: text('bytes') } : {}),
    });
  }
  if (random.chance(15)) labels.push({ key: text('request'), num: random.below(5000) });
  if (random.chance(10))
    labels.push({ key: text('wait'), num: random.below(9e6), numUnit: text('ms') });
  return labels;
}

const WORDS = [
  'main',
  'Serve',
  'runtime',
  'store|json',
  '^main\\.main$',
  'Copy$',
  'nothing',
  '\\.go',
  'libx',
  '(?i)MAIN',
];
const TAGS = [
  'tenant=a',
  'a',
  'tenant=a,b',
  'path:',
  'bytes=1kb:',
  '64b',
  ':4kb',
  'wait=1s:2hr',
  'none=x',
  '16:512kb',
];

/** Options that pprof and the command line share, as arguments. */
export function randomOptions(random: Random): string[] {
  const options: string[] = [];
  const maybe = (percent: number, option: () => string): void => {
    if (random.chance(percent)) options.push(option());
  };
  maybe(40, () => `-${random.pick(['functions', 'filefunctions', 'files', 'lines', 'addresses'])}`);
  for (const name of ['focus', 'ignore', 'hide', 'show', 'show_from', 'prune_from']) {
    maybe(9, () => `-${name}=${random.pick(WORDS)}`);
  }
  for (const name of ['tagfocus', 'tagignore']) maybe(9, () => `-${name}=${random.pick(TAGS)}`);
  for (const name of ['tagshow', 'taghide'])
    maybe(6, () => `-${name}=${random.pick(['tenant', 'b.*', 'x'])}`);
  for (const name of ['tagroot', 'tagleaf']) {
    maybe(
      8,
      () => `-${name}=${random.pick(['tenant', 'bytes', 'tenant,path', 'none', 'wait,request'])}`,
    );
  }
  maybe(15, () => '-cum');
  maybe(15, () => '-noinlines');
  maybe(10, () => '-showcolumns');
  maybe(10, () => '-relative_percentages');
  maybe(10, () => '-mean');
  maybe(8, () => '-drop_negative');
  maybe(8, () => '-trim=false');
  maybe(8, () => '-compact_labels');
  maybe(8, () => '-symbolize=none');
  maybe(30, () => `-nodecount=${random.below(15)}`);
  maybe(20, () => `-nodefraction=${random.pick(['0', '0.01', '0.1', '0.3'])}`);
  maybe(20, () => `-edgefraction=${random.pick(['0', '0.01', '0.1'])}`);
  maybe(20, () => `-unit=${random.pick(['auto', 'ms', 'kb', 'seconds', 'MB', 'nonsense'])}`);
  maybe(8, () => `-divide_by=${random.pick(['2', '0.5', '1000'])}`);
  maybe(6, () => `-trim_path=${random.pick(['/src', '/usr/local/go', 'net'])}`);
  maybe(40, () => '-sample_index=0');
  return options;
}
