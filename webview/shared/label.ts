import { lastElement, parseGoSymbol } from '../../src/base/go-symbol.ts';

/** A function name in the parts a label is made of. */
export interface FrameName {
  readonly packagePath: string;
  /** `pricing.`; empty for symbols without a package. */
  readonly prefix: string;
  /** `(*Rule).match`; type arguments as `[…]`. */
  readonly name: string;
}

/** The package part is drawn fainter. */
export interface FrameLabel {
  readonly prefix: string;
  readonly name: string;
}

/** Measures and cuts text; `TextWidths` is one. */
export interface LabelRuler {
  width(text: string): number;
  cut(text: string, room: number): string;
}

export function frameName(symbol: string): FrameName {
  const { packagePath, name } = parseGoSymbol(symbol);
  const prefix = packagePath === '' ? '' : `${lastElement(packagePath)}.`;
  return { packagePath, prefix, name: withoutTypeArguments(name) };
}

/** `Repeat[go.shape.[]pricing.Item,…]` as `Repeat[…]`, nested brackets included. */
function withoutTypeArguments(name: string): string {
  const start = name.indexOf('[');
  // A name in brackets is a binary's: `[libc.so.6]`.
  if (start <= 0) return name;
  let depth = 0;
  for (let at = start; at < name.length; at++) {
    if (name[at] === '[') depth++;
    else if (name[at] === ']' && --depth === 0) {
      return `${name.slice(0, start)}[…]${withoutTypeArguments(name.slice(at + 1))}`;
    }
  }
  return name;
}

/** Shortens from the package side: `pricing.(*Rule).match`, `(*Rule).match`, `Rule.match`, `Rule.ma…`, nothing. */
export function fitLabel(frame: FrameName, room: number, ruler: LabelRuler): FrameLabel | null {
  if (ruler.width(frame.prefix + frame.name) <= room) return frame;
  if (ruler.width(frame.name) <= room) return { prefix: '', name: frame.name };
  const cut = ruler.cut(plainReceiver(frame.name), room);
  return cut === '' ? null : { prefix: '', name: cut };
}

/** `(*Rule).match` as `Rule.match`. */
export function plainReceiver(name: string): string {
  return name.replace(/^\(\*?([^)]+)\)\./, '$1.');
}

/** For places with little room, such as the path: `Rule.match`, functions with their package: `orders.List`. */
export function stepName(symbol: string): string {
  const { prefix, name } = frameName(symbol);
  return name.includes('.') || name.startsWith('(') ? plainReceiver(name) : prefix + name;
}

/** A package path without the host and owner that its neighbours share: `pgx/pgtype`, `encoding/json`. */
export function shortPackage(packagePath: string): string {
  const elements = packagePath.split('/').filter((element) => !/^v\d+$/.test(element));
  return elements[0]?.includes('.')
    ? elements.slice(1).slice(-2).join('/') || packagePath
    : packagePath;
}
