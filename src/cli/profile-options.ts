import { DEFAULT_QUERY, type Granularity, type ProfileQuery } from '../profile/index.ts';
import { type FlagKind, type FlagValue, parseGoFlags } from './go-flags.ts';

/** Reports over profiles, called as pprof's options for them. */
export const PROFILE_COMMANDS = [
  'top',
  'text',
  'tree',
  'peek',
  'list',
  'traces',
  'tags',
  'callgrind',
  'dot',
  'raw',
  'proto',
  'folded',
  'speedscope',
  'csv',
  'flame',
] as const;
export type ProfileCommand = (typeof PROFILE_COMMANDS)[number];

export interface ProfileOptions {
  readonly command: ProfileCommand;
  /** Functions of `peek` and `list`; empty for the others. */
  readonly pattern: string;
  /** Merged when there are several. */
  readonly files: readonly string[];
  /** What is subtracted; empty for nothing. */
  readonly base: string;
  /** Percentages are of the base, not of the difference. */
  readonly isDiffBase: boolean;
  readonly normalize: boolean;
  /** Without a sample type, which only the profile knows. */
  readonly query: Omit<ProfileQuery, 'sampleType'>;
  /** Name or index of a sample type; empty for the profile's default. */
  readonly sampleIndex: string;
  /** Go binary that is asked for functions of addresses without one; empty for none. */
  readonly binary: string;
  /** File that the report goes to; empty for standard output. */
  readonly output: string;
  readonly json: boolean;
}

const FLAGS: Readonly<Record<string, FlagKind>> = {
  ...kindsOf('text', [
    'focus',
    'ignore',
    'hide',
    'show',
    'show_from',
    'prune_from',
    'tagfocus',
    'tagignore',
    'tagshow',
    'taghide',
    'tagroot',
    'tagleaf',
    'unit',
    'sample_index',
    'sample-type',
    'symbolize',
    'source_path',
    'trim_path',
    'output',
    'binary',
  ]),
  ...kindsOf('switch', [
    'cum',
    'flat',
    'functions',
    'filefunctions',
    'files',
    'lines',
    'addresses',
    'noinlines',
    'showcolumns',
    'trim',
    'relative_percentages',
    'mean',
    'normalize',
    'drop_negative',
    'call_tree',
    'compact_labels',
    'inuse_space',
    'inuse_objects',
    'alloc_space',
    'alloc_objects',
    'total_delay',
    'contentions',
    'mean_delay',
    'json',
  ]),
  nodecount: 'integer',
  nodefraction: 'number',
  edgefraction: 'number',
  divide_by: 'number',
  base: 'text',
  diff_base: 'text',
};

/** Sample types that have an option of their own. */
const SAMPLE_SWITCHES: Readonly<Record<string, string>> = {
  total_delay: 'delay',
  mean_delay: 'delay',
  contentions: 'contentions',
  inuse_space: 'inuse_space',
  inuse_objects: 'inuse_objects',
  alloc_space: 'alloc_space',
  alloc_objects: 'alloc_objects',
};

const GRANULARITIES: readonly Granularity[] = [
  'functions',
  'filefunctions',
  'files',
  'lines',
  'addresses',
];

