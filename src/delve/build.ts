import { spawn } from 'node:child_process';
import type { CancellationToken } from '../base/cancellation.ts';
import { CancelledError } from '../base/cancellation.ts';

export interface BuildCommand {
  readonly go: string;
  /** `test`: the package's test binary. */
  readonly kind: 'debug' | 'test';
  /** What to build, relative to `folder`: `.`, a file, an import path. */
  readonly target: readonly string[];
  readonly folder: string;
  readonly flags: readonly string[];
  readonly output: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface BuildResult {
  readonly succeeded: boolean;
  readonly output: string;
}

/** Optimised code moves and drops variables; flags of the user's own win. */
export function buildArguments({ kind, target, flags, output }: BuildCommand): string[] {
  const own = flags.some((flag) => /^--?gcflags\b/.test(flag)) ? [] : ['-gcflags=all=-N -l'];
  const verb = kind === 'test' ? ['test', '-c'] : ['build'];
  return [...verb, '-o', output, ...own, ...flags, ...target];
}

/** Runs the go command to its end; cancelling ends it. Throws the system's error when it cannot be started. */
export function build(
  command: BuildCommand,
  token: CancellationToken,
  onOutput: (text: string) => void,
): Promise<BuildResult> {
  return new Promise((resolve, reject) => {
    let output = '';
    const child = spawn(command.go, buildArguments(command), {
      cwd: command.folder,
      env: { ...command.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const collect = (chunk: Buffer): void => {
      const text = chunk.toString('utf8');
      output += text;
      onOutput(text);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    const timer = setInterval(() => {
      if (token.isCancellationRequested) child.kill();
    }, 50);
    child.on('error', (error) => {
      clearInterval(timer);
      reject(error);
    });
    child.on('close', (code) => {
      clearInterval(timer);
      if (token.isCancellationRequested) reject(new CancelledError());
      else resolve({ succeeded: code === 0, output });
    });
  });
}
