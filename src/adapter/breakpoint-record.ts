import type { DapRequest, JsonObject } from '../dap/messages.ts';
import { objectOf } from '../dap/messages.ts';

/** Which breakpoints this client set, so that they can be taken along when it leaves a dlv that stays. */
export class BreakpointRecord {
  readonly #sources = new Map<string, unknown>();
  readonly #kinds = new Set<string>();

  note(request: DapRequest): void {
    const args = objectOf(request.arguments);
    const breakpoints = args['breakpoints'];
    const some = Array.isArray(breakpoints) && breakpoints.length > 0;
    if (request.command !== 'setBreakpoints') {
      if (some) this.#kinds.add(request.command);
      return;
    }
    const path = objectOf(args['source'])['path'];
    if (typeof path === 'string' && some) this.#sources.set(path, args['source']);
  }

  /** Requests that clear all of them; harmless where they are gone already. */
  clearing(): readonly { readonly command: string; readonly args: JsonObject }[] {
    const sources = [...this.#sources.values()].map((source) => {
      return { command: 'setBreakpoints', args: { source, breakpoints: [] } };
    });
    const kinds = [...this.#kinds].map((command) => ({ command, args: { breakpoints: [] } }));
    return [...sources, ...kinds];
  }
}
