import type { ChildProcess } from 'node:child_process';
import { builtFixture, descendants, isAlive, kill, startPrinting, until } from './go-program.ts';

/** The server fixture under a dlv of somebody else. */
export interface RemoteDelve {
  readonly dlv: ChildProcess;
  readonly port: number;
  /** Where the program itself serves; empty while it does not run. */
  readonly serves: string;
  /** Ends both at once, as the end of a container does: a dlv that is killed leaves its program behind. */
  end(): Promise<void>;
}

/** For many clients, and the program runs. */
export const FOR_MANY = ['--accept-multiclient', '--continue'] as const;

/** `flags` after the usual ones; the last of several equal flags counts. */
export async function startRemoteDelve(
  flags: readonly string[] = FOR_MANY,
  program = builtFixture('server'),
): Promise<RemoteDelve> {
  const args = ['exec', program, '--headless', '--listen=127.0.0.1:0', ...flags];
  const { process: dlv, address } = await startPrinting('dlv', args, 'API server listening at: ');
  let text = '';
  dlv.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  if (flags.includes('--continue')) await until(() => text.includes('\n'));
  return {
    dlv,
    port: Number(address.split(':').at(-1)),
    serves: text.trim(),
    async end() {
      const programs = descendants(dlv.pid ?? 0);
      await kill(dlv);
      for (const id of programs) if (isAlive(id)) process.kill(id, 'SIGKILL');
    },
  };
}
