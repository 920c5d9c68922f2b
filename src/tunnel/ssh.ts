import type { FailureRule } from './failure.ts';
import { explain } from './failure.ts';
import type { Forwarder } from './forwarder.ts';
import { isSshHost, remoteText } from './specification.ts';
import type { SshTunnel } from './specification.ts';

/** Comes with `-v` once the port is bound and the login is done (clientloop.c of OpenSSH). */
const READY = /^debug1: Entering interactive session\.?$/;
/** For the channel of one connection; the tunnel itself stays (channels.c of OpenSSH). */
const CHANNEL = /^channel \d+: open failed: (.*)$/;

/**
 * The options that must hold come first, as ssh takes the first word on each; then the user's own; then defaults.
 * A connection of its own: one that is shared would keep the port open after us.
 */
export function sshForwarder({ host, remote, options }: SshTunnel): Forwarder {
  const fixed = ['BatchMode=yes', 'ExitOnForwardFailure=yes', 'ControlMaster=no'];
  const defaults = ['ConnectTimeout=15', 'ServerAliveInterval=15', 'ServerAliveCountMax=3'];
  const asOptions = (list: readonly string[]): string[] => list.flatMap((each) => ['-o', each]);
  return {
    program: 'ssh',
    subject: host,
    arguments: (port) => [
      '-N',
      '-T',
      '-v',
      ...asOptions([...fixed, 'ControlPath=none', 'RemoteCommand=none']),
      ...options,
      ...asOptions(defaults),
      '-L',
      `127.0.0.1:${port}:${remoteText(remote)}`,
      '--',
      host,
    ],
    isReady: (line) => READY.test(line),
    isPortTaken: (output) => /Address already in use|cannot listen to port/i.test(output),
    isNoise: (line) =>
      /^debug\d: |^OpenSSH_|^Authenticated to |^Transferred: |^Bytes per /.test(line),
    complaint(line) {
      const reason = CHANNEL.exec(line)?.[1];
      if (reason === undefined) return undefined;
      return /prohibited/.test(reason)
        ? `${host} does not allow forwarding to ${remoteText(remote)}: its sshd has AllowTcpForwarding or PermitOpen set against it.`
        : `${host} cannot connect to ${remoteText(remote)}: ${reason.replace(/^connect failed: /, '')}. Is dlv running there, on this port?`;
    },
    failure: (output) => explain('ssh', host, output, RULES),
  };
}

const RULES: readonly FailureRule[] = [
  {
    pattern: /spawn ssh ENOENT/,
    kind: 'program',
    message: () => 'ssh was not found on PATH. Install the OpenSSH client.',
  },
  {
    pattern: /REMOTE HOST IDENTIFICATION HAS CHANGED/,
    kind: 'login',
    message: (host) =>
      `The host key of ${host} is not the one ssh knows. If that is expected, remove the old one with "ssh-keygen -R ${bare(host)}" and connect once in a terminal with "ssh ${host}".`,
  },
  {
    pattern: /Host key verification failed|No \S+ host key is known/,
    kind: 'login',
    message: (host) =>
      `ssh does not know the host key of ${host} and would have to ask. Connect once in a terminal with "ssh ${host}", compare the key, and say yes.`,
  },
  {
    pattern: /Permission denied \(([^)]*)\)|Too many authentication failures/,
    kind: 'login',
    message: (host, match) =>
      `${host} did not let ssh in without a question${match[1] === undefined ? '' : ` (it offers ${match[1]})`}. Add your key to the agent with ssh-add, or try "ssh ${host}" in a terminal.`,
  },
  {
    pattern: /Could not resolve hostname (\S+?):/,
    kind: 'target',
    message: (host, match) =>
      `ssh does not know the host ${match[1] ?? host}. Check "tunnel.host" for typing mistakes.`,
  },
  {
    pattern: /connect to host (\S+) port (\d+): (.*?)\r?$/m,
    kind: 'target',
    message: (_, match) =>
      `ssh cannot reach ${match[1]} on port ${match[2]}: ${match[3]}. Check the host, the network and the VPN.`,
  },
  {
    pattern:
      /(?:Bad configuration option|unknown option|illegal option|Bad stdio|Bad local forwarding).*/i,
    kind: 'other',
    message: (_, match) => `ssh does not take its options: ${match[0]}. Check "tunnel.options".`,
  },
  {
    pattern: /Timeout, server .* not responding|Connection (?:closed|reset) by .*|Broken pipe/,
    kind: 'target',
    message: (host, match) => `${host} ended the connection: ${match[0]}.`,
  },
];

function bare(host: string): string {
  return host.slice(host.indexOf('@') + 1);
}

/** The names of an ssh configuration that stand for one host each; files that it includes are not read. */
export function configuredHosts(config: string): string[] {
  const words = [...config.matchAll(/^[ \t]*Host[ \t=]+(.+)$/gim)].flatMap(([, list = '']) =>
    list.trim().split(/[\s"]+/),
  );
  const hosts = words.filter((word) => !/[*?!]/.test(word) && isSshHost(word));
  return [...new Set(hosts)];
}
