import * as vscode from 'vscode';

/** The editor needs a moment for the stack of the thread it is told of. */
const FOCUS_MILLIS = 1500;

/**
 * Makes a goroutine the selected thread. The editor opens the thread's top frame by itself; this waits for that, so
 * that what is opened afterwards stays on top.
 */
export async function focusGoroutine(
  goroutine: number,
  select: (goroutine: number) => Promise<boolean>,
): Promise<void> {
  const focused = new Promise<void>((resolve) => {
    const listener = vscode.debug.onDidChangeActiveStackItem((item) => {
      if (item && 'frameId' in item && item.threadId === goroutine) end();
    });
    const timer = setTimeout(() => end(), FOCUS_MILLIS);
    const end = (): void => {
      listener.dispose();
      clearTimeout(timer);
      resolve();
    };
  });
  if (await select(goroutine)) await focused;
}
