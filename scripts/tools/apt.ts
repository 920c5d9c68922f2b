import { existsSync } from 'node:fs';
import { run, succeeds } from '../child.ts';

/**
 * Installs Debian packages where that needs no question: as root, or with a sudo that asks for no password, on a
 * machine with apt. Answers false elsewhere, so that the caller can say what to install by hand.
 */
export async function installDebianPackages(packages: readonly string[]): Promise<boolean> {
  const isRoot = process.getuid?.() === 0;
  if (!existsSync('/etc/debian_version') || !succeeds('apt-get', ['--version'])) return false;
  if (!isRoot && !succeeds('sudo', ['-n', 'true'])) return false;
  // RUNLEVEL keeps apt from starting the services it installs.
  const settings = { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const asRoot = (...args: readonly string[]): Promise<unknown> => {
    const given = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
    const words = [...(isRoot ? [] : ['sudo', '-n']), 'env', ...given, 'apt-get', ...args];
    return run(words[0] ?? '', words.slice(1), { quiet: true });
  };
  console.log(`Installing ${packages.join(', ')} with apt…`);
  try {
    await asRoot('update');
    await asRoot('install', '-y', '--no-install-recommends', ...packages);
    return true;
  } catch (error) {
    console.log(error instanceof Error ? error.message : error);
    return false;
  }
}
