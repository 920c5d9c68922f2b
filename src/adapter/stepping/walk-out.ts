import type { RpcClient } from '../../delve/rpc-client.ts';
import { isPlumbing } from '../special/special-stop.ts';
import type { Stop, StopJudge, Verdict } from '../stops/stop-desk.ts';
import type { TargetState } from '../target-state.ts';

type StepCommand = 'next' | 'stepOut';

interface Walk {
  readonly goroutine: number;
  /** What was asked for, in the user's own frame; undefined: getting there is all. */
  readonly last: StepCommand | undefined;
  /** Of the user's statement. A return may end at the next line already, which is all that `next` wants. */
  readonly line: number;
  steps: number;
}

/** Between a statement and the runtime lie two or three frames. */
const MOST_STEPS = 8;
const DEPTH = 20;

/**
 * A step from a stop in the runtime, which was shown at the user's own frame, begins there too: out of the runtime's
 * frames first, unseen, then the step that was asked for.
 */
export class WalkOut implements StopJudge {
  #walk: Walk | undefined;

  constructor(state: Pick<TargetState, 'listen'>) {
    state.listen({ stopped: () => (this.#walk = undefined) });
  }

  async begin(goroutine: number, last: StepCommand | undefined, rpc: RpcClient): Promise<void> {
    const frames = await rpc.stacktrace(goroutine, DEPTH);
    const own = frames.find((frame) => !isPlumbing(frame.function?.name ?? ''));
    this.#walk = { goroutine, last, line: own?.line ?? 0, steps: 0 };
  }

  isInterested(): boolean {
    return this.#walk !== undefined;
  }

  async judge(stop: Stop, rpc: RpcClient): Promise<Verdict> {
    const walk = this.#walk;
    if (!walk || stop.reason !== 'step' || walk.steps++ > MOST_STEPS) return { kind: 'pass' };
    const [top] = await rpc.stacktrace(walk.goroutine, 1);
    const isOut = !isPlumbing(top?.function?.name ?? '');
    if (isOut) this.#walk = undefined;
    const isThere = walk.last === 'next' && top?.line !== walk.line;
    const command = isOut ? (isThere ? undefined : walk.last) : 'stepOut';
    if (!command) return { kind: 'pass' };
    return { kind: 'resume', by: { command, args: { threadId: walk.goroutine } } };
  }
}
