import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { messageOf, UserError } from '../../base/user-error.ts';
import type { Comparison } from '../analysis/choose-comparison.ts';
import { showError } from '../notify.ts';
import { benchmarkResults } from './benchmark-results.ts';
import { goTest } from './go-test.ts';
import { profileFileName } from './profile-file-name.ts';
import type { TestProfilerParts } from './profile-test.ts';
import { atRevision, listRevisions } from './revisions.ts';
import type { Revision } from './revisions.ts';
import { goTestArguments } from './test-functions.ts';
import type { TestFunction, TestProfile } from './test-functions.ts';
import type { ProfileTestArguments } from './test-lenses.ts';

/** A side of the comparison: a revision, or the files as they are. */
type Side = Pick<Revision, 'hash' | 'short'> | null;

interface Run {
  /** The package's folder in the workspace. */
  readonly folder: string;
  readonly test: TestFunction;
  readonly profile: TestProfile;
  readonly token: vscode.CancellationToken;
}

const KINDS: readonly TestProfile[] = ['cpu', 'mem', 'block', 'mutex'];

/** Runs one benchmark at several revisions, each in a worktree of its own, and opens the comparison of their profiles. */
export class RevisionComparer {
  readonly #parts: TestProfilerParts;

  constructor(parts: TestProfilerParts) {
    this.#parts = parts;
  }

  async run({ uri, test }: Pick<ProfileTestArguments, 'uri' | 'test'>): Promise<void> {
    const folder = dirname(vscode.Uri.parse(uri).fsPath);
    try {
      const revisions = await listRevisions(folder);
      const chosen = await ask(test, revisions);
      if (!chosen) return;
      await vscode.workspace.saveAll(false);
      this.#parts.output().clear();
      const options = {
        location: vscode.ProgressLocation.Notification,
        title: test.name,
        cancellable: true,
      };
      const files = await vscode.window.withProgress(options, (progress, token) => {
        const run = { folder, test, profile: chosen.profile, token };
        return this.#record(run, chosen, (message) => progress.report({ message }));
      });
      if (files) this.#parts.compare(files);
    } catch (error) {
      const output = {
        title: vscode.l10n.t('Show output'),
        run: () => this.#parts.output().show(true),
      };
      await showError(messageOf(error), [output]);
    }
  }

  /** Null after a cancellation: then nothing is kept. */
  async #record(
    run: Run,
    { sides }: Chosen,
    report: (message: string) => void,
  ): Promise<Comparison | null> {
    const files: string[] = [];
    for (const [index, side] of sides.entries()) {
      const words = vscode.l10n.t(
        'recording {0} at {1} ({2} of {3})',
        run.profile,
        titleOf(side),
        index + 1,
        sides.length,
      );
      report(words);
      const file = await this.#recordOne(run, side).catch(async (error: unknown) => {
        await Promise.all(files.map((one) => rm(one, { force: true })));
        throw error;
      });
      if (file !== null) files.push(file);
    }
    if (files.length === sides.length) return files;
    await Promise.all(files.map((one) => rm(one, { force: true })));
    return null;
  }

  /** Paths without the folder of the worktree, so that all sides name their files alike. */
  async #recordOne({ folder, test, profile, token }: Run, side: Side): Promise<string | null> {
    if (token.isCancellationRequested) return null;
    const name = profileFileName(folder, test, profile, new Date(), side?.short);
    const file = join(this.#parts.folder(), name);
    await mkdir(dirname(file), { recursive: true });
    const temporary = await mkdtemp(join(tmpdir(), 'delvescope-test-'));
    const binary = join(temporary, 'profiled.test');
    const args = [...goTestArguments(test, profile, file, binary)];
    args.splice(1, 0, '-trimpath');
    const inFolder = (cwd: string) => goTest({ cwd, args, output: this.#parts.output() }, token);
    try {
      const end = side ? await atRevision(folder, side.hash, inFolder) : await inFolder(folder);
      const [result] = benchmarkResults(end.text);
      if (end.isCancelled || end.code !== 0 || !result) {
        await rm(file, { force: true });
        if (end.isCancelled) return null;
        throw new UserError('failed', failure(test, side, end.text));
      }
      await this.#parts.results.remember(file, result);
      return file;
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
  }
}

function failure({ name }: TestFunction, side: Side, text: string): string {
  const isThere =
    !/no test files|no tests to run|no Go files|directory not found/.test(text) &&
    text.includes('FAIL');
  return isThere
    ? vscode.l10n.t('{0} failed at {1}.', name, titleOf(side))
    : vscode.l10n.t('There is no {0} at {1}. Choose a revision that has it.', name, titleOf(side));
}

function titleOf(side: Side): string {
  return side?.short ?? vscode.l10n.t('the files as they are');
}

interface Chosen {
  readonly profile: TestProfile;
  /** The oldest first. */
  readonly sides: readonly Side[];
}

interface SideItem extends vscode.QuickPickItem {
  readonly side: Side;
}

async function ask(
  { name }: TestFunction,
  revisions: readonly Revision[],
): Promise<Chosen | undefined> {
  const here: SideItem = {
    side: null,
    label: `$(files) ${vscode.l10n.t('The files as they are')}`,
    description: vscode.l10n.t('with what is not committed'),
  };
  const items = revisions.map((side): SideItem => ({
    side,
    label: `$(git-commit) ${side.short}`,
    description: side.subject,
    detail: [side.age, side.names].filter((part) => part !== '').join(' · '),
  }));
  const options = { matchOnDescription: true, matchOnDetail: true };
  const before = await vscode.window.showQuickPick(items, {
    ...options,
    title: vscode.l10n.t('{0}: which revision before?', name),
  });
  if (!before) return undefined;
  const others = [here, ...items.filter((item) => item !== before)];
  const after = await vscode.window.showQuickPick(others, {
    ...options,
    title: vscode.l10n.t('{0}: compared with which?', name),
    placeHolder: vscode.l10n.t('One or more'),
    canPickMany: true,
  });
  if (!after || after.length === 0) return undefined;
  const kinds = KINDS.map((profile) => ({ label: profile, profile }));
  const kind = await vscode.window.showQuickPick(kinds, {
    title: vscode.l10n.t('{0}: which profile?', name),
  });
  if (!kind) return undefined;
  // The list has the newest first.
  const newer = others.filter((item) => after.includes(item)).toReversed();
  return { profile: kind.profile, sides: [before, ...newer].map(({ side }) => side) };
}
