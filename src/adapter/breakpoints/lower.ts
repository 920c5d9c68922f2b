import { assertNever } from '../../base/assert.ts';
import type { ConditionTerm, ScopedCondition } from '../../condition/index.ts';
import { printTerm } from '../../condition/index.ts';
import type { RpcClient } from '../../delve/rpc-client.ts';
import { aliveCondition } from './alive-count.ts';
import type { HitCondition } from './hit-condition.ts';
import { printHitCondition } from './hit-condition.ts';
import type { GoFunction, TargetFacts } from './target-facts.ts';

/** What is left to decide at a stop. */
export type Check =
  | {
      readonly kind: 'caller' | 'start';
      readonly term: string;
      readonly functions: ReadonlySet<string>;
    }
  | {
      readonly kind: 'stack';
      readonly term: string;
      readonly functions: ReadonlySet<string>;
      /** dlv itself can tell a direct caller or what a goroutine was started as. */
      readonly canBeNative: boolean;
      /** Where it is entered; empty: not known for sure. */
      readonly entries: readonly number[];
    }
  | { readonly kind: 'after'; readonly term: string; readonly markers: readonly number[] }
  /** dlv has decided, unless the program has another number of Ps now. */
  | {
      readonly kind: 'alive';
      readonly term: string;
      readonly isOutdated: string;
      readonly condition: string;
    }
  | {
      readonly kind: 'label';
      readonly term: string;
      readonly map: string;
      readonly key: string;
      readonly value: string | null;
    };

/** A breakpoint's condition, split into what dlv evaluates and what is decided here. */
export interface Lowered {
  readonly condition: string;
  readonly hitCondition: string;
  readonly isPerGoroutine: boolean;
  /** Follows the set of tracked goroutines. */
  readonly isTracking: boolean;
  /** Cheap ones first. */
  readonly checks: readonly Check[];
  /** Counted here, in this order, because of the checks or because dlv has but one hit condition. */
  readonly perGoroutine: HitCondition | null;
  readonly total: HitCondition | null;
  /** What a reader of the status should know. */
  readonly note: string;
}

export interface LowerContext {
  readonly rpc: RpcClient;
  readonly facts: TargetFacts;
  readonly tracked: ReadonlySet<number>;
  /** The function the breakpoint is in. */
  readonly functionName: string;
  /** The ids of the markers that count who passes a place. */
  readonly markers: (file: string, line: number) => Promise<readonly number[]>;
}

interface Part {
  readonly native?: string;
  /** It reads so much memory that the Go condition is asked first. */
  readonly isDear?: true;
  readonly check?: Check;
  readonly note?: string;
}

/** A goroutine with more labels than that stops whatever they are: better once too often than never. */
const LABELS_READ = 16;
/** Without a goroutine, on the scheduler's own stack, dlv has nothing but its id, 0. */
const ON_GOROUTINE = 'runtime.curg.goid != 0';
const CHECK_ORDER: readonly Check['kind'][] = [
  'alive',
  'after',
  'label',
  'caller',
  'stack',
  'start',
];

/** Throws `UserError` for a term that names something the program does not have. */
export async function lower(
  { terms, goCondition }: ScopedCondition,
  hitCondition: HitCondition | null,
  context: LowerContext,
): Promise<Lowered> {
  const parts: Part[] = [];
  for (const term of terms) parts.push(await lowerTerm(term, context));
  const natives = parts.flatMap(({ native, isDear }) => (native && !isDear ? native : []));
  const dear = parts.flatMap(({ native, isDear }) => (native && isDear ? native : []));
  const needsGoroutine = /runtime\.curg\.(?!goid ==)|delve\./;
  if ([...natives, ...dear].some((native) => needsGoroutine.test(native)))
    natives.unshift(ON_GOROUTINE);
  const checks = parts
    .flatMap(({ check }) => check ?? [])
    .sort((a, b) => CHECK_ORDER.indexOf(a.kind) - CHECK_ORDER.indexOf(b.kind));
  const each = perGoroutineOf(terms);
  // dlv counts what passed its own condition only, and has one hit condition.
  const nativeHit = checks.length > 0 ? null : (each ?? hitCondition);
  return {
    condition: join(natives, goCondition, dear),
    hitCondition: nativeHit ? printHitCondition(nativeHit) : '',
    isPerGoroutine: nativeHit !== null && nativeHit === each,
    isTracking: terms.some(({ kind }) => kind === 'tracked'),
    checks,
    perGoroutine: nativeHit === each ? null : each,
    total: nativeHit === hitCondition ? null : hitCondition,
    note: parts.flatMap(({ note }) => note ?? []).join(' '),
  };
}

