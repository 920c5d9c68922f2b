import type { DebugProtocol } from '@vscode/debugprotocol';
import { lastElement, parseGoSymbol } from '../../base/go-symbol.ts';
import { RpcError } from '../../delve/json-rpc.ts';
import type { RpcClient } from '../../delve/rpc-client.ts';
import type { EvalScope, LoadConfig, RpcVariable } from '../../delve/rpc-types.ts';
import type { Wanted } from './console-words.ts';
import { DLV_COMMANDS } from './console-words.ts';

type Item = DebugProtocol.CompletionItem;
type ItemType = DebugProtocol.CompletionItemType;

/** More than this helps nobody; the editor filters what is there as the user types on. */
const LIMIT = 300;
const BUILTINS = ['len', 'cap', 'complex', 'imag', 'real', 'min', 'max'];

const NAMES_ONLY: LoadConfig = {
  FollowPointers: false,
  MaxVariableRecurse: 0,
  MaxStringLen: 0,
  MaxArrayValues: 0,
  MaxStructFields: 0,
};
/** Fields of a struct, and of the structs embedded in it. */
const FIELDS: LoadConfig = {
  ...NAMES_ONLY,
  FollowPointers: true,
  MaxVariableRecurse: 2,
  MaxStructFields: -1,
};
const STRUCT = 25;
const POINTER = 22;
const INTERFACE = 20;

/** What can stand at the cursor, the nearest scope first; what is replaced is the word that is `wanted`. */
export async function complete(
  wanted: Wanted,
  scope: EvalScope,
  rpc: RpcClient,
): Promise<readonly Item[]> {
  const items =
    wanted.kind === 'command'
      ? DLV_COMMANDS.map((word) => item(word, 'keyword'))
      : wanted.kind === 'member'
        ? await members(wanted.base, wanted.isCall, scope, rpc)
        : await names(wanted, scope, rpc);
  const prefix = wanted.word.toLowerCase();
  const seen = new Set<string>();
  return items
    .filter(
      ({ label }) => label.toLowerCase().startsWith(prefix) && !seen.has(label) && seen.add(label),
    )
    .slice(0, LIMIT)
    .map((each, index) => ({
      ...each,
      // As listed, not by the alphabet.
      sortText: String(index).padStart(4, '0'),
    }));
}

async function names(
  { start, isCall, word }: Wanted & { kind: 'name' },
  scope: EvalScope,
  rpc: RpcClient,
): Promise<Item[]> {
  const cfg = { Scope: scope, Cfg: NAMES_ONLY };
  const locals = (await rpc.call('ListLocalVars', cfg)).Variables ?? [];
  const args = (await rpc.call('ListFunctionArgs', cfg)).Args ?? [];
  const own = await packageOf(scope, rpc);
  const inPackage = own === '' ? [] : await packageMembers(`^${escaped(own)}`, rpc);
  // Many: only those that begin as what is typed.
  const packages = word === '' ? [] : await packageNames(word, rpc);
  const begins = start === 0 ? ['dlv', 'call'] : [];
  return [
    ...[...locals, ...args].map(({ name }) => item(name.replace(/^\((.*)\)$/, '$1'), 'variable')),
    ...inPackage.filter(({ type }) => isCall || type !== 'function'),
    ...packages.map((name) => item(name, 'module')),
    ...inPackage.filter(({ type }) => !isCall && type === 'function'),
    ...BUILTINS.map((name) => item(name, 'function')),
    ...begins.map((name) => item(name, 'keyword')),
  ];
}

/** Fields of a value, else what a package has. */
async function members(
  base: string,
  isCall: boolean,
  scope: EvalScope,
  rpc: RpcClient,
): Promise<Item[]> {
  try {
    const { Variable } = await rpc.call('Eval', { Scope: scope, Expr: base, Cfg: FIELDS });
    const value = concrete(Variable);
    const methods = isCall ? await methodsOf(value.type, rpc) : [];
    return [...fields(value), ...methods];
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
  }
  const name = /^"?([\w./-]+)"?$/.exec(base)?.[1];
  return name === undefined ? [] : packageMembers(`(^|/)${escaped(name)}`, rpc);
}

/** Behind pointers and interfaces: selectors look through pointers, and completing needs `.(data)` for interfaces. */
function concrete(variable: RpcVariable): RpcVariable {
  const only = variable.children?.[0];
  return variable.kind === POINTER && only ? concrete(only) : variable;
}

function fields(value: RpcVariable): Item[] {
  if (value.kind === INTERFACE) return [item('(data)', 'property')];
  if (value.kind !== STRUCT) return [];
  const own = value.children ?? [];
  // A field named like its type may be embedded; its fields can then be named without it.
  const promoted = own.flatMap((field) => {
    const inner = concrete(field);
    const isEmbedded = lastElement(inner.type).split('.').at(-1) === field.name;
    return isEmbedded && inner.kind === STRUCT ? (inner.children ?? []) : [];
  });
  return [...own, ...promoted].map(({ name, type }) => ({ ...item(name, 'field'), detail: type }));
}

async function methodsOf(type: string, rpc: RpcClient): Promise<Item[]> {
  const { packagePath, name } = parseGoSymbol(type.replace(/^\*+/, ''));
  if (packagePath === '') return [];
  const plain = escaped(name.replace(/\[.*/, ''));
  const filter = `^${escaped(packagePath)}\\.(\\(\\*${plain}(\\[.*\\])?\\)|${plain}(\\[.*\\])?)\\.\\w+$`;
  const { Funcs } = await rpc.call('ListFunctions', { Filter: filter, FollowCalls: 0 });
  return (Funcs ?? []).map((symbol) => item(symbol.split('.').at(-1) ?? '', 'method'));
}

/** Variables and functions of the packages whose path matches. */
async function packageMembers(path: string, rpc: RpcClient): Promise<Item[]> {
  const filter = `${path}\\.[\\p{L}_][\\p{L}\\p{N}_]*$`;
  const variables = await rpc.call('ListPackageVars', { Filter: filter, Cfg: NAMES_ONLY });
  const functions = await rpc.call('ListFunctions', { Filter: filter, FollowCalls: 0 });
  return [
    ...(variables.Variables ?? []).map(({ name }) => item(parseGoSymbol(name).name, 'variable')),
    ...(functions.Funcs ?? []).map((symbol) => item(parseGoSymbol(symbol).name, 'function')),
  ].filter(({ label }) => !label.startsWith('init.') && label !== '');
}

/** By their functions: most packages have no symbol of their own. */
async function packageNames(word: string, rpc: RpcClient): Promise<readonly string[]> {
  const filter = `(^|/)(?i:${escaped(word)})[^/.]*\\.`;
  const { Funcs } = await rpc.call('ListFunctions', { Filter: filter, FollowCalls: 0 });
  const all = (Funcs ?? []).map((symbol) => lastElement(parseGoSymbol(symbol).packagePath));
  return [...new Set(all)].filter((name) => name !== '').sort();
}

/** Of the function the scope is in; empty where dlv does not know. */
async function packageOf(scope: EvalScope, rpc: RpcClient): Promise<string> {
  const { GoroutineID: id, Frame: frame } = scope;
  const goroutine = id >= 0 ? id : ((await rpc.stateNow()).currentGoroutine?.id ?? 0);
  if (goroutine === 0) return '';
  const symbol = (await rpc.stacktrace(goroutine, frame + 1))[frame]?.function?.name ?? '';
  return parseGoSymbol(symbol).packagePath;
}

function item(label: string, type: ItemType): Item {
  return { label, type };
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
