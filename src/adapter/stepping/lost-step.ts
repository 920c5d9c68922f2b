import type { RpcClient } from '../../delve/rpc-client.ts';
import type { RpcStackframe } from '../../delve/rpc-types.ts';
import type { FinalVerdict, Resumption, Stop, StopJudge, Verdict } from '../stops/stop-desk.ts';
import type { TargetState } from '../target-state.ts';

interface Origin {
  readonly goroutine: number;
  readonly command: string;
  readonly frame: RpcStackframe;
}

const PASS: Verdict = { kind: 'pass' };

/**
 * dlv drops a step when its goroutine meets a breakpoint on the way, and at each pause. When nobody has seen that stop,
 * because the hit does not count or the pause was our own, the step is finished from where it was dropped: out of the
 * frames that it went into, then on to the next line of its own. Offsets of frames are from the stack's end: those
 * further in are smaller.
 */
export class LostStep implements StopJudge, Resumption {
  #origin: Origin | undefined;
  #isLost = false;

  constructor(state: Pick<TargetState, 'listen'>) {
    state.listen({ stopped: () => this.#forget(), ended: () => this.#forget() });
  }

  /** To be awaited before a step is sent. */
  async begin(goroutine: number, command: string, rpc: RpcClient): Promise<void> {
    const [frame] = await rpc.stacktrace(goroutine, 1);
    this.#origin = frame && { goroutine, command, frame };
  }

  isInterested(): boolean {
    return this.#isLost;
  }

  async goOn(stop: Stop, rpc: RpcClient): Promise<FinalVerdict> {
    const origin = this.#origin;
    if (!origin) return { kind: 'resume' };
    const isOwn = stop.hits.some(({ goroutine }) => goroutine === origin.goroutine);
    if (!isOwn && stop.reason !== 'pause') return { kind: 'resume' };
    this.#isLost = true;
    // A condition that could not be evaluated leaves the step in dlv, which refuses another one.
    await rpc.call('CancelNext', {});
    return this.#next(origin, rpc);
  }

  async judge(stop: Stop, rpc: RpcClient): Promise<Verdict> {
    const origin = this.#origin;
    if (!origin || stop.reason !== 'step' || stop.goroutine !== origin.goroutine) return PASS;
    return this.#next(origin, rpc);
  }

  async #next({ goroutine, command, frame }: Origin, rpc: RpcClient): Promise<FinalVerdict> {
    const [top] = await rpc.stacktrace(goroutine, 1);
    const by = top && remaining(command, frame, top);
    if (by) return { kind: 'resume', by: { command: by, args: { threadId: goroutine } } };
    this.#forget();
    return { kind: 'show', body: { reason: 'step', threadId: goroutine, hitBreakpointIds: [] } };
  }

  #forget(): void {
    this.#origin = undefined;
    this.#isLost = false;
  }
}

/** What brings a step of `from` to its end from `now`; undefined when it is there. */
function remaining(
  command: string,
  from: RpcStackframe,
  now: RpcStackframe,
): 'stepOut' | 'stepIn' | 'next' | undefined {
  if (now.FrameOffset < from.FrameOffset) return 'stepOut';
  if (now.FrameOffset > from.FrameOffset) return undefined;
  if (command === 'stepOut') return 'stepOut';
  if (now.line !== from.line || now.file !== from.file) return undefined;
  return command === 'stepIn' ? 'stepIn' : 'next';
}
