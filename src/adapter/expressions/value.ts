import { UserError, messageOf } from '../../base/user-error.ts';
import { RpcError } from '../../delve/json-rpc.ts';
import type { RpcClient } from '../../delve/rpc-client.ts';
import type { EvalScope, LoadConfig, RpcVariable } from '../../delve/rpc-types.ts';
import type {
  ExpressionChildren,
  ExpressionScope,
  ExpressionValue,
  ExpressionValueQuery,
} from '../../protocol/expression-view.ts';
import { errorCell } from './evaluation-error.ts';
import { KIND, shortType, valueText } from './value-text.ts';

const MOST_CHILDREN = 1000;
const MOST_BYTES = 16_384;
const STRUCT_FIELDS = -1;

export function rpcScope({ goroutine, frame, deferred }: ExpressionScope): EvalScope {
  return { GoroutineID: goroutine, Frame: frame, DeferredCall: deferred };
}

/**
 * Reads one value and a page of what is in it. A child is read again by an expression of its own: by its address
 * where it has one (it may lie in another frame's variable), else by its name below its parent. Pages of a slice, an
 * array, a map or a string are slice expressions, so that what is left out is never loaded.
 */
export async function readValue(
  rpc: RpcClient,
  query: ExpressionValueQuery,
): Promise<ExpressionValue> {
  const scope = rpcScope(query.scope);
  if (scope.DeferredCall > 0 && query.expression.includes('runtime.curg')) {
    // There dlv takes the goroutine of the current thread for it.
    throw new UserError('not-evaluated', `runtime.curg is another goroutine there. ${DEFERRED}`);
  }
  const start = Math.max(0, Math.floor(query.start));
  const whole = await evaluate(rpc, scope, query.expression, pageConfig(query.count));
  const isPaged = PAGED.has(whole.kind);
  const length = lengthOf(whole);
  const config = pageConfig(query.count);
  const page =
    isPaged && start > 0 && start < length
      ? await evaluate(
          rpc,
          scope,
          pageExpression(query.expression, whole, start, query.count),
          config,
        )
      : whole;
  if (whole.kind === KIND.string) return stringValue(whole, page);
  return {
    ...headOf(whole),
    length,
    children: childrenOf(page, query.expression, isPaged ? start : 0),
  };
}

const PAGED: ReadonlySet<number> = new Set([KIND.array, KIND.slice, KIND.map, KIND.string]);

function pageConfig(count: number): LoadConfig {
  const most = Math.max(1, Math.floor(count));
  return {
    FollowPointers: true,
    MaxVariableRecurse: 1,
    MaxStringLen: Math.min(MOST_BYTES, Math.max(64, most)),
    MaxArrayValues: Math.min(MOST_CHILDREN, most),
    MaxStructFields: STRUCT_FIELDS,
  };
}

/** dlv takes `m[64:]` of a map for "without the first 64 entries". */
function pageExpression(
  expression: string,
  { kind, len }: RpcVariable,
  start: number,
  count: number,
): string {
  if (kind === KIND.map) return `(${expression})[${start}:]`;
  const most = kind === KIND.string ? MOST_BYTES : MOST_CHILDREN;
  return `(${expression})[${start}:${Math.min(len, start + Math.min(most, count))}]`;
}

async function evaluate(
  rpc: RpcClient,
  scope: EvalScope,
  expression: string,
  config: LoadConfig,
): Promise<RpcVariable> {
  try {
    return (await rpc.call('Eval', { Scope: scope, Expr: expression, Cfg: config })).Variable;
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    const { text } = errorCell(messageOf(error));
    const words = text === '' ? `${expression} calls a function. Run it by itself.` : text;
    throw new UserError('not-evaluated', scope.DeferredCall > 0 ? `${words}. ${DEFERRED}` : words);
  }
}

/** Since Go 1.17 a deferred call keeps its arguments in a closure, which dlv does not open (v1.27.2). */
const DEFERRED =
  'Of a deferred call dlv reads no arguments; the frame that defers it has the values.';

