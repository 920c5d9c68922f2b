import { existsSync } from 'node:fs';
import { succeeds } from '../child.ts';
import { installDebianPackages } from './apt.ts';

/** Where systems keep it; it wants to be started by its full path. */
const PLACES = [
  '/usr/sbin/sshd',
  '/usr/local/sbin/sshd',
  '/opt/homebrew/sbin/sshd',
  '/usr/bin/sshd',
];

export function findSshd(): string | undefined {
  return PLACES.find((place) => existsSync(place));
}

/** The ssh server that the tests of tunnels run for themselves, with its client. It is not started as a service. */
export async function ensureSshd(): Promise<void> {
  if (findSshd() !== undefined && succeeds('ssh', ['-V'])) return;
  await installDebianPackages(['openssh-server', 'openssh-client']);
  if (findSshd() !== undefined && succeeds('ssh', ['-V'])) return;
  throw new Error(
    'The tests of ssh tunnels need an OpenSSH server and client: install openssh-server and openssh-client with the package manager of this machine.',
  );
}
