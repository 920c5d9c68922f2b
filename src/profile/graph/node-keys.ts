/**
 * Which node of a report each frame belongs to (graph.nodeInfo and profile.Aggregate of pprof vendored in
 * Go 1.26): frames with the same name, file, line and address, as far as the granularity tells them apart.
 */
import { StringTable } from '../../base/string-table.ts';
import type { Profile } from '../model.ts';
import type { Granularity } from '../query/query.ts';
import { reportNames } from '../report-names.ts';
import { TupleInterner } from '../tuple-interner.ts';
import { baseName, cleanPath, trimPath } from './paths.ts';

export interface NodeKeyOptions {
  readonly granularity: Granularity;
  readonly showColumns: boolean;
  /** Functions of one name in two binaries are two nodes; start lines count too. */
  readonly binaryNames: boolean;
  readonly simplifyNames: boolean;
  /** False where file names stay as they are. */
  readonly trimsFiles: boolean;
  readonly trimPath: string;
  readonly sourcePath: string;
}

/** Nodes and their frames. */
export interface NodeKeys {
  readonly length: number;
  /** Node per frame of the profile. */
  readonly nodeOf: Uint32Array;
  info(node: number): NodeInfo;
  /** What a report prints for a node; made once. */
  printableName(node: number): string;
  /** Equal for nodes of one function. */
  functionKey(node: number): string;
}

/** What a node stands for (graph.NodeInfo); empty and 0 for what the granularity leaves out. */
export interface NodeInfo {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly startLine: number;
  readonly address: bigint;
  readonly binary: string;
}

const NAME = 0;
const FILE = 1;
const LINE = 2;
const COLUMN = 3;
const START_LINE = 4;
const BINARY = 5;
const ADDRESS_LOW = 6;
const ADDRESS_HIGH = 7;

export function nodeKeysOf(profile: Profile, options: NodeKeyOptions): NodeKeys {
  const texts = new StringTable();
  const tuples = internNodes(profile, options, texts);
  const nodeOf = tuples.nodeOf;
  const infos: NodeInfo[] = [];
  const names: string[] = [];
  const { interner } = tuples;
  const info = (node: number): NodeInfo =>
    (infos[node] ??= {
      name: texts.at(interner.element(node, NAME)),
      file: texts.at(interner.element(node, FILE)),
      line: interner.element(node, LINE),
      column: interner.element(node, COLUMN),
      startLine: interner.element(node, START_LINE),
      address:
        (BigInt(interner.element(node, ADDRESS_HIGH)) << 32n) |
        BigInt(interner.element(node, ADDRESS_LOW)),
      binary: texts.at(interner.element(node, BINARY)),
    });
  return {
    length: interner.length,
    nodeOf,
    info,
    printableName: (node) => (names[node] ??= printableName(info(node))),
    functionKey: (node) => {
      const { name, file, startLine, binary } = info(node);
      return JSON.stringify([name, file, startLine, binary]);
    },
  };
}

/** graph.NodeInfo.NameComponents. */
export function nameParts({ name, file, line, column, address, binary }: NodeInfo): string[] {
  const parts: string[] = [];
  if (address !== 0n) parts.push(address.toString(16).padStart(16, '0'));
  if (name !== '') parts.push(name);
  if (line !== 0) parts.push(`${file}:${line}${column === 0 ? '' : `:${column}`}`);
  else if (file !== '') parts.push(file);
  else if (name !== '') return parts;
  else if (binary !== '') parts.push(`[${baseName(binary)}]`);
  else parts.push('<unknown>');
  return parts;
}

function printableName(info: NodeInfo): string {
  return nameParts(info).join(' ');
}

function internNodes(
  profile: Profile,
  options: NodeKeyOptions,
  texts: StringTable,
): { interner: TupleInterner; nodeOf: Uint32Array } {
  const { frames, places, locations, symbols } = profile;
  const { granularity } = options;
  const withNames = granularity !== 'files';
  const withFiles = granularity !== 'functions';
  const withLines = granularity === 'lines' || granularity === 'addresses';
  const withAddresses = granularity === 'addresses';
  const withColumns = withAddresses || (withLines && options.showColumns);
  const reported = options.simplifyNames ? reportNames(symbols) : symbols.names;
  const name = Uint32Array.from(reported, (text) => (withNames ? texts.intern(text) : 0));
  const file = filesOf(profile, options, texts);
  const binary = profile.mappings.map((mapping) => texts.intern(mapping.file));
  const interner = new TupleInterner(8);
  const { key } = interner;
  const nodeOf = new Uint32Array(frames.length);
  for (let frame = 0; frame < frames.length; frame++) {
    const symbol = frames.symbol[frame] ?? -1;
    const location = frames.location[frame] ?? 0;
    key.fill(0);
    if (withAddresses) {
      key[ADDRESS_LOW] = locations.addressLow[location] ?? 0;
      key[ADDRESS_HIGH] = locations.addressHigh[location] ?? 0;
    }
    if (symbol >= 0) {
      key[NAME] = name[symbol] ?? 0;
      if (withFiles) key[FILE] = file[symbol] ?? 0;
      if (withLines) key[LINE] = places.line[frames.place[frame] ?? 0] ?? 0;
      if (withColumns) key[COLUMN] = frames.column[frame] ?? 0;
    }
    if (symbol < 0 || options.binaryNames || key[NAME] === 0) {
      key[BINARY] = binary[locations.mapping[location] ?? -1] ?? 0;
      if (symbol >= 0) key[START_LINE] = symbols.startLine[symbol] ?? 0;
    }
    nodeOf[frame] = interner.intern();
  }
  return { interner, nodeOf };
}

/** Per symbol its file as reports show it: trimmed and cleaned. */
function filesOf(
  { symbols, files }: Profile,
  options: NodeKeyOptions,
  texts: StringTable,
): Uint32Array {
  const shown = files.map((path) => {
    const trimmed = options.trimsFiles
      ? trimPath(path, options.trimPath, options.sourcePath)
      : path;
    return trimmed === '' ? 0 : texts.intern(cleanPath(trimmed));
  });
  return symbols.file.map((file) => shown[file] ?? 0);
}