function headOf(variable: RpcVariable): Omit<ExpressionValue, 'length' | 'children'> {
  const { kind, text } = valueText(variable);
  return {
    type: shortType(variable.type),
    text,
    kind,
    isString: variable.kind === KIND.string,
    canSet: canSet(variable),
  };
}

/** The characters of the page are the text; children there are none. */
function stringValue(whole: RpcVariable, page: RpcVariable): ExpressionValue {
  const children = childrenOf({ ...page, children: [] }, '', 0);
  return { ...headOf(whole), text: page.value, length: whole.len, children };
}

/** dlv assigns numbers, booleans and pointers; strings through a call (service/dap, v1.27.2). */
function canSet({ kind, addr, flags, unreadable }: RpcVariable): boolean {
  const isConstant = (flags & FLAG_CONSTANT) !== 0;
  if (addr === 0 || isConstant || unreadable !== '') return false;
  return (
    (kind >= KIND.bool && kind <= KIND.lastNumber) || kind === KIND.string || kind === KIND.pointer
  );
}

/** service/api VariableFlags. */
const FLAG_CONSTANT = 4;

/** How many children a value has in all; bytes for a string. */
export function lengthOf(variable: RpcVariable): number {
  const { kind, len, children, base } = variable;
  const first = children?.[0];
  switch (kind) {
    case KIND.string:
    case KIND.array:
      return len;
    case KIND.slice:
    case KIND.map:
      return base === 0 ? 0 : len;
    case KIND.struct:
      return len;
    case KIND.pointer:
      return first && first.addr !== 0 && first.kind !== KIND.invalid ? 1 : 0;
    case KIND.interface:
      return first && first.kind !== KIND.invalid ? 1 : 0;
    default:
      return 0;
  }
}

function childrenOf(parent: RpcVariable, expression: string, start: number): ExpressionChildren {
  const pairs = namedChildren(parent, start);
  const values = pairs.map(({ child }) => child);
  const texts = values.map((child) => valueText(child));
  return {
    name: pairs.map(({ name }) => name),
    type: values.map(({ type }) => shortType(type)),
    text: texts.map(({ text }) => text),
    kind: texts.map(({ kind }) => kind),
    length: values.map((child) => lengthOf(child)),
    isString: values.map(({ kind }) => kind === KIND.string),
    canSet: values.map((child) => canSet(child)),
    expression: pairs.map(({ child, path }) => childExpression(child, expression, path)),
  };
}

interface NamedChild {
  readonly name: string;
  readonly child: RpcVariable;
  /** Appended to the parent's expression when the child has no address. */
  readonly path: string;
}

function namedChildren({ kind, children }: RpcVariable, start: number): readonly NamedChild[] {
  const list = children ?? [];
  if (kind === KIND.map) {
    const pairs: NamedChild[] = [];
    for (let at = 0; at + 1 < list.length; at += 2) {
      const [key, child] = [list[at], list[at + 1]];
      if (!key || !child) continue;
      const name = valueText(key).text;
      pairs.push({ name, child, path: `[${name}]` });
    }
    return pairs;
  }
  return list.map((child, at): NamedChild => {
    const index = `[${start + at}]`;
    switch (kind) {
      case KIND.struct:
        return { name: child.name, child, path: `.${child.name}` };
      case KIND.array:
      case KIND.slice:
        return { name: index, child, path: index };
      case KIND.interface:
        return { name: 'value', child, path: `.(data)` };
      default:
        return { name: '*', child, path: '' };
    }
  });
}

/** Types without a name (`struct {…}`) cannot be named in an expression; a quoted name may be a full path. */
function childExpression(child: RpcVariable, parent: string, path: string): string {
  if (child.addr !== 0 && child.type !== '') {
    return `*(*${JSON.stringify(child.type)})(0x${child.addr.toString(16)})`;
  }
  return path === '' ? `*(${parent})` : `(${parent})${path}`;
}