/** Options of a profile command, or what is wrong with the command line. */
export function parseProfileOptions(
  command: ProfileCommand,
  args: readonly string[],
): ProfileOptions | { readonly error: string } {
  const { values, files: positionals, error } = parseGoFlags(args, FLAGS);
  if (error !== null) return { error };
  const needsPattern = command === 'peek' || command === 'list';
  const [pattern = ''] = needsPattern ? positionals : [];
  const files = needsPattern ? positionals.slice(1) : positionals;
  if (files.length === 0) {
    return { error: `${command} needs ${needsPattern ? 'an expression and ' : ''}a file` };
  }
  const base = textOf(values, 'base');
  const diffBase = textOf(values, 'diff_base');
  if (base !== '' && diffBase !== '') {
    return { error: '-base and -diff_base exclude each other' };
  }
  const normalize = values.get('normalize') === true;
  if (normalize && base === '' && diffBase === '') {
    return { error: '-normalize needs -base or -diff_base' };
  }
  const granularities = GRANULARITIES.filter((name) => values.get(name) === true);
  if (granularities.length > 1) {
    return { error: `-${granularities.join(' and -')} exclude each other` };
  }
  if (values.get('cum') === true && values.get('flat') === true) {
    return { error: '-cum and -flat exclude each other' };
  }
  if (values.get('divide_by') === 0) return { error: '-divide_by cannot be 0' };
  return {
    command,
    pattern,
    files,
    base: diffBase || base,
    isDiffBase: diffBase !== '',
    normalize,
    query: queryOf(command, values, granularities[0]),
    sampleIndex: sampleIndexOf(values),
    binary: textOf(values, 'binary'),
    output: textOf(values, 'output'),
    json: values.get('json') === true,
  };
}

function queryOf(
  command: ProfileCommand,
  values: ReadonlyMap<string, FlagValue>,
  granularity: Granularity = DEFAULT_QUERY.granularity,
): ProfileOptions['query'] {
  const text = (name: string): string => textOf(values, name);
  const number = (name: string, usual: number): number => {
    const value = values.get(name);
    return typeof value === 'number' ? value : usual;
  };
  const isOn = (name: string): boolean => values.get(name) === true;
  const isTrimmed = values.get('trim') !== false;
  const mostNodes = number('nodecount', -1);
  const usualNodes = command === 'top' || command === 'text' ? 0 : 80;
  return {
    ...DEFAULT_QUERY,
    focus: text('focus'),
    ignore: text('ignore'),
    hide: text('hide'),
    show: text('show'),
    showFrom: text('show_from'),
    pruneFrom: text('prune_from'),
    tagFocus: text('tagfocus'),
    tagIgnore: text('tagignore'),
    tagShow: text('tagshow'),
    tagHide: text('taghide'),
    tagRoot: text('tagroot'),
    tagLeaf: text('tagleaf'),
    granularity,
    noInlines: isOn('noinlines'),
    showColumns: isOn('showcolumns'),
    relativePercentages: isOn('relative_percentages'),
    dropNegative: isOn('drop_negative'),
    nodeCount: !isTrimmed ? 0 : mostNodes === -1 ? usualNodes : mostNodes,
    nodeFraction: isTrimmed ? number('nodefraction', DEFAULT_QUERY.nodeFraction) : 0,
    edgeFraction: isTrimmed ? number('edgefraction', DEFAULT_QUERY.edgeFraction) : 0,
    callTree: isOn('call_tree'),
    sort: isOn('cum') ? 'cum' : 'flat',
    unit: text('unit') || DEFAULT_QUERY.unit,
    divideBy: number('divide_by', 1),
    mean: isOn('mean') || isOn('mean_delay'),
    trimPath: text('trim_path'),
    sourcePath: text('source_path'),
    simplifyNames: !/^none?$/i.test(text('symbolize')),
    compactLabels: isOn('compact_labels'),
  };
}

function sampleIndexOf(values: ReadonlyMap<string, FlagValue>): string {
  const named = textOf(values, 'sample_index') || textOf(values, 'sample-type');
  if (named !== '') return named;
  const found = Object.keys(SAMPLE_SWITCHES).find((name) => values.get(name) === true);
  return found === undefined ? '' : (SAMPLE_SWITCHES[found] ?? '');
}

function textOf(values: ReadonlyMap<string, FlagValue>, name: string): string {
  const value = values.get(name);
  return typeof value === 'string' ? value : '';
}

function kindsOf(kind: FlagKind, names: readonly string[]): Record<string, FlagKind> {
  return Object.fromEntries(names.map((name) => [name, kind]));
}
