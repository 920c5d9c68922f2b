import type { OutputSink, SelfCommand } from './watchdog.ts';
import { Watchdog } from './watchdog.ts';
import { LineDecoder } from './line-decoder.ts';
import type { Address } from './rpc-client.ts';
import { parseAddress } from './rpc-client.ts';
import { StringDecoder } from 'node:string_decoder';
import type { SupervisedCommand } from './supervisor.ts';

/** dlv ended before it could serve; `output` is what it said. */
export class DelveStartError extends Error {
  readonly output: string;

  constructor(output: string, exitCode: number) {
    super(`dlv ended with code ${exitCode}`);
    this.name = 'DelveStartError';
    this.output = output;
  }
}

/** Where the lines of dlv and its program go; both share two pipes, so lines are told apart by their form. */
export interface DelveOutput {
  program(category: 'stdout' | 'stderr', text: string): void;
  /** dlv's own words: log lines and warnings. */
  debugger(line: string): void;
}

/** A dlv that runs under a watchdog. */
export interface RunningDelve {
  readonly address: Address;
  readonly watchdog: Watchdog;
  /** What dlv said so far that may be an error, at most the last 16 kB. */
  errorOutput(): string;
}

/**
 * Starts dlv and waits for the line with its address. dlv prints it before it loads the program: whether that worked
 * is known when dlv answers on the address, or ends.
 */
export async function startDelve(
  self: SelfCommand,
  command: SupervisedCommand,
  output: DelveOutput,
): Promise<RunningDelve> {
  let found: (address: Address) => void = () => {};
  const address = new Promise<Address>((resolve) => (found = resolve));
  const sorter = new OutputSorter(output, (where) => found(where));
  const watchdog = new Watchdog(self, command, sorter);
  const exit = watchdog.exited.then((code) => {
    sorter.flush();
    return new DelveStartError(sorter.errorOutput(), code);
  });
  const first = await Promise.race([address, exit]);
  if (first instanceof DelveStartError) throw first;
  watchdog.tellAddress(first);
  return { address: first, watchdog, errorOutput: () => sorter.errorOutput() };
}

const LISTENING = /^(?:API|DAP) server listening at: (.*)$/;
/** logrus text and dlv's own prefix: `2026-01-02T03:04:05Z debug layer=dap …`. */
const LOG_LINE = /^\d{4}-\d\d-\d\dT\S+ (?:debug|info|warning|warn|error|fatal)\b/;
const REMOTE_HINT = /^\d{4}-\d\d-\d\dT\S+ warn(?:ing)? layer=rpc Listening for remote connections/;
const KEPT_BYTES = 16_384;

/** Splits what comes through dlv's pipes into the program's output and dlv's own. */
export class OutputSorter implements OutputSink {
  readonly #output: DelveOutput;
  readonly #listening: (address: Address) => void;
  readonly #errors = new LineDecoder();
  readonly #firstLines = new LineDecoder();
  /** A character may be split between two chunks. */
  readonly #text = new StringDecoder('utf8');
  #isListening = false;
  #errorText = '';

  constructor(output: DelveOutput, listening: (address: Address) => void) {
    this.#output = output;
    this.#listening = listening;
  }

  /** Lines until the address is known; then the program's bytes, passed on as they come. */
  stdout(chunk: Buffer): void {
    if (this.#isListening) {
      this.#program(this.#text.write(chunk));
      return;
    }
    const rest: string[] = [];
    for (const line of this.#firstLines.push(chunk)) {
      const text = line.toString('utf8');
      const address = this.#isListening ? undefined : parseAddress(LISTENING.exec(text)?.[1] ?? '');
      if (address) {
        this.#isListening = true;
        this.#listening(address);
      } else if (this.#isListening) rest.push(`${text}\n`);
      else this.#complaint(text);
    }
    if (this.#isListening) rest.push(this.#text.write(this.#firstLines.takeRest()));
    this.#program(rest.join(''));
  }

  #program(text: string): void {
    if (text !== '') this.#output.program('stdout', text);
  }

  /** Before it listens dlv says on standard output why it cannot. */
  #complaint(text: string): void {
    this.#errorText = `${this.#errorText}${text}\n`.slice(-KEPT_BYTES);
    this.#output.debugger(text);
  }

  stderr(chunk: Buffer): void {
    for (const line of this.#errors.push(chunk)) this.#errorLine(`${line.toString('utf8')}\n`);
  }

  /** What came without a newline at the end. */
  flush(): void {
    const rest = this.#errors.takeRest().toString('utf8');
    if (rest !== '') this.#errorLine(rest);
  }

  errorOutput(): string {
    return this.#errorText;
  }

  #errorLine(line: string): void {
    this.#errorText = (this.#errorText + line).slice(-KEPT_BYTES);
    if (REMOTE_HINT.test(line)) return;
    if (LOG_LINE.test(line)) this.#output.debugger(line.trimEnd());
    else this.#output.program('stderr', line);
  }
}
