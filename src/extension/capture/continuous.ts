import * as vscode from 'vscode';
import { Disposables } from '../../base/disposables.ts';
import type { Log } from '../../base/log.ts';
import { messageOf } from '../../base/user-error.ts';
import { command } from '../../protocol/contributions.ts';
import type { CapturePlan, Captures } from './captures.ts';

const LAST_MINUTES = 'capture.minutes';
/** A program that was restarted is back within a few rounds; one that is gone is worth a word. */
const FAILURES_TO_TELL = 3;

/** Captures the same kinds again and again until it is told to stop; the status bar shows that it does. */
export class ContinuousCapture implements vscode.Disposable {
  readonly #captures: Captures;
  readonly #memory: vscode.Memento;
  readonly #log: Log;
  #running: Disposables | undefined;

  constructor(captures: Captures, memory: vscode.Memento, log: Log) {
    this.#captures = captures;
    this.#memory = memory;
    this.#log = log;
  }

  async start(): Promise<void> {
    const plan = await this.#captures.plan();
    if (!plan) return;
    const minutes = await this.#askMinutes(plan);
    if (minutes === undefined) return;
    this.stop();
    this.#run(plan, minutes);
  }

  stop(): void {
    this.#running?.dispose();
    this.#running = undefined;
  }

  dispose(): void {
    this.stop();
  }

  #run(plan: CapturePlan, minutes: number): void {
    const running = new Disposables();
    this.#running = running;
    const item = running.add(vscode.window.createStatusBarItem(vscode.StatusBarAlignment.Left));
    const source = running.add(new vscode.CancellationTokenSource());
    const kinds = plan.choices.map(({ kind }) => kind.title).join(', ');
    item.command = command.stopCapturing;
    item.text = `$(record) ${vscode.l10n.t('{0} every {1} min', kinds, minutes)}`;
    item.show();
    let rounds = 0;
    let failures = 0;
    const round = async (): Promise<void> => {
      const outcomes = await this.#captures.fetch(plan, source.token, () => undefined);
      if (source.token.isCancellationRequested) return;
      const errors = outcomes.flatMap(({ error }) =>
        error === undefined ? [] : [messageOf(error)],
      );
      rounds++;
      failures = errors.length === outcomes.length ? failures + 1 : 0;
      for (const error of errors) this.#log.warn(`capturing: ${error}`);
      const said = errors[0] === undefined ? '' : `\n${errors[0]}`;
      item.tooltip = `${vscode.l10n.t('{0} rounds from {1}. Click to stop.', rounds, plan.title)}${said}`;
      if (failures === FAILURES_TO_TELL) void vscode.window.showWarningMessage(errors[0] ?? '');
    };
    let isBusy = false;
    const tick = (): void => {
      // A round that takes longer than its interval is not overtaken by the next.
      if (isBusy) return;
      isBusy = true;
      void round()
        .catch((error: unknown) => this.#log.error(`capturing: ${messageOf(error)}`))
        .finally(() => (isBusy = false));
    };
    const timer = setInterval(tick, minutes * 60_000);
    running.add({
      dispose: () => {
        clearInterval(timer);
        source.cancel();
      },
    });
    tick();
  }

  async #askMinutes(plan: CapturePlan): Promise<number | undefined> {
    const text = await vscode.window.showInputBox({
      title: vscode.l10n.t('Capture from {0} every', plan.title),
      prompt: vscode.l10n.t('Minutes between two captures'),
      value: String(this.#memory.get(LAST_MINUTES, 5)),
      ignoreFocusOut: true,
      validateInput: (value) =>
        Number(value) >= 0.1 && Number(value) <= 1440
          ? undefined
          : vscode.l10n.t('A number of minutes, 0.1 to 1440.'),
    });
    if (text === undefined) return undefined;
    await this.#memory.update(LAST_MINUTES, Number(text));
    return Number(text);
  }
}
