/** A function declaration found in Go source. */
export interface FunctionDeclaration {
  /** As the linker names it behind the package: `(*Rule).match`, `Rule.Cost`, `main`. */
  readonly symbol: string;
  /** 1-based line of the func keyword. */
  readonly line: number;
}

/**
 * Finds declarations by their shape at the start of a line, as gofmt writes them: text that is not parsed stays
 * readable while it is being typed. Type parameters become `[...]`, as in symbol names.
 */
export function findFunctions(lines: readonly string[]): FunctionDeclaration[] {
  const found: FunctionDeclaration[] = [];
  for (const [index, text] of lines.entries()) {
    const match = DECLARATION.exec(text);
    if (!match) continue;
    const [, pointer, receiver, receiverTypes, name = '', types] = match;
    const generic = types === undefined ? '' : '[...]';
    const type =
      receiver === undefined ? '' : receiver + (receiverTypes === undefined ? '' : '[...]');
    const prefix = receiver === undefined ? '' : pointer === '*' ? `(*${type}).` : `${type}.`;
    found.push({ symbol: prefix + name + generic, line: index + 1 });
  }
  return found;
}

const DECLARATION =
  /^func\s*(?:\(\s*(?:[\p{L}_][\p{L}\p{N}_]*\s+)?(\*)?\s*([\p{L}_][\p{L}\p{N}_]*)(\[[^\]]*\])?\s*\)\s*)?([\p{L}_][\p{L}\p{N}_]*)\s*(\[[^(]*\])?\(/u;
