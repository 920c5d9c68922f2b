import type { DapResponse } from '../dap/messages.ts';
import { isObject, objectOf } from '../dap/messages.ts';
import type { EvalScope } from '../delve/rpc-types.ts';
import type { TargetState } from './target-state.ts';

/** Goroutine and depth behind the frame ids dlv gave the client: JSON-RPC knows frames by these. */
export class Frames {
  readonly #scopes = new Map<number, EvalScope>();

  constructor(state: Pick<TargetState, 'listen'>) {
    const clear = (): void => this.#scopes.clear();
    state.listen({ resumed: clear, stopped: clear });
  }

  /** An answer to `stackTrace`, whose first frame has this depth. */
  note(goroutine: number, start: number, response: DapResponse): void {
    const listed = objectOf(response.body)['stackFrames'];
    if (!response.success || !Array.isArray(listed)) return;
    const frames: readonly unknown[] = listed;
    for (const [index, frame] of frames.entries()) {
      const id = isObject(frame) ? frame['id'] : undefined;
      if (typeof id !== 'number') continue;
      this.#scopes.set(id, { GoroutineID: goroutine, Frame: start + index, DeferredCall: 0 });
    }
  }

  /** Of a frame the client knows from this stop; otherwise the top frame of the selected goroutine. */
  scopeOf(frameId: unknown): EvalScope {
    const known = typeof frameId === 'number' ? this.#scopes.get(frameId) : undefined;
    return known ?? { GoroutineID: -1, Frame: 0, DeferredCall: 0 };
  }
}
