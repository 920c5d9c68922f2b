import type { RpcVariable } from '../../delve/rpc-types.ts';
import {
  CELL_ERROR,
  CELL_NUMBER,
  CELL_OTHER,
  CELL_STRING,
  CELL_WORD,
} from '../../protocol/expression-view.ts';

/** Go's reflect.Kind, as dlv writes it. */
export const KIND = {
  invalid: 0,
  bool: 1,
  firstNumber: 2,
  lastNumber: 16,
  array: 17,
  chan: 18,
  func: 19,
  interface: 20,
  map: 21,
  pointer: 22,
  slice: 23,
  string: 24,
  struct: 25,
  unsafePointer: 26,
} as const;

/** Longest text of a cell; what is longer is looked at in full by itself. */
const LONGEST_TEXT = 240;

/** One line of text for a value, and the `CELL_…` kind that decides its colour and order. */
export interface ValueText {
  readonly text: string;
  readonly kind: number;
}

export function valueText(variable: RpcVariable): ValueText {
  if (variable.unreadable !== '') return { kind: CELL_ERROR, text: variable.unreadable };
  const text = textOf(variable, true);
  const cut = text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
  return { text: cut, kind: text === 'nil' ? CELL_WORD : cellKind(variable) };
}

function cellKind({ kind }: RpcVariable): number {
  if (kind === KIND.bool) return CELL_WORD;
  if (kind >= KIND.firstNumber && kind <= KIND.lastNumber) return CELL_NUMBER;
  return kind === KIND.string ? CELL_STRING : CELL_OTHER;
}

/** The value of a number cell; constants are written `waitReasonSelect (18)`. */
export function numberOf(text: string): number {
  const constant = /\((-?\d+)\)$/.exec(text);
  return Number(constant?.[1] ?? text);
}

/** `main.Order` of `delvescope.example/shop/main.Order`: import paths are dropped from types. */
export function shortType(type: string): string {
  return type.replaceAll(/[\w.~-]+\//g, '');
}

function textOf(variable: RpcVariable, isWhole: boolean): string {
  const { kind, value, type, children } = variable;
  if (variable.unreadable !== '') return '(unreadable)';
  const first = children?.[0];
  switch (kind) {
    case KIND.string:
      return stringText(variable);
    case KIND.pointer:
      if (!first || first.addr === 0) return 'nil';
      return first.onlyAddr ? address(type, first.addr) : `*${textOf(first, isWhole)}`;
    case KIND.interface:
      if (!first || (first.kind === KIND.invalid && first.addr === 0)) return 'nil';
      return first.onlyAddr ? shortType(type) : textOf(first, isWhole);
    case KIND.array:
      return `${shortType(type)}${listText(variable)}`;
    case KIND.slice:
      return variable.base === 0 && variable.len === 0
        ? 'nil'
        : `${shortType(type)}${listText(variable)}`;
    case KIND.map:
      return variable.base === 0 && variable.len === 0 ? 'nil' : mapText(variable);
    case KIND.struct:
      return isWhole || (children ?? []).length > 0 ? structText(variable) : shortType(type);
    case KIND.chan:
      return chanText(variable);
    case KIND.func:
      return value === '' ? 'nil' : value;
    case KIND.unsafePointer:
      return `0x${(first?.addr ?? 0).toString(16)}`;
    default:
      return value;
  }
}

function stringText({ value, len }: RpcVariable): string {
  const left = len - Buffer.byteLength(value);
  return left > 0 ? `${JSON.stringify(value)}…+${left}` : JSON.stringify(value);
}

/** `chan int 2/8`: how many wait in it of how many may. dlv shows a channel as the runtime's struct. */
function chanText({ children, type }: RpcVariable): string {
  const field = (name: string): string | undefined =>
    children?.find((child) => child.name === name)?.value;
  const [count, size] = [field('qcount'), field('dataqsiz')];
  return count === undefined || size === undefined ? 'nil' : `${shortType(type)} ${count}/${size}`;
}

function address(type: string, at: number): string {
  return `(${shortType(type)})(0x${at.toString(16)})`;
}

function listText({ children, len }: RpcVariable): string {
  const texts = (children ?? []).map((child) => textOf(child, false));
  return `{${joined(texts, len)}}`;
}

function mapText({ children, len, type }: RpcVariable): string {
  const texts: string[] = [];
  for (let at = 0; at + 1 < (children?.length ?? 0); at += 2) {
    const [key, value] = [children?.[at], children?.[at + 1]];
    if (key && value) texts.push(`${textOf(key, false)}: ${textOf(value, false)}`);
  }
  return `${shortType(type)}{${joined(texts, len)}}`;
}

function structText({ children, len, type }: RpcVariable): string {
  const texts = (children ?? []).map((child) => `${child.name}: ${textOf(child, false)}`);
  return `${shortType(type)}{${joined(texts, len)}}`;
}

function joined(texts: readonly string[], length: number): string {
  const left = length - texts.length;
  if (left <= 0) return texts.join(', ');
  return texts.length === 0 ? `…${length}` : `${texts.join(', ')}, …+${left}`;
}
