import { CancelledError } from '../base/cancellation.ts';
import type { Log } from '../base/log.ts';
import type { RpcClient } from '../delve/rpc-client.ts';
import type { TargetState } from './target-state.ts';

/** A page of 500 goroutines takes 40 ms; a call that takes this long hangs, and the user wants to go on. */
const SETTLE_MILLIS = 5000;

/** Who reads asks through it, and cannot keep the target from going on. */
export type Gate = Pick<SideChannel, 'run'>;

/**
 * The gate before dlv's JSON-RPC. Its calls block while the target runs, and a blocked call blocks all behind it, so:
 *   1. a call starts only while the target is stopped, one after the other;
 *   2. what resumes the target first closes the gate and waits until the call in flight has settled;
 *   3. the next `stopped`, or a program that begins, opens it; what was queued before is refused.
 */
export class SideChannel {
  readonly #rpc: RpcClient;
  readonly #state: TargetState;
  readonly #log: Pick<Log, 'warn'>;
  #last: Promise<unknown> = Promise.resolve();
  /** Changes at every closing: a queued call of an older epoch is refused. */
  #epoch = 0;
  #isOpen = true;

  constructor(rpc: RpcClient, state: TargetState, log: Pick<Log, 'warn'>) {
    this.#rpc = rpc;
    this.#state = state;
    this.#log = log;
    state.listen({
      stopped: () => (this.#isOpen = true),
      configured: () => (this.#isOpen = true),
      lost: () => this.#shut(),
      ended: () => this.#shut(),
    });
  }

  /** Rejects with `CancelledError` when the target goes on before the call's turn. */
  run<T>(call: (rpc: RpcClient) => Promise<T>): Promise<T> {
    const epoch = this.#epoch;
    const result = this.#last.then(() => {
      if (!this.#isOpen || epoch !== this.#epoch || this.#state.phase !== 'stopped') {
        throw new CancelledError();
      }
      return call(this.#rpc);
    });
    this.#last = result.catch(() => undefined); // The caller gets the error; the queue only waits.
    return result;
  }

  /** For who holds a stop that is not shown yet: meanwhile the gate is shut for everybody else. */
  get held(): RpcClient {
    return this.#rpc;
  }

  /** Now, before all that is queued, whether the gate is open yet or not: the target stands. */
  ahead<T>(call: (rpc: RpcClient) => Promise<T>): Promise<T> {
    const result = call(this.#rpc);
    this.#last = Promise.allSettled([this.#last, result]);
    return result;
  }

  /** To be awaited before anything that resumes the target is sent. */
  async settle(): Promise<void> {
    this.#shut();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => {
      timer = setTimeout(() => {
        this.#log.warn(`a JSON-RPC call did not settle in ${SETTLE_MILLIS} ms`);
        resolve(undefined);
      }, SETTLE_MILLIS);
    });
    await Promise.race([this.#last, late]);
    clearTimeout(timer);
  }

  /** A resuming request was refused: the target still stands where it was. */
  reopen(): void {
    this.#isOpen = true;
  }

  close(): void {
    this.#shut();
    this.#rpc.close();
  }

  #shut(): void {
    this.#isOpen = false;
    this.#epoch++;
  }
}
