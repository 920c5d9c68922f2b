import { basename, dirname, isAbsolute, resolve } from 'node:path';
import type { JsonObject } from '../../dap/messages.ts';
import { isObject, objectOf } from '../../dap/messages.ts';
import { splitQuotedFields } from '../../delve/fields.ts';
import type { Address } from '../../delve/rpc-client.ts';
import { readTunnel } from '../../tunnel/index.ts';
import type { TunnelSpecification } from '../../tunnel/index.ts';
import { messageOf } from '../../base/user-error.ts';
import { DISCONNECT_CHOICES } from '../../protocol/debug-session.ts';
import type { DisconnectChoice } from '../../protocol/debug-session.ts';
import { startError } from './failures.ts';

export type Target =
  | {
      readonly kind: 'build';
      readonly mode: 'debug' | 'test';
      readonly program: string;
      readonly buildFlags: readonly string[];
      readonly output: string | undefined;
    }
  | { readonly kind: 'exec'; readonly program: string }
  | { readonly kind: 'core'; readonly program: string; readonly coreFile: string }
  | { readonly kind: 'replay'; readonly traceFolder: string }
  | { readonly kind: 'process'; readonly processId: number }
  | { readonly kind: 'wait-for'; readonly prefix: string }
  | {
      readonly kind: 'remote';
      readonly address: Address;
      /** Leads to the address; without one it is connected to directly. */
      readonly tunnel: TunnelSpecification | undefined;
    };

/** Launch or attach arguments after checking; names as launch configurations of Go extensions use them. */
export interface Configuration {
  readonly target: Target;
  readonly args: readonly string[];
  /** Folder that relative paths start from. */
  readonly root: string;
  readonly cwd: string | undefined;
  readonly env: Readonly<Record<string, string | null>>;
  readonly envFiles: readonly string[];
  readonly noDebug: boolean;
  readonly stopOnEntry: boolean;
  /** Undefined: what suits whoever the program belongs to. */
  readonly onDisconnect: DisconnectChoice | undefined;
  readonly backend: string | undefined;
  readonly listen: Address;
  readonly dlvPath: string | undefined;
  readonly goPath: string | undefined;
  readonly dlvFlags: readonly string[];
  readonly logOutput: string | undefined;
  readonly logDestination: string | undefined;
  readonly redirects: Readonly<Partial<Record<'stdin' | 'stdout' | 'stderr', string>>>;
  /** A step stops in no other goroutine. */
  readonly keepStepInGoroutine: boolean;
  readonly followExec: { readonly enabled: boolean; readonly regex: string };
  /** How many goroutines back the runtime notes who started whom; 0: it does not. */
  readonly tracebackAncestors: number;
  readonly workspaceFolders: readonly string[];
  readonly substitutePath: readonly { readonly from: string; readonly to: string }[];
  /** How long to keep trying while nothing answers at the address of a remote dlv, milliseconds. */
  readonly connectTimeout: number;
  /** A remote dlv whose connection dropped is waited for. */
  readonly reattach: boolean;
  /** Arguments of the `attach` that dlv gets. */
  readonly attachArguments: JsonObject;
}

/** A container that is up already needs a second or two; a typing mistake should not take longer to tell. */
const CONNECT_TIMEOUT_MILLIS = 10_000;
/** Each of them means a remote dlv when `mode` says nothing. */
const REMOTE_ATTRIBUTES = ['port', 'connect', 'tunnel'];

const ON_DISCONNECT = [...DISCONNECT_CHOICES, 'ask'].join(', ');

/** Attributes that are done with here; all others, known or not, go to dlv. */
const CONSUMED: ReadonlySet<string> = new Set(
  (
    'name type request mode program args cwd env envFile buildFlags output noDebug dlvToolPath dlvFlags backend ' +
    'host port connect processId waitFor followExec followExecRegex showLog logOutput logDest coreFilePath ' +
    'traceDirPath stdinFrom stdoutTo stderrTo dlvCwd outputMode dlvPath alternateTools trace substitutePath ' +
    'restart preLaunchTask connectTimeout reattach onDisconnect keepStepInGoroutine tunnel tracebackAncestors'
  ).split(' '),
);

