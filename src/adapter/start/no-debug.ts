import { StringDecoder } from 'node:string_decoder';
import { Watchdog } from '../../delve/watchdog.ts';
import { buildProgram } from './build-program.ts';
import type { Configuration } from './configuration.ts';
import { programEnvironment } from './environment.ts';
import { startError } from './failures.ts';
import type { StartContext } from './start-target.ts';
import { requireFile, workingFolder } from './start-target.ts';
import { requireGo } from './tools.ts';

/** Runs the program without a debugger; its output goes to the client. */
export async function runWithoutDebugger(
  configuration: Configuration,
  { client, self, token }: StartContext,
): Promise<Watchdog> {
  const { target, args, redirects } = configuration;
  if (target.kind !== 'build' && target.kind !== 'exec') {
    const extra = '"noDebug" works with the modes debug, test and exec';
    throw startError('bad-configuration', { subject: '', extra });
  }
  const env = await programEnvironment(configuration);
  const built =
    target.kind === 'build'
      ? await buildProgram(
          target,
          configuration,
          await requireGo(configuration, env),
          env,
          client,
          token,
        )
      : undefined;
  if (!built) await requireFile(target.program);
  const supervised = {
    command: built?.binary ?? target.program,
    args,
    cwd: workingFolder(configuration, target, built),
    env,
    kind: 'program',
    cleanup: built?.cleanup ?? [],
    ...(redirects.stdin === undefined ? {} : { stdin: redirects.stdin }),
  } as const;
  const stdout = new StringDecoder('utf8');
  const stderr = new StringDecoder('utf8');
  return new Watchdog(self, supervised, {
    stdout: (chunk) => client.output('stdout', stdout.write(chunk)),
    stderr: (chunk) => client.output('stderr', stderr.write(chunk)),
  });
}
