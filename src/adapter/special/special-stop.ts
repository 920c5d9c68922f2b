import { parseGoSymbol } from '../../base/go-symbol.ts';
import type { JsonObject } from '../../dap/messages.ts';
import type { Verdict } from '../stops/stop-desk.ts';
import type { TargetState } from '../target-state.ts';

/** The stop of a goroutine in the runtime's code, about which the user wants to know something at a frame of his own. */
export class SpecialStop {
  #goroutine = 0;

  constructor(state: Pick<TargetState, 'listen'>) {
    state.listen({ resumed: () => (this.#goroutine = 0) });
  }

  isOf(goroutine: unknown): boolean {
    return this.#goroutine !== 0 && goroutine === this.#goroutine;
  }

  /**
   * Shows it with words for what the goroutine is about to do. With the reasons `breakpoint`, `function breakpoint` and
   * `step` VS Code stays in the runtime's frame.
   */
  show(goroutine: number, reason: string, text: string, more: JsonObject = {}): Verdict {
    this.#goroutine = goroutine;
    const body = { reason, threadId: goroutine, hitBreakpointIds: [], description: text, text };
    return { kind: 'show', body: { ...body, ...more } };
  }
}

/** Functions through which a user's statement reaches the runtime: nobody wants to look at them first. */
export function isPlumbing(symbol: string): boolean {
  const { packagePath } = parseGoSymbol(symbol);
  return /^(runtime|sync|internal)(\/|$)/.test(packagePath);
}
