import type { OrderKernel } from '../trace/index.ts';
import { messageOf, UserError } from '../base/user-error.ts';

/** What a command may use of the process it runs in. */
export interface Terminal {
  /** The order kernel in WebAssembly; null where it is not there. */
  readonly kernel?: () => OrderKernel | null;
  /** Bytes of a file, of standard input for `-`. */
  read(path: string): Promise<Uint8Array>;
  /** Text of a source file; throws as `readFileSync`. */
  readSource(path: string): string;
  /** The folder that the command runs in. */
  readonly folder: string;
  /** Resolves when the text is handed over: wait before writing more. */
  write(text: string): Promise<void>;
  /** Like `write`, for data. */
  writeBytes(bytes: Uint8Array): Promise<void>;
  /** Writes a file that the command line names. */
  save(path: string, bytes: Uint8Array): Promise<void>;
  /** A line for standard error. */
  complain(line: string): void;
}

/** Writes a file that the command line names. Throws `UserError` where that fails. */
export async function save(
  path: string,
  bytes: Uint8Array,
  terminal: Pick<Terminal, 'save'>,
): Promise<void> {
  await terminal.save(path, bytes).catch((error: unknown) => {
    throw new UserError('not-written', `${path} cannot be written: ${messageOf(error)}`);
  });
}

export const EXIT_OK = 0;
/** The file could not be read, or nothing in it could be understood. */
export const EXIT_FAILED = 1;
/** The command line is wrong. */
export const EXIT_USAGE = 2;

/** Texts for standard output, in chunks of about 64 kB, so that a long answer is not one string. */
export class ChunkedWriter {
  readonly #terminal: Pick<Terminal, 'write'>;
  #pending: string[] = [];
  #size = 0;

  constructor(terminal: Pick<Terminal, 'write'>) {
    this.#terminal = terminal;
  }

  async add(text: string): Promise<void> {
    this.#pending.push(text);
    this.#size += text.length;
    if (this.#size >= 2 ** 16) await this.end();
  }

  /** Writes what is left. */
  async end(): Promise<void> {
    const text = this.#pending.join('');
    this.#pending = [];
    this.#size = 0;
    if (text !== '') await this.#terminal.write(text);
  }
}
