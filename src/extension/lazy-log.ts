import * as vscode from 'vscode';
import type { Log } from '../base/log.ts';

/** Registering a channel takes the window a few milliseconds; more on a busy machine. */
const NEW_CHANNEL_MILLIS = 500;

/** The `Delvescope` output channel, created with its first line. */
export class LazyLog implements Log, vscode.Disposable {
  #channel: vscode.LogOutputChannel | undefined;

  debug(message: string): void {
    this.#open().debug(message);
  }

  info(message: string): void {
    this.#open().info(message);
  }

  warn(message: string): void {
    this.#open().warn(message);
  }

  error(message: string): void {
    this.#open().error(message);
  }

  /** The window hears of a new channel a moment later, and until then showing it does nothing: then once more. */
  show(): void {
    const isNew = this.#channel === undefined;
    const channel = this.#open();
    channel.show(true);
    if (isNew) setTimeout(() => channel.show(true), NEW_CHANNEL_MILLIS);
  }

  dispose(): void {
    this.#channel?.dispose();
  }

  #open(): vscode.LogOutputChannel {
    this.#channel ??= vscode.window.createOutputChannel('Delvescope', { log: true });
    return this.#channel;
  }
}
