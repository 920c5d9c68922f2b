import { readFile } from 'node:fs/promises';
import { messageOf } from '../../base/user-error.ts';
import { parseEnvFile } from '../../delve/env-file.ts';
import { stringEnvironment } from '../../delve/processes.ts';
import type { Configuration } from './configuration.ts';
import { startError } from './failures.ts';

/** Variables that make this process run as it does and mean something else to the program. */
const OWN_VARIABLES = ['ELECTRON_RUN_AS_NODE'] as const;

/** The environment of build, dlv and program: ours, then each env file, then `env`, where null unsets. */
export async function programEnvironment(
  configuration: Pick<Configuration, 'env' | 'envFiles' | 'tracebackAncestors'>,
): Promise<Record<string, string>> {
  const env = stringEnvironment();
  for (const name of OWN_VARIABLES) delete env[name];
  for (const file of configuration.envFiles) {
    let content: string;
    try {
      content = await readFile(file, 'utf8');
    } catch (error) {
      const extra = `"envFile" cannot be read: ${messageOf(error)}`;
      throw startError('bad-configuration', { subject: file, extra });
    }
    Object.assign(env, parseEnvFile(content, env));
  }
  for (const [name, value] of Object.entries(configuration.env)) {
    if (value === null) delete env[name];
    else env[name] = value;
  }
  const { tracebackAncestors: ancestors } = configuration;
  if (ancestors > 0) {
    const settings = env['GODEBUG'] ? [env['GODEBUG']] : [];
    env['GODEBUG'] = [...settings, `tracebackancestors=${ancestors}`].join(',');
  }
  return env;
}
