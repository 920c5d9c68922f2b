import { closestWord } from '../../base/closest-word.ts';
import { UserError } from '../../base/user-error.ts';
import type { RpcClient } from '../../delve/rpc-client.ts';
import type { EvalScope, RpcInstruction, RpcLocation } from '../../delve/rpc-types.ts';
import type { AliveCount } from './alive-count.ts';
import { readAliveCount } from './alive-count.ts';

export interface GoFunction {
  readonly name: string;
  /** Address of its first instruction. */
  readonly entry: number;
  /** Calls of it, or in it, may have been inlined. */
  readonly isOptimised: boolean;
}

/**
 * Where runtime/pprof keeps the labels of a goroutine:
 *   `list`: from Go 1.24 a slice; its fields are exported from 1.26 on, when it moved to internal/runtime/pprof/label;
 *   `map`:  before, a map.
 */
export type LabelLayout =
  | { readonly kind: 'list'; readonly list: string; readonly key: string; readonly value: string }
  | { readonly kind: 'map'; readonly map: string };

export const SELECTED_SCOPE: EvalScope = { GoroutineID: -1, Frame: 0, DeferredCall: 0 };
/** Intel's flavour; only DestLoc and the first letters are read. */
const FLAVOUR = 1;
const LABELS = '(*"runtime/pprof.labelMap")(runtime.curg.labels)';

/** What is the same for as long as a program runs; asked while it is halted, and only once. */
export class TargetFacts {
  readonly #answers = new Map<string, Promise<unknown>>();

  /** The functions of that name: several for instantiations of a generic one, and with its closures. */
  async functions(name: string, rpc: RpcClient, closures = false): Promise<readonly GoFunction[]> {
    const inner = closures ? CLOSURES : RANGE_BODIES;
    const pattern = `^${patternOf(name)}(\\[.*\\])?${inner}$`;
    const found = await this.#once(`functions ${pattern}`, () => locate(rpc, `/${pattern}/`));
    if (found.length > 0) return found.map(functionOf);
    throw new UserError('no-function', await unknownFunction(name, rpc));
  }

  /** The addresses of a function: from, and behind its end. */
  range({ entry }: GoFunction, rpc: RpcClient): Promise<readonly [from: number, to: number]> {
    return this.#once(`range ${entry}`, async () => {
      const last = (await disassemble(rpc, entry)).at(-1);
      if (!last) throw new UserError('no-code', 'dlv finds no code for the function.');
      return [entry, last.Loc.pc + atob(last.Bytes).length] as const;
    });
  }

  /** `go f(x)` starts a wrapper that the compiler makes: those that call one of the functions. */
  async wrappersOf(
    functions: readonly GoFunction[],
    rpc: RpcClient,
  ): Promise<readonly GoFunction[]> {
    const calls = await this.#once('wrappers', () => readWrappers(rpc));
    const names = new Set(functions.map(({ name }) => name));
    return calls.filter(({ calls: called }) => called.some((name) => names.has(name)));
  }

  labels(rpc: RpcClient): Promise<LabelLayout> {
    return this.#once('labels', () => readLabelLayout(rpc));
  }

  alive(rpc: RpcClient): Promise<AliveCount> {
    return this.#once('alive', async () => {
      const isNarrow = await hasRegister('EIP', rpc);
      return readAliveCount(rpc, isNarrow ? 4 : 8);
    });
  }

  /** The program has another number of Ps. */
  forgetAlive(): void {
    this.#answers.delete('alive');
  }

  /** dlv names no architecture, but registers by their names. */
  isAmd64(rpc: RpcClient): Promise<boolean> {
    return this.#once('amd64', () => hasRegister('RIP', rpc));
  }

  /** An answer that failed is asked for again. */
  #once<T>(key: string, ask: () => Promise<T>): Promise<T> {
    const known = this.#answers.get(key);
    // Each key has one type of answer.
    if (known) return known as Promise<T>;
    const answer = ask();
    this.#answers.set(key, answer);
    answer.catch(() => this.#answers.delete(key));
    return answer;
  }
}

