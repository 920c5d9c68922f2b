import * as vscode from 'vscode';
import type { Log } from '../base/log.ts';

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

  show(): void {
    this.#open().show(true);
  }

  dispose(): void {
    this.#channel?.dispose();
  }

  #open(): vscode.LogOutputChannel {
    this.#channel ??= vscode.window.createOutputChannel('Delvescope', { log: true });
    return this.#channel;
  }
}
