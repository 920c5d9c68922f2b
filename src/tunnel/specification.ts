/** A port as another machine sees it. */
export interface RemotePort {
  readonly host: string;
  readonly port: number;
}

/** `ssh -L` with the user's own configuration, keys and agent. */
export interface SshTunnel {
  readonly kind: 'ssh';
  /** A name of the ssh configuration, `host` or `user@host`. */
  readonly host: string;
  /** As the host sees it. */
  readonly remote: RemotePort;
  readonly options: readonly string[];
}

/** `kubectl port-forward` with the user's own kubeconfig. */
export interface KubernetesTunnel {
  readonly kind: 'kubernetes';
  /** `pod/name`, `deployment/name`, … */
  readonly target: string;
  readonly port: number;
  readonly namespace: string | undefined;
  readonly context: string | undefined;
}

export type TunnelSpecification = SshTunnel | KubernetesTunnel;

/** Never an option, whatever comes before it on the command line. */
const SSH_HOST = /^(?:[\w.][\w.+%-]*@)?[A-Za-z0-9_[:][\w.:%[\]-]*$/;
const REMOTE = /^(?:\[([0-9a-fA-F:.%]+)\]|([A-Za-z0-9_][A-Za-z0-9_.-]*)):(\d{1,5})$/;
export const KUBERNETES_KINDS = [
  'pod',
  'deployment',
  'service',
  'statefulset',
  'replicaset',
] as const;
const NAME = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/;
/** Anything but what a terminal or an option parser would take for something else. */
const CONTEXT = /^[^\s\p{Cc}-][^\s\p{Cc}]*$/u;
/** Options of OpenSSH's `ssh` that take an argument, from its usage text. */
const SSH_WITH_ARGUMENT = /^-[46AaCfGgKkMNnqsTtVvXxYy]*[BbcDEeFIiJLlmOoPpQRSWw]$/;

/** Checks what a launch configuration says; a text tells what is wrong. `port` is used where none is named. */
export function readTunnel(value: object, port: RemotePort): TunnelSpecification | string {
  const fields = new Map<string, unknown>(Object.entries(value));
  const kind = fields.get('type');
  if (kind === 'ssh') return readSsh(fields, port);
  if (kind === 'kubernetes') return readKubernetes(fields, port);
  return `"tunnel.type" is ${quoted(kind)}; it knows "ssh" and "kubernetes"`;
}

type Fields = ReadonlyMap<string, unknown>;

function readSsh(fields: Fields, port: RemotePort): SshTunnel | string {
  const unknown = stranger(fields, ['type', 'host', 'remote', 'options']);
  if (unknown !== undefined) return unknown;
  const host = fields.get('host');
  if (typeof host !== 'string' || !isSshHost(host)) {
    return `"tunnel.host" is ${quoted(host)}; write a host of your ssh configuration or user@host`;
  }
  const given = fields.get('remote');
  const remote = given === undefined ? port : typeof given === 'string' && parseRemote(given);
  if (!remote) return `"tunnel.remote" is ${quoted(given)}; write host:port as ${host} sees it`;
  const options: unknown = fields.get('options') ?? [];
  if (!Array.isArray(options) || !options.every((item) => typeof item === 'string')) {
    return '"tunnel.options" must be a list of strings, one for each argument of ssh';
  }
  const word = wordAmong(options);
  if (word !== undefined) return `"tunnel.options" has ${quoted(word)}, which is no option of ssh`;
  return { kind: 'ssh', host, remote, options };
}

function readKubernetes(fields: Fields, { port }: RemotePort): KubernetesTunnel | string {
  const unknown = stranger(fields, ['type', 'target', 'port', 'namespace', 'context']);
  if (unknown !== undefined) return unknown;
  const target = fields.get('target');
  if (typeof target !== 'string' || !isKubernetesTarget(target)) {
    return `"tunnel.target" is ${quoted(target)}; write pod/NAME, deployment/NAME or service/NAME`;
  }
  const own = fields.get('port') ?? port;
  if (typeof own !== 'number' || !isPort(own)) {
    return `"tunnel.port" is ${quoted(own)}; write the container's port, 1 to 65535`;
  }
  const namespace = optional(fields.get('namespace'), NAME);
  if (namespace === false) return `"tunnel.namespace" is ${quoted(fields.get('namespace'))}`;
  const context = optional(fields.get('context'), CONTEXT);
  if (context === false) return `"tunnel.context" is ${quoted(fields.get('context'))}`;
  return { kind: 'kubernetes', target, port: own, namespace, context };
}

export function isSshHost(text: string): boolean {
  return SSH_HOST.test(text);
}

export function parseRemote(text: string): RemotePort | undefined {
  const match = REMOTE.exec(text.trim());
  const port = Number(match?.[3]);
  const host = match?.[1] ?? match?.[2];
  return host !== undefined && isPort(port) ? { host, port } : undefined;
}

/** `[::1]:2345`, `127.0.0.1:2345`. */
export function remoteText({ host, port }: RemotePort): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** What a tunnel leads to, for people. */
export function tunnelText(tunnel: TunnelSpecification): string {
  if (tunnel.kind === 'ssh') return `${remoteText(tunnel.remote)} on ${tunnel.host}`;
  return `port ${tunnel.port} of ${tunnel.target}`;
}

function isKubernetesTarget(text: string): boolean {
  const [kind, name, ...rest] = text.split('/');
  const isKnown = KUBERNETES_KINDS.some((each) => each === kind);
  return isKnown && name !== undefined && rest.length === 0 && NAME.test(name);
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port > 0 && port < 65_536;
}

/** False: there is one, and it is wrong. */
function optional(value: unknown, form: RegExp): string | undefined | false {
  if (value === undefined || value === '') return undefined;
  return typeof value === 'string' && form.test(value) ? value : false;
}

/** ssh would take the first word that belongs to no option for the host. */
function wordAmong(options: readonly string[]): string | undefined {
  let isArgument = false;
  for (const option of options) {
    if (!isArgument && (!option.startsWith('-') || option === '--' || option === '-'))
      return option;
    isArgument = !isArgument && SSH_WITH_ARGUMENT.test(option);
  }
  return isArgument ? options.at(-1) : undefined;
}

function stranger(fields: Fields, known: readonly string[]): string | undefined {
  const name = [...fields.keys()].find((each) => !known.includes(each));
  return name === undefined ? undefined : `"tunnel" has no "${name}"; it has ${known.join(', ')}`;
}

function quoted(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value);
}
