import * as vscode from 'vscode';
import type { CaptureAccess, CaptureProgress } from '../../protocol/capture.ts';
import type { Analysis } from '../analysis/analysis.ts';
import type { Choice } from './choices.ts';

export interface CaptureRun {
  readonly address: string;
  readonly access: CaptureAccess;
  readonly folder: string;
  readonly choices: readonly Choice[];
  readonly token: vscode.CancellationToken;
  /** What each choice is at, in words; at most a few times a second. */
  progress(message: string): void;
  /** A trace can be opened while the rest of it comes; without this nobody looks. */
  readonly onTrace?: (path: string) => void;
}

export interface Outcome {
  readonly choice: Choice;
  /** The new file, or why there is none; neither after a cancellation. */
  readonly path?: string;
  readonly error?: unknown;
}

let lastId = 0;

/** Fetches all choices at the same time; one that fails takes no other along. */
export async function runCaptures(analysis: Analysis, run: CaptureRun): Promise<Outcome[]> {
  const { choices, token, onTrace } = run;
  const began = Date.now();
  const bytes = new Map<number, number>();
  const ids = choices.map(() => ++lastId);
  const done = new Set<number>();
  const heard = analysis.onNotification(
    'delvescope/captureProgress',
    ({ id, bytes: received, trace }: CaptureProgress) => {
      if (!ids.includes(id)) return;
      bytes.set(id, received);
      if (trace !== undefined) onTrace?.(trace);
    },
  );
  const timer = setInterval(() => {
    const words = choices.map((choice, index) => {
      const id = ids[index] ?? 0;
      return done.has(id) ? undefined : state(choice, Date.now() - began, bytes.get(id) ?? 0);
    });
    run.progress(words.filter((word) => word !== undefined).join(' · '));
  }, 250);
  try {
    return await Promise.all(
      choices.map((choice, index) =>
        fetchOne(analysis, run, choice, ids[index] ?? 0).finally(() => done.add(ids[index] ?? 0)),
      ),
    );
  } finally {
    clearInterval(timer);
    heard.dispose();
    if (token.isCancellationRequested) run.progress('');
  }
}

async function fetchOne(
  analysis: Analysis,
  { address, access, folder, token, onTrace }: CaptureRun,
  choice: Choice,
  id: number,
): Promise<Outcome> {
  const { kind, seconds } = choice;
  const isWatched = onTrace !== undefined;
  const query = { id, address, access, kind, seconds, folder, isWatched };
  try {
    const { path } = await analysis.request('delvescope/capture', query, token);
    return path === null ? { choice } : { choice, path };
  } catch (error) {
    return token.isCancellationRequested ? { choice } : { choice, error };
  }
}

/** `cpu 12 s left`, `heap 1.2 MB`. */
function state({ kind, seconds }: Choice, elapsed: number, bytes: number): string {
  const left = Math.ceil(seconds - elapsed / 1000);
  if (left > 0) return vscode.l10n.t('{0} {1} s left', kind.title, left);
  if (bytes === 0) return kind.title;
  return `${kind.title} ${(bytes / 1e6).toFixed(1)} MB`;
}
