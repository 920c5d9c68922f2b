import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import * as vscode from 'vscode';
import type { Log } from '../../base/log.ts';
import { DapConnection } from '../../dap/connection.ts';
import type { DapEvent, DapMessage, DapRequest } from '../../dap/messages.ts';
import { isRequest, objectOf } from '../../dap/messages.ts';
import { adapterRequest } from '../../protocol/debug-session.ts';
import type { DisconnectChoice } from '../../protocol/debug-session.ts';

export interface AdapterCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

interface Surroundings {
  /** Undefined: the user closed the question, and the target's owner expects the usual. */
  ask(): Promise<DisconnectChoice | undefined>;
  /** What the adapter says when the editor's session is over already. */
  late(message: unknown): void;
  readonly log: Pick<Log, 'error'>;
}

/**
 * An adapter whose disconnect is a question. The editor gives an adapter two seconds to answer a disconnect and then
 * kills it; here the editor is answered at once, and the process lives on until the user has chosen.
 */
export class AskingAdapter implements vscode.DebugAdapter {
  readonly #sent = new vscode.EventEmitter<vscode.DebugProtocolMessage>();
  readonly onDidSendMessage = this.#sent.event;
  readonly #surroundings: Surroundings;
  readonly #child: ChildProcess;
  readonly #connection: DapConnection;
  #isLeaving = false;

  constructor({ command, args, env }: AdapterCommand, surroundings: Surroundings) {
    this.#surroundings = surroundings;
    const child = spawn(command, [...args], { env: { ...process.env, ...env }, windowsHide: true });
    this.#child = child;
    child.on('error', (error) => surroundings.log.error(`the adapter: ${error.message}`));
    child.stderr.resume();
    this.#connection = new DapConnection(child.stdout, child.stdin);
    this.#connection.listen({
      message: (message) => this.#fromAdapter(message),
      close: () => this.#fromAdapter(TERMINATED),
    });
  }

  handleMessage(message: vscode.DebugProtocolMessage): void {
    // The editor's type says nothing of what is in a message.
    const request = message as DapMessage;
    if (isRequest(request) && isPlainDisconnect(request)) void this.#leave(request);
    else this.#connection.sendBody(JSON.stringify(request));
  }

  dispose(): void {
    this.#sent.dispose();
    if (!this.#isLeaving) this.#connection.close();
  }

  #fromAdapter(message: DapMessage): void {
    if (this.#isLeaving) this.#surroundings.late(message);
    else this.#sent.fire(message);
  }

  async #leave({ seq, command, arguments: given }: DapRequest): Promise<void> {
    const answer = { seq: 0, type: 'response', request_seq: seq, success: true, command };
    this.#sent.fire(answer);
    this.#isLeaving = true;
    const choice = await this.#surroundings.ask();
    if (choice) await this.#connection.request(adapterRequest.chooseDisconnect, { choice });
    await this.#connection.request(command, objectOf(given));
    this.#connection.close();
    this.#child.unref();
  }
}

const TERMINATED: DapEvent = { seq: 0, type: 'event', event: 'terminated' };

/** The Disconnect button. Stop, Disconnect and Suspend, and the first half of a restart say what they want. */
function isPlainDisconnect({ command, arguments: given }: DapRequest): boolean {
  if (command !== 'disconnect') return false;
  const args = objectOf(given);
  return !['restart', 'terminateDebuggee', 'suspendDebuggee'].some((name) => args[name] === true);
}
