import { parseGoSymbol, shortSymbol } from '../../base/go-symbol.ts';
import { UserError } from '../../base/user-error.ts';
import type { RpcClient } from '../../delve/rpc-client.ts';
import type { EvalScope, RpcInstruction } from '../../delve/rpc-types.ts';
import type { Stop, StopJudge, Verdict } from '../stops/stop-desk.ts';

/** A call on the current line that can be stepped into. */
interface Call {
  readonly address: number;
  readonly goroutine: number;
  /** Of the frame the call is in: recursion comes by the same address in other frames. */
  readonly frameOffset: number;
  readonly label: string;
}

export interface StepInTarget {
  readonly id: number;
  readonly label: string;
  readonly line: number;
}

/** dlv's flavour of disassembly that says CALL on every platform. */
const GO_FLAVOUR = 2;
const PASS: Verdict = { kind: 'pass' };

/**
 * "Step into target": into one of several calls of a line, whatever else is called before.
 *   1. a breakpoint at the CALL instruction, for this goroutine and this frame;
 *   2. `next`, which ends at the next line if the call is never made;
 *   3. at the breakpoint, which is taken away, `stepIn`.
 */
export class StepInto implements StopJudge {
  readonly #calls = new Map<number, Call>();
  #lastId = 0;
  #under: { readonly call: Call; readonly breakpoint: number } | undefined;

  /** Calls of the frame's current line that are still to come. Only the top frame is about to make any. */
  async targets(scope: EvalScope, rpc: RpcClient): Promise<readonly StepInTarget[]> {
    this.#calls.clear();
    const frame = (await rpc.stacktrace(scope.GoroutineID, 1))[0];
    if (scope.Frame !== 0 || !frame?.function) return [];
    const { Disassemble } = await rpc.call('Disassemble', {
      Scope: scope,
      StartPC: frame.function.value,
      EndPC: 0,
      Flavour: GO_FLAVOUR,
    });
    const coming = (Disassemble ?? []).filter(
      ({ Loc, Text }) =>
        Loc.line === frame.line &&
        Loc.file === frame.file &&
        Loc.pc >= frame.pc &&
        /^CALL\b/i.test(Text),
    );
    const seen = new Map<string, number>();
    return coming.flatMap((instruction) => {
      const name = nameOf(instruction);
      if (name === undefined) return [];
      const count = (seen.get(name) ?? 0) + 1;
      seen.set(name, count);
      const label = count === 1 ? name : `${name} (${count})`;
      const { pc: address, line } = instruction.Loc;
      const { GoroutineID: goroutine } = scope;
      this.#calls.set(++this.#lastId, {
        address,
        goroutine,
        frameOffset: frame.FrameOffset,
        label,
      });
      return [{ id: this.#lastId, label, line }];
    });
  }

  /** Sets the breakpoint. Answers which step gets there. */
  async prepare(targetId: number, goroutine: number, rpc: RpcClient): Promise<'next' | 'stepIn'> {
    const call = this.#calls.get(targetId);
    if (!call || call.goroutine !== goroutine) {
      throw new UserError('no-target', 'This call is not known any more. Choose it again.');
    }
    const pc = (await rpc.stacktrace(goroutine, 1))[0]?.pc;
    if (pc === call.address) return 'stepIn';
    const { Breakpoint } = await rpc.call('CreateBreakpoint', {
      Breakpoint: {
        name: 'delvescopeStepInto',
        addrs: [call.address],
        Cond: `runtime.curg.goid == ${goroutine} && runtime.frameoff == ${call.frameOffset}`,
      },
      LocExpr: '',
      SubstitutePathRules: null,
      Suspended: false,
    });
    this.#under = { call, breakpoint: Breakpoint.id };
    return 'next';
  }

  isInterested(): boolean {
    return this.#under !== undefined;
  }

  async judge(stop: Stop, rpc: RpcClient): Promise<Verdict> {
    const under = this.#under;
    if (!under) return PASS;
    const { call, breakpoint } = under;
    const isThere = stop.hits.some((hit) => hit.breakpoint.id === breakpoint);
    const isOurs = isThere || stop.hits.some((hit) => hit.goroutine === call.goroutine);
    // Another goroutine's breakpoint: the next judge may go on.
    if (!isOurs && stop.reason === 'breakpoint') return PASS;
    this.#under = undefined;
    await rpc.clearBreakpoint(breakpoint);
    if (!isThere) return PASS;
    return { kind: 'resume', by: { command: 'stepIn', args: { threadId: call.goroutine } } };
  }
}

/** Undefined: the compiler's own call, which nobody wrote. */
function nameOf({ DestLoc }: RpcInstruction): string | undefined {
  const symbol = DestLoc?.function?.name;
  if (symbol === undefined) return 'call through a value';
  const { packagePath } = parseGoSymbol(symbol);
  return packagePath === 'runtime' || packagePath === '' ? undefined : shortSymbol(symbol);
}
