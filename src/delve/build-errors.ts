import { isAbsolute, resolve } from 'node:path';

/** A place the compiler complained about. */
export interface CompileError {
  /** Absolute. */
  readonly file: string;
  readonly line: number;
  /** 1 where the compiler gave none. */
  readonly column: number;
  readonly message: string;
}

const PLACE =
  /^(?:vet: |\s*)((?:[A-Za-z]:)?[^:\n]+\.(?:go|s|c|h|cc|cpp|mod|work)):(\d+)(?::(\d+))?:\s*(.*)$/;

/**
 * Errors in what `go build` and `go test -c` write. Paths there are relative to the folder the command ran in;
 * lines that begin with a tab belong to the error before them.
 */
export function parseCompileErrors(output: string, folder: string): CompileError[] {
  const errors: CompileError[] = [];
  for (const line of output.split(/\r?\n/)) {
    const match = PLACE.exec(line);
    const file = match?.[1];
    const last = errors.at(-1);
    if (file !== undefined) {
      errors.push({
        file: isAbsolute(file) ? file : resolve(folder, file),
        line: Number(match?.[2]),
        column: Number(match?.[3] ?? 1),
        message: match?.[4] ?? '',
      });
    } else if (last && line.startsWith('\t')) {
      errors[errors.length - 1] = { ...last, message: `${last.message} ${line.trim()}` };
    }
  }
  return errors;
}