/** Decided in the adapter: every pass costs a stop. */
export function isJudged({ checks, perGoroutine, total }: Lowered): boolean {
  return checks.some(({ kind }) => kind !== 'alive') || perGoroutine !== null || total !== null;
}

function perGoroutineOf(terms: readonly ConditionTerm[]): HitCondition | null {
  for (const term of terms) {
    if (term.kind === 'once') return { operator: '==', count: 1 };
    if (term.kind === 'every') return { operator: '%', count: term.count };
  }
  return null;
}

/** The condition behind one that is cheap. */
export function guarded(condition: string, guard: string): string {
  return guard === '' ? condition : join([guard], condition, []);
}

/** `delve.catch` must stay outermost: dlv accepts it nowhere else. */
function join(cheap: readonly string[], goCondition: string, dear: readonly string[]): string {
  if (cheap.length === 0 && dear.length === 0) return goCondition;
  const caught = /^delve\.catch\((.*)\)$/s.exec(goCondition)?.[1];
  const go = goCondition === '' ? [] : [`(${caught ?? goCondition})`];
  const all = [...cheap, ...go, ...dear].join(' && ');
  return caught === undefined ? all : `delve.catch(${all})`;
}

function lowerTerm(term: ConditionTerm, context: LowerContext): Promise<Part> | Part {
  switch (term.kind) {
    case 'goroutine':
      return { native: `runtime.curg.goid == ${term.id}` };
    case 'childOf':
      return { native: `runtime.curg.parentGoid == ${term.id}` };
    case 'tracked':
      return { native: trackedCondition(context.tracked) };
    case 'once':
    case 'every':
      return {};
    case 'createdBy':
      return createdBy(term.function, context);
    case 'startedAs':
      return startedAs(term.function, printTerm(term), context);
    case 'label':
      return label(term, context);
    case 'caller':
      return caller(term.function, printTerm(term), context);
    case 'stack':
      return stack(term.function, printTerm(term), context);
    case 'alive':
      return aliveTerm(term, context);
    case 'after':
      return after(term, context);
    default:
      return assertNever(term);
  }
}

/** Goroutine 0 is nobody. */
function trackedCondition(tracked: ReadonlySet<number>): string {
  const ids = [...tracked].sort((a, b) => a - b);
  return `(${anyOf(ids.length > 0 ? ids : [0], 'runtime.curg.goid')})`;
}

function anyOf(values: readonly number[], expression: string): string {
  return values.map((value) => `${expression} == ${value}`).join(' || ');
}

/** The go statement is where the goroutine was made: its address lies in the function or in a closure of it. */
async function createdBy(name: string, { facts, rpc }: LowerContext): Promise<Part> {
  const functions = await facts.functions(name, rpc, true);
  const ranges: string[] = [];
  for (const fn of functions) {
    const [from, to] = await facts.range(fn, rpc);
    ranges.push(`(runtime.curg.gopc >= ${from} && runtime.curg.gopc < ${to})`);
  }
  return { native: `(${ranges.join(' || ')})` };
}

async function startedAs(name: string, term: string, { facts, rpc }: LowerContext): Promise<Part> {
  const functions = await facts.functions(name, rpc);
  const wrappers = await facts.wrappersOf(functions, rpc);
  // An optimised function may be inlined into its wrapper, where no call tells of it.
  if (functions.some(({ isOptimised }) => isOptimised)) {
    return { check: { kind: 'start', term, functions: namesOf(functions) } };
  }
  const entries = [...functions, ...wrappers].map(({ entry }) => entry);
  return { native: `(${anyOf(entries, 'runtime.curg.startpc')})` };
}

