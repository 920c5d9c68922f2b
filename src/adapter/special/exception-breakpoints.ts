import type { DapResponse, JsonObject } from '../../dap/messages.ts';
import { objectOf } from '../../dap/messages.ts';
import type { RpcClient } from '../../delve/rpc-client.ts';
import type { Stop, StopJudge, Verdict } from '../stops/stop-desk.ts';
import type { OwnFilter } from './exception-filters.ts';
import { breakAt, breakAtCall, clearAt } from './rpc-breakpoint.ts';
import type { SpecialStop } from './special-stop.ts';
import { entriesOf, startedAt } from './started-function.ts';

/** The last panic that was shown, for `exceptionInfo`. */
export interface ShownPanic {
  readonly goroutine: number;
  readonly text: string;
}

interface ExceptionSession {
  ask(command: string, args: JsonObject): Promise<DapResponse | undefined>;
}

interface Wanted {
  readonly filter: OwnFilter;
  /** Empty: none. */
  readonly condition: string;
}

/** Beginnings of the runtime's functions where they happen. */
const FUNCTIONS: Readonly<Record<OwnFilter, string>> = {
  'all-panics': 'runtime.gopanic',
  'goroutine-start': 'runtime.newproc',
  'goroutine-exit': 'runtime.goexit1',
};
/**
 * dlv 1.27.2 cannot read the argument of `gopanic`, which is in two pieces; when it calls this method its value has been
 * stored (runtime/panic.go, Go 1.22 and later).
 */
const PANIC_READY = 'runtime.(*_panic).start';
const PANIC_VALUE = 'p.arg';
/** What holds the address of the function a goroutine is started with. */
const STARTED: Readonly<Partial<Record<OwnFilter, string>>> = {
  'goroutine-start': 'fn.fn',
  'goroutine-exit': 'runtime.curg.startpc',
};

/** Panics that are recovered, starts and ends of goroutines: function breakpoints in the runtime, as exception filters. */
export class ExceptionBreakpoints implements StopJudge {
  readonly #session: ExceptionSession;
  readonly #stop: Pick<SpecialStop, 'show'>;
  readonly #set = new Map<OwnFilter, number>();
  #panic: ShownPanic | undefined;

  constructor(session: ExceptionSession, stop: Pick<SpecialStop, 'show'>) {
    this.#session = session;
    this.#stop = stop;
  }

  get panic(): ShownPanic | undefined {
    return this.#panic;
  }

  /** Rejects with words when the condition cannot be understood. */
  async check({ filter, condition }: Wanted, rpc: RpcClient): Promise<void> {
    await nativeCondition(filter, condition.trim(), rpc);
  }

  /** Replaces what was wanted before. */
  async set(wanted: readonly Wanted[], rpc: RpcClient): Promise<void> {
    for (const filter of this.#set.keys()) await clearAt(FUNCTIONS[filter], rpc);
    this.#set.clear();
    for (const { filter, condition } of wanted) {
      const native = await nativeCondition(filter, condition.trim(), rpc);
      const id =
        filter === 'all-panics'
          ? await breakAtCall(FUNCTIONS[filter], PANIC_READY, rpc)
          : await breakAt(FUNCTIONS[filter], native, rpc);
      if (typeof id === 'number') this.#set.set(filter, id);
    }
  }

  isInterested(): boolean {
    return this.#set.size > 0;
  }

  stepEnded(): void {
    this.#panic = undefined;
  }

  async judge(stop: Stop, rpc: RpcClient): Promise<Verdict> {
    this.#panic = undefined;
    if (stop.reason !== 'breakpoint') return { kind: 'pass' };
    for (const [filter, id] of this.#set) {
      const isHit = stop.hits.some(
        ({ goroutine, breakpoint }) => goroutine === stop.goroutine && breakpoint.id === id,
      );
      if (!isHit) continue;
      if (filter === 'all-panics') return this.#showPanic(stop.goroutine);
      const started = await startedFunction(STARTED[filter] ?? '', stop.goroutine, rpc);
      const verb =
        filter === 'goroutine-start' ? `starts ${started}` : `ends, which ran ${started}`;
      return this.#stop.show(stop.goroutine, 'goroutine', `Goroutine ${stop.goroutine} ${verb}`);
    }
    return { kind: 'pass' };
  }

  async #showPanic(goroutine: number): Promise<Verdict> {
    const text = await this.#panicValue(goroutine);
    this.#panic = { goroutine, text };
    return this.#stop.show(goroutine, 'exception', text, { description: 'panic' });
  }

  /** As dlv's DAP writes values: it is stopped, though the client does not know yet. */
  async #panicValue(goroutine: number): Promise<string> {
    const trace = await this.#session.ask('stackTrace', {
      threadId: goroutine,
      startFrame: 0,
      levels: 1,
    });
    const frames = objectOf(trace?.body)['stackFrames'];
    const frameId = objectOf(Array.isArray(frames) ? frames[0] : undefined)['id'];
    const answer = await this.#session.ask('evaluate', {
      expression: PANIC_VALUE,
      frameId,
      context: 'repl',
    });
    const result = objectOf(answer?.body)['result'];
    return typeof result === 'string' ? withoutInterface(result) : 'a value that cannot be read';
  }
}

/** `interface {}(string) "boom"` says no more than `"boom"`. */
function withoutInterface(text: string): string {
  const [, type = '', value = ''] = /^interface \{\}\((.*?)\) (.*)$/s.exec(text) ?? [];
  if (type === '') return text;
  return type === 'string' ? value : `${type} ${value.replace(/^\*(?=\{)/, '')}`;
}

async function nativeCondition(filter: OwnFilter, text: string, rpc: RpcClient): Promise<string> {
  const started = STARTED[filter];
  if (text === '' || started === undefined) return '';
  // The name of a function; everything else is for dlv to understand.
  if (!/^[\w./()*[\]-]+$/.test(text) || !text.includes('.') || text.startsWith('runtime.curg')) {
    return text;
  }
  const entries = await entriesOf(text, rpc);
  return entries.map((entry) => `${started} == ${entry}`).join(' || ');
}

async function startedFunction(
  expression: string,
  goroutine: number,
  rpc: RpcClient,
): Promise<string> {
  const { Variable } = await rpc.call('Eval', {
    Scope: { GoroutineID: goroutine, Frame: 0, DeferredCall: 0 },
    Expr: expression,
    Cfg: {
      FollowPointers: false,
      MaxVariableRecurse: 0,
      MaxStringLen: 0,
      MaxArrayValues: 0,
      MaxStructFields: 0,
    },
  });
  return startedAt(Number(Variable.value), rpc);
}
