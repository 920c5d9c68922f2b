import { demangle } from './demangle/demangle.ts';
import type { SymbolTable } from './model.ts';

/**
 * The names under which pprof reports functions: C++ and Rust demangled, without parameters and template arguments. It
 * takes a name for demangled C++ when it holds `::` or any of `<>[]`, and removes arguments and templates from it; that
 * also hits some Go generics (symbolizer.go, demangleSingleFunction, pprof vendored in Go 1.26).
 */
export function reportNames({
  names,
  systemNames,
}: Pick<SymbolTable, 'names' | 'systemNames'>): readonly string[] {
  return names.map((name, row) => reportName(name, systemNames[row] ?? ''));
}

export function reportName(name: string, systemName: string): string {
  if (name !== '' && systemName !== name) return name;
  const demangled = demangledName(systemName);
  if (demangled !== null) return demangled;
  if (!looksLikeCPlusPlus(systemName)) return systemName;
  return removeMatching(removeMatching(systemName, '(', ')'), '<', '>');
}

/** Null for names that are not mangled. On macOS they have an underscore more. */
export function demangledName(systemName: string): string | null {
  if (!systemName.startsWith('_')) return null;
  return demangle(systemName) ?? demangle(systemName.slice(1));
}

function looksLikeCPlusPlus(name: string): boolean {
  if (name.includes('.<') || name.includes(']).')) return false;
  return /[<>[\]]/.test(name) || name.includes('::');
}

/** Removes from each opening character to its partner, nested ones included (symbolizer.go, removeMatching). */
function removeMatching(name: string, open: string, close: string): string {
  let rest = name;
  let depth = 0;
  let from = 0;
  for (let at = nextOf(rest, open, close, 0); at >= 0;) {
    if (rest[at] === open) {
      if (depth++ === 0) from = at;
    } else {
      depth--;
      if (depth < 0) return rest;
      if (depth === 0) {
        rest = rest.slice(0, from) + rest.slice(at + 1);
        at = from - 1;
      }
    }
    at = nextOf(rest, open, close, at + 1);
  }
  return rest;
}

function nextOf(text: string, open: string, close: string, from: number): number {
  const opening = text.indexOf(open, from);
  const closing = text.indexOf(close, from);
  if (opening < 0 || closing < 0) return Math.max(opening, closing);
  return Math.min(opening, closing);
}