/** Bodies of range-over-func loops are functions of their own. */
const RANGE_BODIES = '(-range\\d+)*';
/** `f.func1`, `f.func1.2`, `f.gowrap1`, `f-range1.func2`. */
const CLOSURES = '([.-](func|gowrap|deferwrap|range)?\\d+)*';

/** For RE2, between slashes; `[...]` stands for any type arguments, as in Go's tracebacks. */
function patternOf(name: string): string {
  const escaped = name.replaceAll(/[\\.+*?()|[\]{}^$/]/g, String.raw`\$&`);
  return escaped.replaceAll(String.raw`\[\.\.\.\]`, String.raw`\[.*\]`);
}

function functionOf({ pc, function: fn }: RpcLocation): GoFunction {
  return { name: fn?.name ?? '', entry: fn?.value ?? pc, isOptimised: fn?.optimized ?? true };
}

/** dlv reports as an error that nothing matches. */
async function locate(rpc: RpcClient, Loc: string): Promise<readonly RpcLocation[]> {
  try {
    const args = { Scope: SELECTED_SCOPE, Loc, IncludeNonExecutableLines: false };
    const { Locations } = await rpc.call('FindLocation', { ...args, SubstitutePathRules: null });
    return Locations ?? [];
  } catch {
    return [];
  }
}

async function hasRegister(name: string, rpc: RpcClient): Promise<boolean> {
  return rpc.evaluate(name).then(
    () => true,
    () => false,
  );
}

export async function disassemble(rpc: RpcClient, pc: number): Promise<readonly RpcInstruction[]> {
  const args = { Scope: SELECTED_SCOPE, StartPC: pc, EndPC: 0, Flavour: FLAVOUR };
  return (await rpc.call('Disassemble', args)).Disassemble ?? [];
}

async function unknownFunction(name: string, rpc: RpcClient): Promise<string> {
  const dot = name.indexOf('.', name.lastIndexOf('/') + 1);
  const inPackage = `^${patternOf(name.slice(0, dot + 1))}`;
  const { Funcs } = await rpc.call('ListFunctions', { Filter: inPackage, FollowCalls: 0 });
  const names = (Funcs ?? []).filter((each) => !/\.(func|gowrap|deferwrap)?\d+/.test(each));
  const closest = closestWord(
    name.toLowerCase(),
    names.map((each) => each.toLowerCase()),
  );
  const suggestion = names.find((each) => each.toLowerCase() === closest);
  const hint = suggestion === undefined ? '' : ` Did you mean ${suggestion}?`;
  const where = names.length === 0 ? `nothing of ${name.slice(0, dot)} is in it` : 'not in it';
  return `The program has no function ${name}: ${where}.${hint}`;
}

async function readWrappers(
  rpc: RpcClient,
): Promise<(GoFunction & { readonly calls: string[] })[]> {
  const wrappers = (await locate(rpc, String.raw`/\.gowrap\d+$/`)).map(functionOf);
  const read = [];
  for (const wrapper of wrappers) {
    const code = await disassemble(rpc, wrapper.entry);
    const calls = code.flatMap(({ DestLoc }) => DestLoc?.function?.name ?? []);
    read.push({ ...wrapper, calls });
  }
  return read;
}

async function readLabelLayout(rpc: RpcClient): Promise<LabelLayout> {
  const info = await rpc
    .call('TypeInfo', { Name: 'runtime/pprof.labelMap' })
    .catch(() => undefined);
  if (!info) {
    throw new UserError(
      'no-labels',
      'This program sets no pprof labels: nothing in it uses runtime/pprof.',
    );
  }
  const [field] = info.TypeInfo.Fields ?? [];
  // Go 1.26: labelMap{ label.Set{ List []Label{ Key, Value } } }
  if (field?.Name === 'Set') {
    return { kind: 'list', list: `${LABELS}.Set.List`, key: 'Key', value: 'Value' };
  }
  // Go 1.24: labelMap{ LabelSet{ list []label{ key, value } } }
  if (field?.Name === 'LabelSet') {
    return { kind: 'list', list: `${LABELS}.LabelSet.list`, key: 'key', value: 'value' };
  }
  return { kind: 'map', map: `*${LABELS}` };
}