/** dlv's comparison of labels with nil is wrong; their raw value is not. */
const HAS_LABELS = '*(*uintptr)(uintptr(&runtime.curg.labels)) != 0';

async function label(
  term: ConditionTerm & { kind: 'label' },
  { facts, rpc }: LowerContext,
): Promise<Part> {
  const { key, value } = term;
  const layout = await facts.labels(rpc);
  if (layout.kind === 'map') {
    // A missing key of a map is an error, which would stop.
    const check = { kind: 'label', term: printTerm(term), map: layout.map, key, value } as const;
    return { native: HAS_LABELS, check };
  }
  const isWanted = (one: string): string => {
    const isValue = value === null ? '' : ` && ${one}.${layout.value} == ${JSON.stringify(value)}`;
    return `${one}.${layout.key} == ${JSON.stringify(key)}${isValue}`;
  };
  const { list } = layout;
  let native = `len(${list}) > ${LABELS_READ}`;
  for (let index = LABELS_READ - 1; index >= 0; index--) {
    native = `len(${list}) > ${index} && (${isWanted(`${list}[${index}]`)} || ${native})`;
  }
  return { native: `${HAS_LABELS} && ${native}`, isDear: true };
}

/** On amd64 the return address stands right below the frame's end. */
async function caller(
  name: string,
  term: string,
  { facts, rpc, functionName }: LowerContext,
): Promise<Part> {
  const functions = await facts.functions(name, rpc);
  const own = functionName === '' ? [] : await facts.functions(functionName, rpc);
  const isInlined = [...functions, ...own].some(({ isOptimised }) => isOptimised);
  if (isInlined || own.length === 0 || !(await facts.isAmd64(rpc))) {
    return { check: { kind: 'caller', term, functions: namesOf(functions) } };
  }
  const address = '*(*uintptr)(runtime.curg.stack.hi + uintptr(runtime.frameoff) - 8)';
  const ranges: string[] = [];
  for (const fn of functions) {
    const [from, to] = await facts.range(fn, rpc);
    // A call that never returns may end its function: the address is then the next one's first.
    ranges.push(`(${address} > ${from} && ${address} <= ${to})`);
  }
  return { native: `(${ranges.join(' || ')})` };
}

async function stack(name: string, term: string, { facts, rpc }: LowerContext): Promise<Part> {
  const functions = await facts.functions(name, rpc);
  const isInlined = functions.some(({ isOptimised }) => isOptimised);
  const canBeNative = !isInlined && (await facts.isAmd64(rpc));
  // The runtime's own functions run on stacks that belong to no goroutine.
  const isSure = !isInlined && !/^runtime[./]/.test(name);
  const entries = isSure ? functions.map(({ entry }) => entry) : [];
  return { check: { kind: 'stack', term, functions: namesOf(functions), canBeNative, entries } };
}

async function aliveTerm(
  term: ConditionTerm & { kind: 'alive' },
  { facts, rpc }: LowerContext,
): Promise<Part> {
  const { comparison, count } = term;
  const alive = await facts.alive(rpc);
  const condition = aliveCondition(alive, comparison, count);
  const part = { native: condition, isDear: true } as const;
  if (!alive.isExact) return { ...part, note: 'Goroutines that ended count too.' };
  const { isOutdated } = alive;
  return { ...part, check: { kind: 'alive', term: printTerm(term), isOutdated, condition } };
}

async function after(
  term: ConditionTerm & { kind: 'after' },
  { markers: marked }: LowerContext,
): Promise<Part> {
  const markers = await marked(term.file, term.line);
  const passed = markers.map((id) => `delve.bphitcount[${id}] > 0`).join(' || ');
  return { native: `(${passed})`, check: { kind: 'after', term: printTerm(term), markers } };
}

function namesOf(functions: readonly GoFunction[]): ReadonlySet<string> {
  return new Set(functions.map(({ name }) => name));
}
