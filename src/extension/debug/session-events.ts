import * as vscode from 'vscode';
import { Disposables } from '../../base/disposables.ts';
import type { Log } from '../../base/log.ts';
import { DEBUG_TYPE } from '../../protocol/contributions.ts';
import { adapterEvent } from '../../protocol/debug-session.ts';
import type { GoroutineSources } from '../views/goroutine-sources.ts';
import type { BuildErrors } from './build-errors.ts';
import { asAdapterEvent } from './adapter-event.ts';
import type { AdapterEvent } from './adapter-event.ts';
import { MessageLog } from './message-log.ts';
import { showAdapterNotice } from './notices.ts';
import { showStartFailure } from './start-failure.ts';
import { Waits } from './waits.ts';

/** Turns the adapter's own events into what a user sees. */
export class SessionEvents implements vscode.Disposable {
  readonly #sources: GoroutineSources;
  readonly #buildErrors: BuildErrors;
  readonly #log: Log & { show(): void };
  readonly #waits = new Waits();
  readonly #disposables = new Disposables();

  constructor(sources: GoroutineSources, buildErrors: BuildErrors, log: Log & { show(): void }) {
    this.#sources = sources;
    this.#buildErrors = buildErrors;
    this.#log = log;
    this.#disposables.addAll(
      vscode.debug.onDidStartDebugSession((session) => {
        if (session.type === DEBUG_TYPE) this.#sources.addSession(session);
      }),
      vscode.debug.onDidTerminateDebugSession((session) => {
        this.#sources.removeSession(session);
        this.#waits.show(session, null);
      }),
      vscode.debug.registerDebugAdapterTrackerFactory(DEBUG_TYPE, {
        createDebugAdapterTracker: (session) => this.#track(session),
      }),
    );
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #track(session: vscode.DebugSession): vscode.DebugAdapterTracker {
    const messages = new MessageLog(session, this.#log);
    return {
      onWillStartSession: () => this.#buildErrors.clear(),
      onWillReceiveMessage: (message: unknown) => messages.received(message),
      onDidSendMessage: (message: unknown) => {
        messages.sent(message);
        const event = asAdapterEvent(message);
        if (event) this.#handle(session, event);
      },
      onError: (error) => this.#log.error(`adapter of "${session.name}": ${error.message}`),
      onExit: (code, signal) => {
        this.#waits.show(session, null);
        if (code !== 0 && code !== undefined) {
          this.#log.error(`adapter of "${session.name}" ended with ${signal ?? `code ${code}`}`);
        }
      },
    };
  }

  #handle(session: vscode.DebugSession, { event, body }: AdapterEvent): void {
    switch (event) {
      case adapterEvent.goroutinesChanged:
        this.#sources.sessionChanged(session);
        break;
      case adapterEvent.waiting:
        this.#waits.show(session, body);
        break;
      case adapterEvent.expressionTableChanged:
      case adapterEvent.breakpointsChanged:
        break; // The expressions panel listens itself.
      case adapterEvent.startFailed:
        this.#log.warn(`${session.name}: ${body.code}: ${body.message}\n${body.detail}`);
        void showStartFailure(session, body, this.#log);
        break;
      case adapterEvent.buildFailed:
        void this.#buildErrors.show(body.errors);
        break;
      case adapterEvent.sessionInfo:
        this.#log.info(
          `${session.name}: dlv ${body.dlvVersion}, ${body.goVersion}, side channel ${body.sideChannel}, process ${body.processId ?? 'unknown'}`,
        );
        break;
      case adapterEvent.notice:
        void showAdapterNotice(body);
        break;
      case adapterEvent.coreProgress:
        // For the command that asked for the dump.
        break;
    }
  }
}
