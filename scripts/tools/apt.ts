import { existsSync } from 'node:fs';
import { run, succeeds } from '../child.ts';

/**
 * Installs Debian packages where that needs no question: as root on a machine with apt.
 * Answers false elsewhere, so that the caller can say what to install by hand.
 */
export async function installDebianPackages(packages: readonly string[]): Promise<boolean> {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || !existsSync('/etc/debian_version') || !succeeds('apt-get', ['--version'])) {
    return false;
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  console.log(`Installing ${packages.join(', ')} with apt…`);
  try {
    await run('apt-get', ['update'], { env, quiet: true });
    await run('apt-get', ['install', '-y', '--no-install-recommends', ...packages], {
      env,
      quiet: true,
    });
    return true;
  } catch (error) {
    console.log(error instanceof Error ? error.message : error);
    return false;
  }
}
