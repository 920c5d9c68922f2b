import { UserError, messageOf } from '../../base/user-error.ts';
import type { RpcClient } from '../../delve/rpc-client.ts';
import type { RpcInstruction } from '../../delve/rpc-types.ts';
import { MARKER_STOPS } from './stack-guard.ts';
import { SELECTED_SCOPE, disassemble } from './target-facts.ts';

/** No count reaches it: dlv counts passes by goroutine and never stops. */
const NEVER = '> 4611686018427387904';
/** Behind these the next instruction of a line may not be reached. */
const LEAVES = /^(j|ret|call|b\b|bl|b\.|cb|tb)/i;

/** Breakpoints that only count which goroutines pass a place. */
export class Markers {
  readonly #byPlace = new Map<string, readonly number[]>();
  readonly #newName: () => string;

  constructor(newName: () => string) {
    this.#newName = newName;
  }

  has(dlvId: number): boolean {
    return [...this.#byPlace.values()].some((ids) => ids.includes(dlvId));
  }

  /**
   * Counts from now on who passes the line; `folder` is looked in first for a name without one.
   * A line's first instruction belongs to the user's own breakpoints: two cannot share an address in dlv.
   */
  async at(file: string, line: number, folder: string, rpc: RpcClient): Promise<readonly number[]> {
    const isName = !/[/\\]/.test(file);
    const places = isName && folder !== '' ? [`${folder}/${file}`, file] : [file];
    const addresses = await this.#addresses(places, line, rpc);
    const key = addresses.join(' ');
    const known = this.#byPlace.get(key);
    if (known) return known;
    const ids: number[] = [];
    this.#byPlace.set(key, ids);
    for (const address of addresses) {
      const breakpoint = { name: this.#newName(), addrs: [address], HitCond: NEVER };
      ids.push(await createBreakpoint(rpc, breakpoint));
    }
    return ids;
  }

  /** Counts from now on who enters functions at these addresses, which only code that calls them does. */
  async atEntries(addresses: readonly number[], rpc: RpcClient): Promise<readonly number[]> {
    const key = `entries ${addresses.join(' ')}`;
    const known = this.#byPlace.get(key);
    if (known) return known;
    const ids: number[] = [];
    this.#byPlace.set(key, ids);
    for (const address of addresses) {
      const breakpoint = { name: this.#newName(), addrs: [address], HitCond: MARKER_STOPS };
      ids.push(await createBreakpoint(rpc, breakpoint));
    }
    return ids;
  }

  /** Removes those that nobody needs any more. */
  async keepOnly(needed: ReadonlySet<number>, rpc: RpcClient): Promise<void> {
    for (const [place, ids] of this.#byPlace) {
      if (ids.some((id) => needed.has(id))) continue;
      this.#byPlace.delete(place);
      for (const id of ids) await rpc.clearBreakpoint(id).catch(() => undefined); // Gone already.
    }
  }

  forget(): void {
    this.#byPlace.clear();
  }

  async #addresses(
    files: readonly string[],
    line: number,
    rpc: RpcClient,
  ): Promise<readonly number[]> {
    let reason: unknown;
    for (const file of files) {
      const args = { Scope: SELECTED_SCOPE, Loc: `${file}:${line}`, SubstitutePathRules: null };
      try {
        const found = await rpc.call('FindLocation', { ...args, IncludeNonExecutableLines: false });
        const pcs = (found.Locations ?? []).flatMap(({ pc, pcs: all }) => all ?? [pc]);
        if (pcs.length > 0) return await Promise.all(pcs.map((pc) => behindFirst(pc, rpc)));
      } catch (error) {
        reason = error;
      }
    }
    throw new UserError('no-line', `@after(${files.at(-1)}:${line}): ${messageOf(reason)}`);
  }
}

export async function createBreakpoint(rpc: RpcClient, Breakpoint: object): Promise<number> {
  const args = { Breakpoint, LocExpr: '', SubstitutePathRules: null, Suspended: false };
  return (await rpc.call('CreateBreakpoint', args)).Breakpoint.id;
}

/** The line's second instruction, when the first one always leads to it. */
async function behindFirst(pc: number, rpc: RpcClient): Promise<number> {
  const code = await disassemble(rpc, pc);
  const index = code.findIndex(({ Loc }) => Loc.pc === pc);
  const [first, second]: readonly (RpcInstruction | undefined)[] = code.slice(index, index + 2);
  const isSame = second !== undefined && second.Loc.line === first?.Loc.line;
  return isSame && !LEAVES.test(first.Text) ? second.Loc.pc : pc;
}
