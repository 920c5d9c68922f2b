import { execFile } from 'node:child_process';

export interface CommandOutput {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a short command without a shell; a program that cannot be started has exit code -1. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env: Readonly<Record<string, string>> },
): Promise<CommandOutput> {
  return new Promise((resolve) => {
    const limits = { maxBuffer: 16 * 1024 * 1024, timeout: 30_000, windowsHide: true };
    execFile(command, [...args], { ...options, ...limits }, (error, stdout, stderr) => {
      const code = error ? (typeof error.code === 'number' ? error.code : -1) : 0;
      resolve({ exitCode: code, stdout, stderr: stderr === '' && error ? error.message : stderr });
    });
  });
}

/** `1.27.2` of `dlv version`; undefined when it cannot be run or says something else. */
export async function delveVersion(
  dlv: string,
  env: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  const { stdout } = await runCommand(dlv, ['version'], { env });
  return /^Version: (\S+)/m.exec(stdout)?.[1];
}
