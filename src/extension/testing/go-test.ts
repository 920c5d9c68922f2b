import { spawn } from 'node:child_process';
import * as vscode from 'vscode';
import { setting } from '../../protocol/contributions.ts';

export interface GoTest {
  /** Folder of the package. */
  readonly cwd: string;
  readonly args: readonly string[];
  readonly output: Pick<vscode.OutputChannel, 'append' | 'appendLine'>;
}

export interface GoTestEnd {
  readonly code: number | null;
  /** What it printed, both streams. */
  readonly text: string;
  readonly isCancelled: boolean;
}

/** Rejects when the go command cannot be started. A cancelled run ends with all its processes. */
export function goTest(
  { cwd, args, output }: GoTest,
  token: vscode.CancellationToken,
): Promise<GoTestEnd> {
  const configured = vscode.workspace.getConfiguration().get(setting.goPath, '');
  const go = configured === '' ? 'go' : configured;
  output.appendLine(`> ${go} ${args.join(' ')}`);
  return new Promise((resolve, reject) => {
    // A group of its own: go test runs the test as its child.
    const child = spawn(go, [...args], { cwd, detached: process.platform !== 'win32' });
    let text = '';
    const take = (chunk: Buffer): void => {
      text += chunk.toString('utf8');
      output.append(chunk.toString('utf8'));
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    const cancelled = token.onCancellationRequested(() => {
      if (child.pid === undefined) return;
      if (process.platform === 'win32') child.kill();
      else process.kill(-child.pid, 'SIGKILL');
    });
    child.on('error', (error) => {
      cancelled.dispose();
      reject(error);
    });
    child.on('close', (code) => {
      cancelled.dispose();
      resolve({ code, text, isCancelled: token.isCancellationRequested });
    });
  });
}
