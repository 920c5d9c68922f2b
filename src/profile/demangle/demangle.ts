/**
 * Names of C++ and Rust functions as pprof reports them: without parameters and without template arguments (package
 * github.com/ianlancetaylor/demangle with NoParams, NoEnclosingParams and NoTemplateParams, as vendored in Go 1.26).
 */
import { ItaniumParser, NotUnderstood } from './itanium.ts';
import { legacyRustName } from './rust.ts';
import { rustName } from './rust-v0.ts';

/** The name; null for what is not mangled or not understood. */
export function demangle(name: string): string | null {
  if (name.startsWith('_ZN')) {
    const rust = legacyRustName(name);
    if (rust !== null) return rust;
  }
  try {
    if (name.startsWith('_R')) return rustName(name.slice(2));
    if (name.startsWith('_Z')) return new ItaniumParser(name.slice(2)).functionName();
    if (name.startsWith('_GLOBAL_')) return globalName(name.slice('_GLOBAL_'.length));
    if (name.startsWith('___Z')) return blockName(name);
    return null;
  } catch (error) {
    if (error instanceof NotUnderstood) return null;
    throw error;
  }
}

/** Constructors and destructors of all globals of a file. */
function globalName(rest: string): string | null {
  const match = /^[._$]([ID])_(.+)$/s.exec(rest);
  if (!match) return null;
  const [, kind, key = ''] = match;
  const words = kind === 'I' ? 'constructors' : 'destructors';
  const keyed = key.startsWith('_Z') ? new ItaniumParser(key.slice(2)).signature() : rest;
  return `global ${words} keyed to ${keyed}`;
}

/** A block of clang. */
function blockName(name: string): string | null {
  const block = name.lastIndexOf('_block_invoke');
  if (block < 0 || !/^_block_invoke_?\d*(?:\..*)?$/s.test(name.slice(block))) return null;
  const inner = new ItaniumParser(name.slice(4, block)).functionName();
  return `invocation function for block in ${inner}`;
}
