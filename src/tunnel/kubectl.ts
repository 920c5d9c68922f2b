import type { FailureRule } from './failure.ts';
import { explain } from './failure.ts';
import type { Forwarder } from './forwarder.ts';
import type { KubernetesTunnel } from './specification.ts';

type Place = Pick<KubernetesTunnel, 'context' | 'namespace'>;

const READY = /^Forwarding from 127\.0\.0\.1:\d+ -> \d+/;

/** Values are joined to their options, so that none can be taken for an option of its own. */
export function kubectlForwarder(tunnel: KubernetesTunnel): Forwarder {
  const { target, port } = tunnel;
  return {
    program: 'kubectl',
    subject: target,
    arguments: (localPort) => [
      ...place(tunnel),
      'port-forward',
      '--address=127.0.0.1',
      target,
      `${localPort}:${port}`,
    ],
    isReady: (line) => READY.test(line),
    isPortTaken: (output) => /[Uu]nable to listen on port|address already in use/.test(output),
    isNoise: (line) => /^Forwarding from |^Handling connection for /.test(line),
    complaint(line) {
      if (!/error forwarding port|an error occurred forwarding/.test(line)) return undefined;
      const reason = /connection refused/.test(line) ? 'nothing listens on it' : lastPart(line);
      return `The forward to port ${port} of ${target} fails: ${reason}. Is dlv running there, on this port and on localhost or all addresses?`;
    },
    failure: (output) => explain('kubectl', target, output, RULES),
  };
}

/** `kubectl get` for what there is to choose from; names only, one a line. */
export function listArguments(
  what: 'contexts' | 'namespaces' | 'pods' | 'deployments' | 'services',
  at: Place,
): string[] {
  if (what === 'contexts') return ['config', 'get-contexts', '--output=name'];
  const limit = '--request-timeout=10s';
  return [...place(at), 'get', what, '--output=name', limit];
}

/** `pod/shop-0`, `deployment.apps/shop` → `pod/shop-0`, `deployment/shop`. */
export function listedNames(output: string): string[] {
  const lines = output.split(/\r?\n/).filter((line) => line !== '');
  return lines.map((line) => line.replace(/^([a-z]+)\.[a-z.]+\//, '$1/')).toSorted();
}

/** What a failed `kubectl get` means. */
export function listFailure(output: string): string {
  return explain('kubectl', 'the cluster', output, RULES).message;
}

function place({ context, namespace }: Place): string[] {
  return [
    ...(context === undefined ? [] : [`--context=${context}`]),
    ...(namespace === undefined ? [] : [`--namespace=${namespace}`]),
  ];
}

/** Texts of kubectl 1.32 and of API servers. */
const RULES: readonly FailureRule[] = [
  {
    pattern: /spawn kubectl ENOENT/,
    kind: 'program',
    message: () => 'kubectl was not found on PATH. Install it, or correct PATH.',
  },
  {
    pattern: /context was not found for specified context: (.*)|context "(.*)" does not exist/,
    kind: 'target',
    message: (_, match) =>
      `Your kubeconfig has no context ${match[1] ?? match[2]}. "kubectl config get-contexts" lists them.`,
  },
  {
    pattern: /(?:You must be logged in to the server|\(Unauthorized\)|getting credentials: .*)/,
    kind: 'login',
    message: (_, match) =>
      `The cluster does not accept your login: ${match[0]}. Log in to it again, and try "kubectl get pods" in a terminal.`,
  },
  {
    pattern: /(?:is )?forbidden: (.*)/i,
    kind: 'refused',
    message: (target, match) =>
      `The cluster does not allow it for ${target}: ${match[1]}. Port forwarding needs the right to create pods/portforward.`,
  },
  {
    pattern: /\(NotFound\): (.*)/,
    kind: 'target',
    message: (_, match) =>
      `The cluster has no such thing: ${match[1]}. Check name, namespace and context.`,
  },
  {
    pattern: /pod is not running\. Current status=(\S+)/,
    kind: 'target',
    message: (target, match) => `${target} is not running but ${match[1]}.`,
  },
  {
    pattern: /does not have a service port|does not have a named port|Service \S+ does not have/,
    kind: 'target',
    message: (target) => `${target} has no such port. Check "tunnel.port".`,
  },
  {
    pattern: /timed out waiting for the condition|no pods? (?:found|available)/i,
    kind: 'target',
    message: (target) => `${target} has no running pod.`,
  },
  {
    pattern: /The connection to the server (\S+) was refused|Unable to connect to the server: (.*)/,
    kind: 'target',
    message: (_, match) =>
      `kubectl cannot reach the cluster${match[1] === undefined ? '' : ` at ${match[1]}`}${match[2] === undefined ? '' : `: ${match[2]}`}. Check context, network and VPN.`,
  },
];

function lastPart(line: string): string {
  return line.slice(line.lastIndexOf(': ') + 2).replace(/"$/, '');
}
