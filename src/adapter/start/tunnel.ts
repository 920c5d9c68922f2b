import { homedir } from 'node:os';
import { Watchdog } from '../../delve/watchdog.ts';
import { openTunnel, TunnelError } from '../../tunnel/index.ts';
import type { Tunnel, TunnelSpecification } from '../../tunnel/index.ts';
import { programEnvironment } from './environment.ts';
import { StartError, startError } from './failures.ts';
import type { StartContext } from './start-target.ts';

/** Long enough for the guard of a remote target, which works through the tunnel when we are killed. */
const LINGER_MILLIS = 6000;

/** Opens the tunnel under a watchdog; what becomes of it is told in the console. */
export async function openSessionTunnel(
  specification: TunnelSpecification,
  { self, client, token }: StartContext,
): Promise<Tunnel> {
  const env = await programEnvironment({ env: {}, envFiles: [], tracebackAncestors: 0 });
  const common = { cwd: homedir(), env, kind: 'program', cleanup: [] } as const;
  try {
    return await openTunnel(specification, {
      token,
      start: (command, args, output) =>
        new Watchdog(self, { ...common, command, args, lingerMillis: LINGER_MILLIS }, output),
      news: (text) => client.output('important', `${text}\n`),
    });
  } catch (error) {
    if (!(error instanceof TunnelError)) throw error;
    const { message, detail } = error;
    throw startError(`tunnel-${error.kind}`, {
      subject: subjectOf(specification),
      extra: message,
      detail,
    });
  }
}

/** What the tunnel knows of a connection that came to nothing says more than what the near end saw. */
export function failureBehind(tunnel: Tunnel | undefined, error: unknown): unknown {
  if (tunnel?.complaint === undefined || !(error instanceof StartError)) return error;
  const { detail } = error;
  return startError('tunnel-refused', { subject: tunnel.text, extra: tunnel.complaint, detail });
}

function subjectOf(specification: TunnelSpecification): string {
  return specification.kind === 'ssh' ? specification.host : specification.target;
}
