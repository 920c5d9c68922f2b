import * as vscode from 'vscode';

const LOST_TWICE_MILLIS = 60_000;

/** A tab over something that the server opens once. Its page says `ready` when it can hear: what is posted before is lost. */
export class OpenedTab<Info, Message> implements vscode.Disposable {
  /** A hidden page is torn down; it will say `ready` again. */
  isReady = false;
  readonly #panel: vscode.WebviewPanel;
  readonly #open: (token: vscode.CancellationToken) => Promise<Info>;
  readonly #cancel = new vscode.CancellationTokenSource();
  readonly #watch: vscode.Disposable;
  #info: Promise<Info> | undefined;
  #opened: Info | null = null;
  #lostAt = Number.NEGATIVE_INFINITY;

  constructor(
    panel: vscode.WebviewPanel,
    open: (token: vscode.CancellationToken) => Promise<Info>,
  ) {
    this.#panel = panel;
    this.#open = open;
    this.#watch = panel.onDidChangeViewState(() => {
      if (!panel.visible) this.isReady = false;
    });
  }

  /** It has been opened, not only asked for. */
  get isOpen(): boolean {
    return this.#opened !== null;
  }

  /** It is being opened, or is open. */
  get isAsked(): boolean {
    return this.#info !== undefined;
  }

  /** Opens at the first call, and at the next one after it failed. */
  info(): Promise<Info> {
    return (this.#info ??= this.#opening());
  }

  /** There is more of it now. */
  renew(info: Info): void {
    this.#info = Promise.resolve(info);
    this.#opened = info;
  }

  /** The server has lost it, or it is to be read again: the next call opens it anew. */
  forget(): void {
    this.#info = undefined;
    this.#opened = null;
  }

  /**
   * The server ended. True: what it held can be opened anew at once. What it ended with, while it read it or twice within
   * a minute, would end it again and again.
   */
  lost(isReading: (info: Info) => boolean = () => false): boolean {
    const canReopen =
      this.#opened !== null &&
      !isReading(this.#opened) &&
      performance.now() - this.#lostAt > LOST_TWICE_MILLIS;
    this.#lostAt = performance.now();
    this.forget();
    return canReopen;
  }

  /** False when the page cannot hear. */
  send(message: Message): boolean {
    if (this.isReady) void this.#panel.webview.postMessage(message);
    return this.isReady;
  }

  #opening(): Promise<Info> {
    const opening: Promise<Info> = this.#open(this.#cancel.token).then(
      (info) => {
        // It may have been lost meanwhile, or opened anew.
        if (this.#info === opening) this.#opened = info;
        return info;
      },
      (error: unknown) => {
        if (this.#info === opening) this.forget();
        throw error;
      },
    );
    return opening;
  }

  /** Ends what is being opened. */
  dispose(): void {
    this.#cancel.cancel();
    this.#cancel.dispose();
    this.#watch.dispose();
  }
}
