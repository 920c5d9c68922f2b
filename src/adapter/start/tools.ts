import { delveVersion } from '../../delve/go-command.ts';
import { findTool } from '../../delve/locate.ts';
import type { Configuration } from './configuration.ts';
import { startError } from './failures.ts';

type Environment = Readonly<Record<string, string>>;

export async function requireGo(
  { goPath }: Pick<Configuration, 'goPath'>,
  env: Environment,
): Promise<string> {
  const { path, tried } = await findTool({ name: 'go', configured: [goPath], env });
  if (path !== undefined) return path;
  throw startError('go-missing', { subject: goPath ?? '', detail: `tried ${tried.join(', ')}` });
}

export async function requireDelve(
  { dlvPath }: Pick<Configuration, 'dlvPath'>,
  env: Environment,
): Promise<{ readonly path: string; readonly version: string }> {
  const { path, tried } = await findTool({ name: 'dlv', configured: [dlvPath], env });
  if (path === undefined) {
    throw startError('dlv-missing', {
      subject: dlvPath ?? '',
      detail: `tried ${tried.join(', ')}`,
    });
  }
  const version = await delveVersion(path, env);
  if (version !== undefined) return { path, version };
  const extra = `${path} does not answer to "dlv version"`;
  throw startError('dlv-failed', { subject: path, extra });
}
