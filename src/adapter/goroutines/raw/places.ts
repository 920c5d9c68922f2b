import type { RpcClient } from '../../../delve/rpc-client.ts';
import type { RpcGoroutine, RpcLocation, RpcStackframe } from '../../../delve/rpc-types.ts';
import type { StackStart } from './packed.ts';
import type { Chain } from './stack-walk.ts';

const DEPTH = 110;
const NOWHERE: RpcLocation = { pc: 0, file: '', line: 0 };
const CURRENT_SCOPE = { GoroutineID: -1, Frame: 0, DeferredCall: 0 };

/**
 * Which source lines program counters mean. That does not change while the program is not built again, so dlv is
 * asked once for each: about one goroutine of each kind, with all it knows (inlined calls, unwrapped go statements).
 */
export class Places {
  /** Frames at a program counter of a stack, innermost first: several where calls are inlined. */
  readonly #frames = new Map<number, readonly RpcLocation[]>();
  readonly #creations = new Map<number, RpcLocation>();
  readonly #starts = new Map<number, RpcLocation>();

  framesOf({ pcs }: Chain): readonly RpcLocation[] {
    return pcs.flatMap((pc) => this.#frames.get(pc) ?? []);
  }

  creationOf({ creationPc }: Pick<StackStart, 'creationPc'>): RpcLocation {
    return this.#creations.get(creationPc) ?? NOWHERE;
  }

  startOf({ startPc }: Pick<StackStart, 'startPc'>): RpcLocation {
    return this.#starts.get(startPc) ?? NOWHERE;
  }

  knowsOrigin({ creationPc, startPc }: StackStart): boolean {
    return this.#creations.has(creationPc) && this.#starts.has(startPc);
  }

  knowsChain({ pcs }: Chain): boolean {
    return pcs.every((pc) => this.#frames.has(pc));
  }

  /**
   * Asks dlv for the places of one goroutine and returns its chain: as given, or of a running one as dlv reads it.
   * The stack costs little because dlv has just listed the goroutine.
   */
  async learn(rpc: RpcClient, raw: StackStart, chain: Chain | null): Promise<Chain> {
    const page = await rpc.listGoroutines({ Start: raw.index, Count: 1 });
    const goroutine = page.Goroutines.find(({ id }) => id === raw.id);
    await this.#learnOrigin(rpc, raw, goroutine);
    if (chain && this.knowsChain(chain)) return chain;
    const frames = goroutine ? await rpc.stacktrace(raw.id, DEPTH) : [];
    this.#learnFrames(frames);
    if (!chain) return { pcs: physicalPcs(frames), isWhole: frames.at(-1)?.Bottom === true };
    await this.#learnAddresses(rpc, chain);
    return chain;
  }

  /** `goroutine` is missing when it ended since its addresses were read: then the lines alone are asked for. */
  async #learnOrigin(
    rpc: RpcClient,
    { creationPc, startPc }: StackStart,
    goroutine: RpcGoroutine | undefined,
  ): Promise<void> {
    const creation =
      goroutine?.goStatementLoc ?? (creationPc === 0 ? undefined : await find(rpc, creationPc - 1));
    const start = goroutine?.startLoc ?? (startPc === 0 ? undefined : await find(rpc, startPc));
    this.#creations.set(creationPc, creation ?? NOWHERE);
    this.#starts.set(startPc, start ?? NOWHERE);
  }

  /** Remembers the frames of a stack as dlv reads it. Inlined calls share counter and frame of their caller. */
  #learnFrames(frames: readonly RpcStackframe[]): void {
    const learnt = new Map<number, { readonly frame: number; readonly places: RpcLocation[] }>();
    for (const frame of frames) {
      if (this.#frames.has(frame.pc)) continue;
      const known = learnt.get(frame.pc);
      if (!known) learnt.set(frame.pc, { frame: frame.FrameOffset, places: [frame] });
      // Else a recursive call: another frame of the same line.
      else if (known.frame === frame.FrameOffset) known.places.push(frame);
    }
    for (const [pc, { places }] of learnt) this.#frames.set(pc, places);
  }

  /** For what dlv's own walk does not pass: the line of the address, without inlined calls. */
  async #learnAddresses(rpc: RpcClient, { pcs }: Chain): Promise<void> {
    for (const [position, pc] of pcs.entries()) {
      if (this.#frames.has(pc)) continue;
      // A return address stands behind its call.
      const place = await find(rpc, position === 0 ? pc : pc - 1);
      this.#frames.set(pc, place ? [place] : []);
    }
  }
}

/** One for each frame that is not inlined. */
function physicalPcs(frames: readonly RpcStackframe[]): number[] {
  return frames.flatMap(({ pc, FrameOffset }, at) => {
    const before = frames[at - 1];
    return before?.pc === pc && before.FrameOffset === FrameOffset ? [] : [pc];
  });
}

async function find(rpc: RpcClient, address: number): Promise<RpcLocation | undefined> {
  try {
    const { Locations } = await rpc.call('FindLocation', {
      Scope: CURRENT_SCOPE,
      Loc: `*0x${address.toString(16)}`,
      IncludeNonExecutableLines: false,
      SubstitutePathRules: null,
    });
    return Locations?.[0];
  } catch {
    return undefined; // Code without line numbers: C, or a bad address.
  }
}