/** Checks launch or attach arguments. Throws a `bad-configuration` that names the attribute. */
export function readConfiguration(request: 'launch' | 'attach', raw: unknown): Configuration {
  const reader = new AttributeReader(objectOf(raw));
  const workspaceFolders = reader.strings('__workspaceFolders');
  const root = workspaceFolders[0] ?? process.cwd();
  const substitutePath = [
    ...reader.substitutions('substitutePath'),
    ...reader.substitutions('__substitutePath'),
  ];
  const target = request === 'launch' ? launchTarget(reader, root) : attachTarget(reader);
  const tools = objectOf(reader.raw['alternateTools']);
  return {
    target,
    root,
    workspaceFolders,
    substitutePath,
    args: reader.fields('args'),
    cwd: optionalPath(root, reader.string('cwd')),
    env: reader.environment(),
    envFiles: reader.strings('envFile').map((file) => resolve(root, file)),
    noDebug: reader.boolean('noDebug'),
    stopOnEntry: reader.boolean('stopOnEntry'),
    onDisconnect: onDisconnect(reader),
    backend: reader.string('backend'),
    listen: { host: reader.string('host') ?? '127.0.0.1', port: reader.port('port') ?? 0 },
    dlvPath: [reader.string('dlvToolPath'), reader.string('dlvPath'), text(tools['dlv'])]
      .concat(reader.string('__dlvPath'))
      .find((path) => path !== undefined),
    goPath: [text(tools['go']), reader.string('__goPath')].find((path) => path !== undefined),
    dlvFlags: reader.fields('dlvFlags'),
    logOutput: reader.boolean('showLog') ? (reader.string('logOutput') ?? 'debugger') : undefined,
    logDestination: reader.string('logDest'),
    redirects: redirectsOf(reader, root),
    keepStepInGoroutine: reader.boolean(
      'keepStepInGoroutine',
      reader.boolean('__keepStepInGoroutine', true),
    ),
    followExec: {
      enabled: reader.boolean('followExec'),
      regex: reader.string('followExecRegex') ?? '',
    },
    tracebackAncestors: reader.number('tracebackAncestors') ?? 0,
    connectTimeout: reader.number('connectTimeout') ?? CONNECT_TIMEOUT_MILLIS,
    reattach: reader.boolean('reattach', true),
    attachArguments: attachArguments(reader.raw, substitutePath),
  };
}

function launchTarget(reader: AttributeReader, root: string): Target {
  const mode = reader.string('mode') ?? 'auto';
  if (mode === 'replay') return { kind: 'replay', traceFolder: reader.path('traceDirPath', root) };
  const program = reader.path('program', root);
  switch (mode) {
    case 'auto': {
      const isTest = program.endsWith('_test.go');
      const folder = program.endsWith('.go') ? dirname(program) : program;
      return buildTarget(reader, isTest ? 'test' : 'debug', folder, root);
    }
    case 'debug':
      return buildTarget(reader, 'debug', program, root);
    case 'test':
      return buildTarget(
        reader,
        'test',
        program.endsWith('.go') ? dirname(program) : program,
        root,
      );
    case 'exec':
      return { kind: 'exec', program };
    case 'core':
      return { kind: 'core', program, coreFile: reader.path('coreFilePath', root) };
    default:
      return reader.refuse(
        `"mode" is "${mode}"; launch knows auto, debug, test, exec, core and replay`,
      );
  }
}

function buildTarget(
  reader: AttributeReader,
  mode: 'debug' | 'test',
  program: string,
  root: string,
): Target {
  const output = optionalPath(root, reader.string('output'));
  return { kind: 'build', mode, program, buildFlags: reader.fields('buildFlags'), output };
}

function attachTarget(reader: AttributeReader): Target {
  const mode = reader.string('mode') ?? (reader.has('processId') ? 'local' : undefined);
  const connect = objectOf(reader.raw['connect']);
  if (
    mode === 'remote' ||
    (mode === undefined && REMOTE_ATTRIBUTES.some((name) => reader.has(name)))
  ) {
    const nested = new AttributeReader(connect);
    const host = nested.string('host') ?? reader.string('host') ?? '127.0.0.1';
    const port = nested.port('port') ?? reader.port('port') ?? 2345;
    const address = { host, port };
    return { kind: 'remote', address, tunnel: tunnelOf(reader, address) };
  }
  if (mode !== undefined && mode !== 'local') {
    return reader.refuse(`"mode" is "${mode}"; attach knows local and remote`);
  }
  const prefix = reader.string('waitFor');
  if (prefix !== undefined && reader.has('processId')) {
    return reader.refuse('"processId" and "waitFor" exclude each other');
  }
  if (prefix !== undefined) return { kind: 'wait-for', prefix };
  const processId = Number(reader.raw['processId']);
  if (!Number.isInteger(processId) || processId <= 0) {
    return reader.refuse('"processId" must be the number of a process');
  }
  return { kind: 'process', processId };
}

function attachArguments(
  raw: JsonObject,
  substitutePath: Configuration['substitutePath'],
): JsonObject {
  const passed: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(raw)) {
    if (!CONSUMED.has(name) && !name.startsWith('__')) passed[name] = value;
  }
  return { ...passed, substitutePath, request: 'attach', mode: 'remote' };
}

