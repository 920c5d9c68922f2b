import { describe, expect, test } from 'vitest';
import { kubectlForwarder, listArguments, listedNames } from '../../../src/tunnel/kubectl.ts';
import { readTunnel } from '../../../src/tunnel/specification.ts';
import { sshForwarder } from '../../../src/tunnel/ssh.ts';

const PORT = { host: '127.0.0.1', port: 2345 };

/** The command line that a configuration leads to, or what is wrong with it. */
function commandLine(value: object): string {
  const tunnel = readTunnel(value, PORT);
  if (typeof tunnel === 'string') return `refused: ${tunnel}`;
  const forwarder = tunnel.kind === 'ssh' ? sshForwarder(tunnel) : kubectlForwarder(tunnel);
  return [forwarder.program, ...forwarder.arguments(4000)].join(' ');
}

test('what holds comes before the user’s options, defaults after them', () => {
  const value = { type: 'ssh', host: 'me@build', options: ['-J', 'jump', '-oConnectTimeout=3'] };
  expect(commandLine(value)).toBe(
    'ssh -N -T -v -o BatchMode=yes -o ExitOnForwardFailure=yes -o ControlMaster=no -o ControlPath=none ' +
      '-o RemoteCommand=none -J jump -oConnectTimeout=3 -o ConnectTimeout=15 -o ServerAliveInterval=15 ' +
      '-o ServerAliveCountMax=3 -L 127.0.0.1:4000:127.0.0.1:2345 -- me@build',
  );
});

test('a port beyond the host, also by IPv6', () => {
  expect(commandLine({ type: 'ssh', host: 'h', remote: 'db:99' })).toContain(':db:99 -- h');
  expect(commandLine({ type: 'ssh', host: 'h', remote: '[::1]:9' })).toContain(':[::1]:9 -- h');
});

test('kubectl gets its values joined to their options', () => {
  const value = { type: 'kubernetes', target: 'deployment/shop', namespace: 'n', context: 'c@x:1' };
  expect(commandLine(value)).toBe(
    'kubectl --context=c@x:1 --namespace=n port-forward --address=127.0.0.1 deployment/shop 4000:2345',
  );
  expect(listArguments('pods', { context: 'c', namespace: 'n' }).join(' ')).toBe(
    '--context=c --namespace=n get pods --output=name --request-timeout=10s',
  );
  expect(listedNames('service/b\ndeployment.apps/a\n')).toEqual(['deployment/a', 'service/b']);
});

describe('nothing that could be an option or a word of a shell gets through', () => {
  test.each([
    { type: 'ssh', host: '-oProxyCommand=evil' },
    { type: 'ssh', host: 'me@-oProxyCommand=evil' },
    { type: 'ssh', host: 'a b' },
    { type: 'ssh', host: 'a;b' },
    { type: 'ssh', host: '$(b)' },
    { type: 'ssh', host: '' },
    { type: 'ssh' },
    { type: 'ssh', host: 'h', remote: '-x:1' },
    { type: 'ssh', host: 'h', remote: 'h:0' },
    { type: 'ssh', host: 'h', remote: 'a:1:b:2' },
    { type: 'ssh', host: 'h', options: 'o' },
    { type: 'ssh', host: 'h', options: ['other'] },
    { type: 'ssh', host: 'h', options: ['-4', 'other'] },
    { type: 'ssh', host: 'h', options: ['-o', 'A=1', 'other'] },
    { type: 'ssh', host: 'h', options: ['--'] },
    { type: 'ssh', host: 'h', options: ['-J'] },
    { type: 'ssh', host: 'h', optoins: [] },
    { type: 'kubernetes', target: '--kubeconfig=x' },
    { type: 'kubernetes', target: 'pod/-x' },
    { type: 'kubernetes', target: 'pod/a/b' },
    { type: 'kubernetes', target: 'secret/a' },
    { type: 'kubernetes', target: 'pod/a', port: 70_000 },
    { type: 'kubernetes', target: 'pod/a', port: '1' },
    { type: 'kubernetes', target: 'pod/a', namespace: '-n' },
    { type: 'kubernetes', target: 'pod/a', context: '-c' },
    { type: 'kubernetes', target: 'pod/a', context: 'a b' },
    { type: 'docker', target: 'a' },
  ])('%j', (value) => {
    expect(commandLine(value)).toMatch(/^refused: "tunnel/);
  });
});
