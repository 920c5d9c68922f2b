import * as vscode from 'vscode';
import type { Log } from '../../base/log.ts';
import { setting } from '../../protocol/contributions.ts';

type Detail = 'off' | 'messages' | 'verbose';

/** A message longer than this is cut in the log: a variable can be megabytes. */
const LENGTH_LIMIT = 4000;

/** What the launch configuration's `trace` means, in the words of the setting. */
const ATTRIBUTE: Readonly<Record<string, Detail>> = {
  verbose: 'verbose',
  trace: 'verbose',
  info: 'messages',
  log: 'messages',
};

/** Writes the messages between the editor and the adapter to the log, when the user asked for it. */
export class MessageLog {
  readonly #log: Pick<Log, 'info'>;
  readonly #detail: Detail;

  constructor(session: vscode.DebugSession, log: Pick<Log, 'info'>) {
    const asked = ATTRIBUTE[String(session.configuration['trace'])];
    const settings = vscode.workspace.getConfiguration(undefined, session.workspaceFolder);
    this.#detail = asked ?? settings.get<Detail>(setting.trace, 'off');
    this.#log = log;
  }

  received(message: unknown): void {
    this.#write('→', message);
  }

  sent(message: unknown): void {
    this.#write('←', message);
  }

  #write(direction: string, message: unknown): void {
    if (this.#detail === 'off') return;
    const text = this.#detail === 'verbose' ? JSON.stringify(message) : nameOf(message);
    const cut = text.length > LENGTH_LIMIT ? `${text.slice(0, LENGTH_LIMIT)}…` : text;
    this.#log.info(`${direction} ${cut}`);
  }
}

/** `request setBreakpoints`, `event stopped`. */
function nameOf(message: unknown): string {
  if (typeof message !== 'object' || message === null) return String(message);
  const { type, command, event } = { type: '', command: '', event: '', ...message };
  return `${type} ${command}${event}`;
}