function redirectsOf(reader: AttributeReader, root: string): Configuration['redirects'] {
  const redirects: Record<string, string> = {};
  for (const [attribute, name] of [
    ['stdinFrom', 'stdin'],
    ['stdoutTo', 'stdout'],
    ['stderrTo', 'stderr'],
  ] as const) {
    const file = optionalPath(root, reader.string(attribute));
    if (file !== undefined) redirects[name] = file;
  }
  return redirects;
}

function tunnelOf(reader: AttributeReader, address: Address): TunnelSpecification | undefined {
  if (!reader.has('tunnel')) return undefined;
  const value = reader.raw['tunnel'];
  if (!isObject(value)) return reader.refuse('"tunnel" must be an object');
  const tunnel = readTunnel(value, address);
  return typeof tunnel === 'string' ? reader.refuse(tunnel) : tunnel;
}

/** "ask" is for the editor, which tells the answer before it disconnects. */
function onDisconnect(reader: AttributeReader): DisconnectChoice | undefined {
  const value = reader.string('onDisconnect');
  if (value === undefined || value === 'ask') return undefined;
  const choice = DISCONNECT_CHOICES.find((each) => each === value);
  return choice ?? reader.refuse(`"onDisconnect" is "${value}"; it knows ${ON_DISCONNECT}`);
}

function optionalPath(root: string, path: string | undefined): string | undefined {
  return path === undefined ? undefined : resolve(root, path);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A short name for messages: the last part of a path. */
export function shortName(path: string): string {
  return isAbsolute(path) ? basename(path) : path;
}

/** Reads attributes and complains about those of a wrong type by name. */
class AttributeReader {
  readonly raw: JsonObject;

  constructor(raw: JsonObject) {
    this.raw = raw;
  }

  refuse(reason: string): never {
    throw startError('bad-configuration', { subject: '', extra: reason });
  }

  has(name: string): boolean {
    const value = this.raw[name];
    return value !== undefined && value !== null && value !== '' && value !== 0;
  }

  /** Undefined for an empty one. */
  string(name: string): string | undefined {
    const value = this.raw[name] ?? undefined;
    if (value === undefined || value === '') return undefined;
    return typeof value === 'string' ? value : this.refuse(`"${name}" must be a string`);
  }

  boolean(name: string, otherwise = false): boolean {
    const value = this.raw[name] ?? otherwise;
    return typeof value === 'boolean' ? value : this.refuse(`"${name}" must be true or false`);
  }

  /** Zero or more. */
  number(name: string): number | undefined {
    const value = this.raw[name] ?? undefined;
    if (value === undefined || (typeof value === 'number' && value >= 0)) return value;
    return this.refuse(`"${name}" must be a number, 0 or more`);
  }

  path(name: string, root: string): string {
    return resolve(root, this.string(name) ?? this.refuse(`"${name}" is missing`));
  }

  port(name: string): number | undefined {
    if (!this.has(name)) return undefined;
    const port = Number(this.raw[name]);
    if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
    return this.refuse(`"${name}" must be a number between 1 and 65535`);
  }

  /** A string or a list of strings. */
  strings(name: string): string[] {
    const value = this.raw[name] ?? [];
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    return list
      .map((item) => (typeof item === 'string' ? item : this.refuse(`"${name}" must be strings`)))
      .filter((item) => item !== '');
  }

  /** A list of strings, or one string with quoted fields. */
  fields(name: string): string[] {
    const value = this.raw[name] ?? [];
    if (Array.isArray(value)) return value.map(String);
    if (typeof value !== 'string') return this.refuse(`"${name}" must be a string or a list`);
    try {
      return splitQuotedFields(value);
    } catch (error) {
      return this.refuse(`"${name}": ${messageOf(error)}`);
    }
  }

  environment(): Record<string, string | null> {
    const env = this.raw['env'] ?? {};
    if (!isObject(env)) return this.refuse('"env" must be an object');
    const entries = Object.entries(env).map(([name, value]) => {
      const isPlain = typeof value === 'string' || typeof value === 'number' || value === true;
      if (value !== null && value !== false && !isPlain) {
        return this.refuse(`"env": ${name} must be a string or null`);
      }
      return [name, value === null ? null : String(value)] as const;
    });
    return Object.fromEntries(entries);
  }

  substitutions(name: string): { from: string; to: string }[] {
    const list = this.raw[name] ?? [];
    if (!Array.isArray(list)) return this.refuse(`"${name}" must be a list`);
    return list.map((item) => {
      const { from, to } = objectOf(item);
      if (typeof from === 'string' && typeof to === 'string') return { from, to };
      return this.refuse(`each item of "${name}" needs "from" and "to"`);
    });
  }
}
