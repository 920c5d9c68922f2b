import type { LineState } from '../protocol/analysis.ts';
import {
  LINE_CHANGED,
  LINE_FRESH,
  LINE_IN_CHANGED,
  LINE_MAYBE_MOVED,
} from '../protocol/analysis.ts';
import { findFunctions } from './go-functions.ts';
import type { FunctionDeclaration } from './go-functions.ts';
import { matchLines } from './match-lines.ts';

/** A function of the build's source, and where it is in the text now. Lines are 1-based, ends exclusive. */
export interface Stretch {
  readonly symbol: string;
  readonly was: number;
  /** Infinite where the build's source is not known. */
  readonly wasEnd: number;
  readonly now: number;
  readonly end: number;
  /** Of the lines in it. */
  readonly state: LineState;
  /** Where each line of the build is now, negative for the line in whose place something else is; null: all moved alike. */
  readonly places: Int32Array | null;
}

/** Where a line of the build is now; line 0 where nothing stands for it. */
export interface LineNow {
  readonly line: number;
  readonly state: LineState;
}

/** Pairs the functions of two texts by name and compares what is in them, line by line. */
export function stretchesOf(then: readonly string[], now: readonly string[]): Stretch[] {
  const before = new Map<string, FunctionDeclaration[]>();
  for (const declaration of findFunctions(then)) {
    const same = before.get(declaration.symbol);
    if (same) same.push(declaration);
    else before.set(declaration.symbol, [declaration]);
  }
  return findFunctions(now).flatMap(({ symbol, line }) => {
    // A file may have several functions `init`.
    const start = before.get(symbol)?.shift()?.line;
    if (start === undefined) return [];
    const wasEnd = endOf(then, start);
    const old = then.slice(start - 1, wasEnd - 1);
    const end = endOf(now, line);
    const own = now.slice(line - 1, end - 1);
    const isSame = old.length === own.length && old.every((text, index) => text === own[index]);
    const places = isSame ? null : placesOf(old, own, line);
    const state = isSame ? LINE_FRESH : LINE_IN_CHANGED;
    return [{ symbol, was: start, wasEnd, now: line, end, state, places }];
  });
}

/**
 * What can be said without the build's source: functions are where their names are, and one whose neighbour below
 * moved by a different distance grew or shrank. `starts`: where functions started, by symbol.
 */
export function guessedStretches(
  starts: ReadonlyMap<string, number>,
  now: readonly string[],
  isRewritten: boolean,
): Stretch[] {
  const declared = findFunctions(now).map((declaration, index, all) => ({
    ...declaration,
    was: starts.get(declaration.symbol) ?? 0,
    end: all[index + 1]?.line ?? now.length + 1,
  }));
  const known = declared.filter(({ was }) => was > 0);
  return known.map(({ symbol, was, line, end }, index) => {
    const below = known[index + 1];
    const isResized = below !== undefined && below.line - below.was !== line - was;
    const state = isResized || isRewritten ? LINE_MAYBE_MOVED : LINE_FRESH;
    return { symbol, was, wasEnd: Infinity, now: line, end, state, places: null };
  });
}

/** Where a line is now, by the function that began last before it; `between`: what holds outside of functions. */
export function lineNow(line: number, stretches: readonly Stretch[], between: LineState): LineNow {
  const inside = stretches
    .filter(({ was }) => was <= line)
    .reduce<Stretch | undefined>(
      (last, one) => (last && last.was > one.was ? last : one),
      undefined,
    );
  if (!inside || line >= inside.wasEnd) return { line, state: between };
  const { was, now, end, state, places } = inside;
  const place = places ? (places[line - was] ?? 0) : now + line - was;
  if (place < 0) return { line: -place, state: LINE_CHANGED };
  // Past the end of what is there now: only where the function is known by its start alone.
  if (place >= end) return { line: place, state: LINE_MAYBE_MOVED };
  return { line: place, state };
}

/** Where a line of the text was in the build; 0 where it was not there. The inverse of `lineNow`. */
export function lineThen(line: number, stretches: readonly Stretch[]): number {
  const inside = stretches.find(({ now, end }) => now <= line && line < end);
  if (!inside) return line;
  const { was, now, places } = inside;
  if (!places) return line - now + was;
  const index = places.indexOf(line);
  return index < 0 ? 0 : was + index;
}

/** Past the closing brace, which gofmt puts at the start of a line unless all is on one. */
function endOf(lines: readonly string[], start: number): number {
  if (lines[start - 1]?.endsWith('}')) return start + 1;
  const close = lines.findIndex((text, index) => index >= start && text.startsWith('}'));
  return close < 0 ? lines.length + 1 : close + 2;
}

function placesOf(old: readonly string[], own: readonly string[], line: number): Int32Array {
  const pairs = matchLines(old, own);
  // What replaced lines begins after the pair before them.
  let next = 0;
  return pairs.map((pair) => {
    if (pair >= 0) {
      next = pair + 1;
      return line + pair;
    }
    const isReplaced = next < own.length && !pairs.includes(next);
    return isReplaced ? -(line + next) : 0;
  });
}
