import * as vscode from 'vscode';

/** A tab over something that the server opens once. Its page says `ready` when it can hear: what is posted before is lost. */
export class OpenedTab<Info, Message> implements vscode.Disposable {
  /** A hidden page is torn down; it will say `ready` again. */
  isReady = false;
  readonly #panel: vscode.WebviewPanel;
  readonly #open: (token: vscode.CancellationToken) => Promise<Info>;
  readonly #cancel = new vscode.CancellationTokenSource();
  readonly #watch: vscode.Disposable;
  #info: Promise<Info> | undefined;
  #isOpen = false;

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
    return this.#isOpen;
  }

  /** It is being opened, or is open. */
  get isAsked(): boolean {
    return this.#info !== undefined;
  }

  /** Opens at the first call, and at the next one after it failed. */
  info(): Promise<Info> {
    this.#info ??= this.#open(this.#cancel.token).then(
      (info) => {
        this.#isOpen = true;
        return info;
      },
      (error: unknown) => {
        this.forget();
        throw error;
      },
    );
    return this.#info;
  }

  /** There is more of it now: the next call asks for it again. */
  renew(): void {
    this.#info = undefined;
  }

  /** The server has lost it, or it is to be read again: the next call opens it anew. */
  forget(): void {
    this.#info = undefined;
    this.#isOpen = false;
  }

  /** False when the page cannot hear. */
  send(message: Message): boolean {
    if (this.isReady) void this.#panel.webview.postMessage(message);
    return this.isReady;
  }

  /** Ends what is being opened. */
  dispose(): void {
    this.#cancel.cancel();
    this.#cancel.dispose();
    this.#watch.dispose();
  }
}
