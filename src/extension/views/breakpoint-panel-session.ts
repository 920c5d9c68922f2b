import * as vscode from 'vscode';
import { Disposables } from '../../base/disposables.ts';
import { DEBUG_TYPE } from '../../protocol/contributions.ts';
import type { PanelSession } from '../../protocol/webview-expressions.ts';

type Phase = PanelSession['phase'];

/** Which debug session the panel is about, and whether its program stands still. */
export class PanelSessions implements vscode.Disposable {
  readonly #disposables = new Disposables();
  readonly #changed = this.#disposables.add(new vscode.EventEmitter<void>());
  readonly onDidChange = this.#changed.event;
  readonly #phases = new Map<vscode.DebugSession, Phase>();

  constructor() {
    this.#disposables.addAll(
      vscode.debug.onDidStartDebugSession((session) => {
        if (session.type === DEBUG_TYPE && !this.#phases.has(session))
          this.#set(session, 'running');
      }),
      vscode.debug.onDidTerminateDebugSession((session) => {
        if (this.#phases.delete(session)) this.#changed.fire();
      }),
      vscode.debug.onDidChangeActiveDebugSession(() => this.#changed.fire()),
      vscode.debug.registerDebugAdapterTrackerFactory(DEBUG_TYPE, {
        createDebugAdapterTracker: (session) => ({
          onDidSendMessage: (message: unknown) => {
            const phase = phaseAfter(message);
            if (phase !== null) this.#set(session, phase);
          },
        }),
      }),
    );
  }

  /** The debugger's active session when it is ours, else the last one that started. */
  get current(): vscode.DebugSession | undefined {
    const active = vscode.debug.activeDebugSession;
    if (active && this.#phases.has(active)) return active;
    return [...this.#phases.keys()].at(-1);
  }

  get state(): PanelSession {
    const session = this.current;
    if (!session) return { name: '', phase: 'none' };
    return { name: session.name, phase: this.#phases.get(session) ?? 'running' };
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #set(session: vscode.DebugSession, phase: Phase): void {
    if (this.#phases.get(session) === phase) return;
    this.#phases.set(session, phase);
    this.#changed.fire();
  }
}

const RESUMING = new Set(['continue', 'next', 'stepIn', 'stepOut', 'stepBack', 'reverseContinue']);

/** Null: the message says nothing about it. */
function phaseAfter(message: unknown): Phase | null {
  if (typeof message !== 'object' || message === null) return null;
  if ('event' in message) {
    if (message.event === 'stopped') return 'stopped';
    return message.event === 'continued' ? 'running' : null;
  }
  if (!('command' in message) || !('success' in message) || message.success !== true) return null;
  return RESUMING.has(String(message.command)) ? 'running' : null;
}
