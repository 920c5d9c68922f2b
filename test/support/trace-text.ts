/**
 * Traces as text, in the notation of Go's own tests (internal/trace/raw and internal/trace/testtrace): a line per
 * event, `GoStart dt=1 g=5 g_seq=1`, driven by the table of events.
 */
import { EVENT_SPECS, type EventSpec } from '../../src/trace/specs.ts';

/** A test of Go: what to expect of a trace. */
export interface TraceTest {
  /** Null: the trace is read without an error. Otherwise what the error says. */
  readonly failure: RegExp | null;
  readonly bytes: Uint8Array;
}

/** Reads a txtar file with the parts `expect` and `trace`. */
export function readTraceTest(text: string): TraceTest {
  const [, expectation = '', trace = ''] =
    /^-- expect --\n(.*?)^-- trace --\n(.*)/ms.exec(text) ?? [];
  const [first = ''] = expectation.split('\n');
  const quoted = /^FAILURE (".*")$/.exec(first)?.[1];
  if (quoted === undefined && first !== 'SUCCESS') throw new Error(`no expectation: ${first}`);
  const failure =
    quoted === undefined ? null : new RegExp(new TextDecoder().decode(unquote(quoted)));
  return { failure, bytes: assembleTrace(trace) };
}

/** Text to bytes; sizes of batches are taken as they stand, right or wrong. */
export function assembleTrace(text: string): Uint8Array {
  const lines = text
    .split('\n')
    .map((line) => line.replace(/^\s*#.*|\s+#[^"]*$/, '').trim())
    .filter((line) => line !== '');
  const [, version = ''] = /^Trace Go1\.(\d+)$/.exec(lines[0] ?? '') ?? [];
  const bytes: number[] = [...new TextEncoder().encode(`go 1.${version} trace\0\0\0`)];
  for (let at = 1; at < lines.length; at++) {
    const [name = '', ...args] = (lines[at] ?? '').split(/\s+/);
    const spec = specOf(name);
    bytes.push(spec.type);
    const values = valuesOf(spec.name, spec.args, args);
    for (const value of values) appendVarint(bytes, value);
    // Where a stack or data follows, it stands on lines of its own.
    if (name === 'Stack') {
      for (let left = Number(values[1]); left > 0; left--) {
        const frame = (lines[++at] ?? '').split(/\s+/);
        for (const value of valuesOf(name, FRAME, frame)) appendVarint(bytes, value);
      }
    } else if (name === 'String' || name === 'ExperimentalBatch') {
      const [, quoted = '""'] = /^data=(".*")$/.exec(lines[++at] ?? '') ?? [];
      const data = unquote(quoted);
      appendVarint(bytes, BigInt(data.length));
      bytes.push(...data);
    }
  }
  return Uint8Array.from(bytes);
}

/** One batch with the size that its events have. */
export function batch(header: string, ...events: readonly string[]): string {
  const trace = 'Trace Go1.26\n';
  const size = assembleTrace(trace + events.join('\n')).length - 16;
  return [`EventBatch ${header} size=${size}`, ...events].join('\n');
}

const FRAME = ['pc', 'func', 'file', 'line'];

function specOf(name: string): EventSpec {
  const spec = EVENT_SPECS.find((each) => each.name === name);
  if (spec === undefined) throw new Error(`there is no event ${name}`);
  return spec;
}

function valuesOf(name: string, names: readonly string[], args: readonly string[]): bigint[] {
  if (args.length !== names.length) throw new Error(`${name} takes ${names.join(' ')}`);
  return args.map((arg, index) => {
    const [key, value = ''] = arg.split('=');
    if (key !== names[index]) throw new Error(`${name}: ${names[index]} expected, not ${key}`);
    return BigInt(value);
  });
}

function appendVarint(bytes: number[], value: bigint): void {
  let left = value;
  for (; left >= 0x80n; left >>= 7n) bytes.push(Number(left & 0x7fn) | 0x80);
  bytes.push(Number(left));
}

/** Go's strconv.Unquote, for what occurs in tests: bytes, because `\x` may be half a character. */
function unquote(quoted: string): Uint8Array {
  const bytes: number[] = [];
  for (const [part] of quoted
    .slice(1, -1)
    .matchAll(/\\x[0-9a-f]{2}|\\u[0-9a-f]{4}|\\[0-7]{3}|\\.|[^\\]+/gisu)) {
    if (part.startsWith('\\x')) bytes.push(Number.parseInt(part.slice(2), 16));
    else if (part.startsWith('\\u')) {
      bytes.push(
        ...new TextEncoder().encode(String.fromCharCode(Number.parseInt(part.slice(2), 16))),
      );
    } else if (/^\\[0-7]{3}$/.test(part)) bytes.push(Number.parseInt(part.slice(1), 8));
    else if (part.startsWith('\\')) bytes.push(ESCAPES[part] ?? part.charCodeAt(1));
    else bytes.push(...new TextEncoder().encode(part));
  }
  return Uint8Array.from(bytes);
}

const ESCAPES: Readonly<Record<string, number>> = {
  '\\a': 7,
  '\\b': 8,
  '\\f': 12,
  '\\n': 10,
  '\\r': 13,
  '\\t': 9,
  '\\v': 11,
};

/** A seed of Go's fuzzer: `go test fuzz v1` and `[]byte("…")`. */
export function readFuzzSeed(text: string): Uint8Array {
  const [, quoted = '""'] = /^\[\]byte\((".*")\)$/m.exec(text) ?? [];
  return unquote(quoted);
}
