import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { findSshd } from '../../scripts/tools/sshd.ts';
import { kill, until } from './go-program.ts';
import { accepts, freePort } from './ports.ts';

/** A real sshd on a port of this machine, with keys of its own; nothing of the machine's own ssh is touched. */
export interface SshServer {
  /** Names in its client configuration: one that works, and ones that fail in their way. */
  readonly hosts: Readonly<Record<'good' | 'stranger' | 'locked', string>>;
  /** For `ssh`, or for `tunnel.options`. */
  readonly options: readonly string[];
  close(): Promise<void>;
}

/** `settings` are lines of sshd_config. */
export async function startSshServer(...settings: readonly string[]): Promise<SshServer> {
  const folder = mkdtempSync(join(tmpdir(), 'sshd-'));
  const file = (name: string): string => join(folder, name);
  for (const name of ['host', 'user', 'other']) {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file(name)]);
  }
  writeFileSync(file('authorized'), execFileSync('ssh-keygen', ['-y', '-f', file('user')]));
  const port = await freePort();
  const hostKey = execFileSync('ssh-keygen', ['-y', '-f', file('host')], { encoding: 'utf8' });
  writeFileSync(file('known'), `[127.0.0.1]:${port} ${hostKey}`);
  writeFileSync(file('nobody'), '');
  const lines = [`Port ${port}`, 'ListenAddress 127.0.0.1', `HostKey ${file('host')}`];
  lines.push(
    `AuthorizedKeysFile ${file('authorized')}`,
    'StrictModes no',
    'UsePAM no',
    'PidFile none',
  );
  lines.push('PasswordAuthentication no', 'KbdInteractiveAuthentication no', ...settings);
  writeFileSync(file('sshd_config'), lines.join('\n'));
  const host = (name: string, key: string, known: string): string[] => [
    `Host ${name}`,
    `  HostName 127.0.0.1\n  Port ${port}\n  User ${userInfo().username}\n  IdentitiesOnly yes`,
    `  IdentityAgent none\n  IdentityFile ${file(key)}\n  UserKnownHostsFile ${file(known)}`,
    '  GlobalKnownHostsFile none',
  ];
  const config = [
    ...host('good', 'user', 'known'),
    ...host('stranger', 'user', 'nobody'),
    ...host('locked', 'other', 'known'),
  ];
  writeFileSync(file('config'), config.join('\n'));
  chmodSync(file('config'), 0o600);
  // Where a root's sshd wants to lock its unprivileged half up; the service makes it, and does not run here.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true });
  const sshd = findSshd();
  if (sshd === undefined) throw new Error('there is no sshd: run npm run setup');
  const child = spawn(sshd, ['-D', '-e', '-f', file('sshd_config')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const isUp = await until(() => accepts(port));
  if (!isUp) throw new Error(`sshd did not start: ${log}`);
  return {
    hosts: { good: 'good', stranger: 'stranger', locked: 'locked' },
    options: ['-F', file('config')],
    async close() {
      await kill(child, 'SIGTERM');
      rmSync(folder, { recursive: true });
    },
  };
}
