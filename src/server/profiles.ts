import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { CancellationToken } from '../base/cancellation.ts';
import { CancelledError, neverCancelled } from '../base/cancellation.ts';
import { UserError } from '../base/user-error.ts';
import type { AnalysisRequests, ProfileInfo } from '../protocol/analysis.ts';
import type { SourceFinder } from '../workspace/source-finder.ts';
import { openHere, openInThread, type OpenProfile } from './open-profile.ts';
import { filesOf, keyOf, type ProfileSource } from './open-session.ts';
import type { DeskTools, ProfileQuestion, ProfileQuestions } from './profile-desk.ts';

export interface ProfilesOptions {
  /** The module of the threads: `profile-thread.ts`, or its bundle. */
  readonly threadFile: string;
  readonly finder: () => Promise<SourceFinder>;
  readonly goPath: () => string;
  readonly lines: DeskTools['lines'];
  readonly onProgress: (profile: string, share: number) => void;
}

/** Reading less than this takes no longer than starting a thread. */
const SMALL_BYTES = 2 ** 17;
const PROGRESS_MILLIS = 50;

type Handlers = {
  [
    Name in
      | (ProfileQuestion & keyof AnalysisRequests)
      | 'delvescope/openProfile'
      | 'delvescope/openComparison'
      | 'delvescope/openMerged'
      | 'delvescope/closeProfile'
  ]: (
    params: AnalysisRequests[Name]['params'],
    token: CancellationToken,
  ) => Promise<AnalysisRequests[Name]['result']>;
};

/** The open profiles. Small ones are in the server's own thread, each large one in a thread that ends with it. */
export class Profiles {
  readonly #options: ProfilesOptions;
  readonly #profiles = new Map<string, OpenProfile>();

  constructor(options: ProfilesOptions) {
    this.#options = options;
  }

  handlers(): Handlers {
    const ask =
      <Q extends ProfileQuestion & keyof AnalysisRequests>(question: Q) =>
      (query: ProfileQuestions[Q]['params'], token: CancellationToken) =>
        this.ask(question, query, token);
    return {
      'delvescope/openProfile': (source, token) => this.#open(source, token),
      'delvescope/openComparison': (source, token) => this.#open(source, token),
      'delvescope/openMerged': (source, token) => this.#open(source, token),
      'delvescope/closeProfile': async ({ profile }) => {
        this.#forget(profile);
        return await Promise.resolve(null);
      },
      'delvescope/filterOutcome': ask('delvescope/filterOutcome'),
      'delvescope/exportProfile': ask('delvescope/exportProfile'),
      'delvescope/profileReport': ask('delvescope/profileReport'),
      'delvescope/changes': ask('delvescope/changes'),
      'delvescope/filterDraft': ask('delvescope/filterDraft'),
      'delvescope/flameWindow': ask('delvescope/flameWindow'),
      'delvescope/tableWindow': ask('delvescope/tableWindow'),
      'delvescope/frameFigures': ask('delvescope/frameFigures'),
      'delvescope/sourceView': ask('delvescope/sourceView'),
      'delvescope/tagPivot': ask('delvescope/tagPivot'),
      'delvescope/sidesWindow': ask('delvescope/sidesWindow'),
      'delvescope/search': ask('delvescope/search'),
      'delvescope/functionDetail': ask('delvescope/functionDetail'),
      'delvescope/locateFrame': ask('delvescope/locateFrame'),
      'delvescope/lineFigures': ask('delvescope/lineFigures'),
      'delvescope/hotLines': ask('delvescope/hotLines'),
      'delvescope/placeNow': ask('delvescope/placeNow'),
    };
  }

  has(profile: string): boolean {
    return this.#profiles.has(profile);
  }

  /** Rejects with a `UserError` when the profile of the query is not open. */
  async ask<Q extends ProfileQuestion>(
    question: Q,
    query: ProfileQuestions[Q]['params'] & { readonly profile: string },
    token: CancellationToken = neverCancelled,
  ): Promise<ProfileQuestions[Q]['result']> {
    const open = this.#profiles.get(query.profile);
    if (!open) {
      const words = `${basename(query.profile)} is not open. Open it again.`;
      throw new UserError('profile-closed', words);
    }
    return await open.ask(question, query, token);
  }

  async #open(source: ProfileSource, token: CancellationToken): Promise<ProfileInfo> {
    const { threadFile, lines, goPath } = this.#options;
    const key = keyOf(source);
    const tools = { finder: await this.#options.finder(), goPath: goPath(), lines };
    const options = { token, tools, onProgress: this.#progressOf(key) };
    const size = await sizeOf(source);
    const profile =
      size < SMALL_BYTES
        ? await openHere(source, options)
        : await openInThread(source, threadFile, options);
    // The tab was closed just when the profile was there: nobody will ask for it, or close it again.
    if (token.isCancellationRequested) {
      profile.close();
      throw new CancelledError();
    }
    this.#forget(key);
    this.#profiles.set(key, profile);
    return await profile.ask('info', null, token);
  }

  #progressOf(key: string): (share: number) => void {
    let told = performance.now();
    return (share) => {
      const now = performance.now();
      if (now - told < PROGRESS_MILLIS) return;
      told = now;
      this.#options.onProgress(key, share);
    };
  }

  #forget(key: string): void {
    this.#profiles.get(key)?.close();
    this.#profiles.delete(key);
  }
}

/** Bytes of the files of a source; 0 for those that are not there, which reading them tells. */
async function sizeOf(source: ProfileSource): Promise<number> {
  const sizes = filesOf(source).map((path) =>
    stat(path).then(
      ({ size }) => size,
      () => 0,
    ),
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
