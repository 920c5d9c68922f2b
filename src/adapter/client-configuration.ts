import type { DapRequest, JsonObject } from '../dap/messages.ts';
import { isObject, objectOf } from '../dap/messages.ts';
import { BreakpointIds } from './attach/breakpoint-ids.ts';

/** Requests that say what a client wants to stop at. Each replaces the one before, of its kind or for its file. */
const KINDS = [
  'setBreakpoints',
  'setFunctionBreakpoints',
  'setInstructionBreakpoints',
  'setDataBreakpoints',
  'setExceptionBreakpoints',
] as const;

type Kind = (typeof KINDS)[number];

interface Entry {
  readonly kind: Kind;
  /** As the client sent them. */
  readonly args: JsonObject;
  /** What the client calls its breakpoints, in their order; empty until it has been answered. */
  ids: readonly number[];
}

/** Where what was set can be set again. */
export interface ReplayTarget {
  /** Sends a request as if the client had sent it, and resolves with what the client would get. */
  issue(command: string, args: JsonObject): Promise<JsonObject>;
  /** A breakpoint as it is now, under the id the client knows. */
  breakpointChanged(breakpoint: JsonObject): void;
}

interface ReplayOptions {
  /** False: addresses of the program may have moved, so breakpoints at addresses are not set. */
  readonly isSameProcess: boolean;
}

const MOVED = 'The program was started anew: what is at this address may be something else.';

/** What the client has set, as it sent it, so that another dlv can be told the same; and its breakpoints' ids. */
export class ClientConfiguration {
  readonly #entries = new Map<string, Entry>();
  readonly #asked = new Map<number, Entry>();
  readonly #ids = new BreakpointIds();
  /** A better reason than dlv's for a breakpoint of a file that does not bind. */
  explain: (path: string, message: unknown) => string | undefined = () => undefined;

  /** Called for each request of the client before anything changes it. */
  note(request: DapRequest): void {
    const kind = KINDS.find((each) => each === request.command);
    if (!kind) return;
    const args = structuredClone(objectOf(request.arguments));
    const entry: Entry = { kind, args, ids: [] };
    this.#entries.set(keyOf(kind, args), entry);
    this.#asked.set(request.seq, entry);
  }

  /** A response to the client, with the client's ids in it: each breakpoint has one, so that it can be told changes. */
  answered(response: JsonObject): JsonObject {
    const seq = Number(response['request_seq']);
    const entry = this.#asked.get(seq);
    this.#asked.delete(seq);
    const body = objectOf(response['body']);
    const breakpoints = breakpointsOf(body);
    if (!entry || entry.kind === 'setExceptionBreakpoints' || !breakpoints) return response;
    const named = breakpoints.map((each) => this.#named(this.#explained(entry, each)));
    entry.ids = named.map(({ id }) => id);
    return { ...response, body: { ...body, breakpoints: named } };
  }

  /** An event to the client, with the client's ids in it. */
  told(event: JsonObject): JsonObject {
    const body = objectOf(event['body']);
    const { breakpoint, hitBreakpointIds: hit } = body;
    if (event['event'] === 'stopped' && Array.isArray(hit)) {
      const ids: readonly unknown[] = hit;
      const hitBreakpointIds = ids.map((id) => this.#ids.toClient(Number(id)));
      return { ...event, body: { ...body, hitBreakpointIds } };
    }
    if (event['event'] !== 'breakpoint' || !isObject(breakpoint)) return event;
    const { id } = breakpoint;
    if (typeof id !== 'number') return event;
    return {
      ...event,
      body: { ...body, breakpoint: { ...breakpoint, id: this.#ids.toClient(id) } },
    };
  }

  /** What a client is answered when there is no dlv at the moment: breakpoints that wait. */
  waiting(request: DapRequest, message: string): JsonObject | undefined {
    if (!KINDS.some((kind) => kind === request.command)) return undefined;
    const args = objectOf(request.arguments);
    const wanted = breakpointsOf(args) ?? listOf(args['filters']);
    return { breakpoints: wanted.map(() => ({ verified: false, message })) };
  }

  /** Under which ids the client knows its breakpoints. */
  get ids(): readonly number[] {
    return [...this.#entries.values()].flatMap(({ ids }) => ids);
  }

  /** Tells another dlv, or the same one again, all that the client has set. */
  async replay(target: ReplayTarget, { isSameProcess }: ReplayOptions): Promise<void> {
    this.#ids.reset();
    for (const entry of this.#entries.values()) {
      if (entry.kind !== 'setInstructionBreakpoints' || isSameProcess) {
        await this.#setAgain(entry, target);
        continue;
      }
      for (const id of entry.ids) {
        target.breakpointChanged({ id, verified: false, message: MOVED });
      }
    }
  }

  /** For dlv to find files by other rules than before. */
  async setSourcesAgain(target: ReplayTarget): Promise<void> {
    for (const entry of this.#entries.values()) {
      if (entry.kind === 'setBreakpoints') await this.#setAgain(entry, target);
    }
  }

  async #setAgain(entry: Entry, target: ReplayTarget): Promise<void> {
    const { kind, args, ids } = entry;
    const response = await target.issue(kind, structuredClone(args));
    const breakpoints = breakpointsOf(objectOf(response['body'])) ?? [];
    ids.forEach((id, index) => {
      const now = breakpoints[index] ?? { verified: false, message: response['message'] };
      if (typeof now['id'] === 'number') this.#ids.bind(now['id'], id);
      target.breakpointChanged({ ...this.#explained(entry, now), id });
    });
  }

  #explained({ args }: Entry, breakpoint: JsonObject): JsonObject {
    const { path } = objectOf(args['source']);
    if (typeof path !== 'string' || breakpoint['verified'] === true) return breakpoint;
    const message = this.explain(path, breakpoint['message']);
    return message === undefined ? breakpoint : { ...breakpoint, message };
  }

  #named(breakpoint: JsonObject): JsonObject & { readonly id: number } {
    const { id } = breakpoint;
    return {
      ...breakpoint,
      id: typeof id === 'number' ? this.#ids.toClient(id) : this.#ids.create(),
    };
  }
}

function keyOf(kind: Kind, args: JsonObject): string {
  if (kind !== 'setBreakpoints') return kind;
  const { path, name } = objectOf(args['source']);
  return `${kind} ${String(path ?? name)}`;
}

function breakpointsOf(fields: JsonObject): readonly JsonObject[] | undefined {
  const list = fields['breakpoints'];
  return Array.isArray(list) ? list.map(objectOf) : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
