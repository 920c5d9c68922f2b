import type { OutputCategory } from '../client-port.ts';
import type { JsonObject } from '../../dap/messages.ts';
import type { RpcClient } from '../../delve/rpc-client.ts';
import type { Stop, StopJudge, Verdict } from '../stops/stop-desk.ts';

/** Bytes that a hardware slot of amd64 and arm64 watches. */
const MOST_BYTES = 8;

interface DataSession {
  readonly client: {
    output(category: OutputCategory, text: string): void;
    event(event: string, body: JsonObject): void;
  };
}

/**
 * Data breakpoints are dlv's. What it leaves unsaid is said here: why one cannot be set, and that the one on a stack
 * variable is gone once its function has returned, which dlv's DAP passes over in silence.
 */
export class DataBreakpoints implements StopJudge {
  readonly #session: DataSession;
  /** dlv's id to what the user calls it. */
  #set: ReadonlyMap<number, string> = new Map();

  constructor(session: DataSession) {
    this.#session = session;
  }

  /** The answer to `setDataBreakpoints`, its reasons in words. */
  noted(breakpoints: readonly JsonObject[], names: readonly string[]): readonly JsonObject[] {
    const set = new Map<number, string>();
    const explained = breakpoints.map((breakpoint, index) => {
      const { id, verified, message } = breakpoint;
      if (verified === true && typeof id === 'number') set.set(id, names[index] ?? '');
      return typeof message === 'string'
        ? { ...breakpoint, message: reasonOf(message) }
        : breakpoint;
    });
    this.#set = set;
    return explained;
  }

  isInterested(): boolean {
    return this.#set.size > 0;
  }

  async judge(_stop: Stop, rpc: RpcClient): Promise<Verdict> {
    const left = new Set((await rpc.listBreakpoints()).map(({ id }) => id));
    const gone = [...this.#set].filter(([id]) => !left.has(id));
    if (gone.length > 0) this.#set = new Map([...this.#set].filter(([id]) => left.has(id)));
    for (const [id, name] of gone) {
      const message = `The data breakpoint on ${name} is gone: its function has returned, and the variable with it.`;
      this.#session.client.output('important', `${message}\n`);
      // By dlv's id: on its way out it becomes the client's.
      const breakpoint = { id, verified: false, message };
      this.#session.client.event('breakpoint', { reason: 'changed', breakpoint });
    }
    return { kind: 'pass' };
  }
}

/** dlv's reasons, and what to do. */
function reasonOf(message: string): string {
  if (message.includes('for reads')) {
    return 'It is on a stack, which the runtime reads and moves: only writes can be watched.';
  }
  if (message.includes('exhausted')) {
    return 'All hardware slots, 4 on most processors, are in use. Remove another data breakpoint.';
  }
  const type = /^can not watch variable of type (.*)$/.exec(message)?.[1];
  return type === undefined ? message : tooLarge(type);
}

export function tooLarge(what: string): string {
  return `${what} is not a value of at most ${MOST_BYTES} bytes. Watch a field or an element of it.`;
}

/** Where the data is and how much, of an id that dlv made of an address. */
export function placeOf(
  dataId: string,
): { readonly address: number; readonly bytes: number } | undefined {
  const match = /\*\(\*\[(\d+)\]byte\)\((0x[0-9a-f]+)\)$/.exec(dataId);
  return match ? { address: Number(match[2]), bytes: Number(match[1]) } : undefined;
}

export function isWatchable(bytes: number): boolean {
  return bytes > 0 && bytes <= MOST_BYTES;
}
