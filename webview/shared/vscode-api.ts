/** The one door between a page and the extension: messages out, messages in, state that survives hiding. */
export interface VscodeApi<To, From, State> {
  readonly post: (message: From) => void;
  /** One handler for all messages; a page calls it once. */
  readonly onMessage: (handler: (message: To) => void) => void;
  /** What this page stored; an older version may have written it, so check it before use. */
  readonly getState: () => State | undefined;
  readonly setState: (state: State) => void;
}

/** Takes the editor's API, which a page may do only once. */
export function connect<To, From, State>(): VscodeApi<To, From, State> {
  const editor = acquireVsCodeApi<State>();
  return {
    post: editor.postMessage,
    onMessage: (handler) => {
      // The editor's frame is the only one that can post to this page; the extension sends `To` alone.
      window.addEventListener('message', (event: MessageEvent<To>) => handler(event.data));
    },
    getState: editor.getState,
    setState: editor.setState,
  };
}

declare function acquireVsCodeApi<State>(): {
  readonly postMessage: (message: unknown) => void;
  readonly getState: () => State | undefined;
  readonly setState: (state: State) => void;
};
