/**
 * Traces of Go 1.11 to 1.21 as text: a line per event, `GoStart dt=1 g=5 seq=2`, driven by their table of events.
 * `String id=1 text` and `UserLog … : text` end with a text; `Stack id=1 nframes=1 4096 2 3 7` has numbers behind.
 */
import { BATCH, STRING } from '../../src/trace/v1/event-types.ts';
import { OLD_EVENT_SPECS } from '../../src/trace/v1/specs.ts';

/** Text to bytes; the first line is `Trace Go1.N`. */
export function assembleOldTrace(text: string): Uint8Array {
  const [head = '', ...lines] = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const version = head.replace('Trace Go1.', '');
  const bytes: number[] = [...new TextEncoder().encode(`go 1.${version} trace\0\0\0`)];
  for (const line of lines) bytes.push(...eventOf(line));
  return Uint8Array.from(bytes);
}

function eventOf(line: string): number[] {
  const [name = ''] = line.split(' ');
  const spec = OLD_EVENT_SPECS.find((each) => each.name === name);
  if (spec === undefined) throw new Error(`no event ${name}`);
  if (spec.type === STRING) {
    const [, id = '', text = ''] = /^String id=(\d+) ?(.*)$/.exec(line) ?? [];
    return [STRING, ...varint(BigInt(id)), ...textOf(text)];
  }
  const [numbers = '', text] = line.split(' : ');
  const values = numbers
    .split(' ')
    .slice(1)
    .map((word, index) => {
      const [, argument, value = ''] = /^(?:(\w+)=)?(-?\d+)$/.exec(word) ?? [];
      if (argument !== spec.args[index]) throw new Error(`${line}: expected ${spec.args[index]}`);
      return varint(BigInt.asUintN(64, BigInt(value)));
    });
  const message = text === undefined ? [] : textOf(text);
  if (spec.type === BATCH) return [BATCH | (1 << 6), ...values.flat()];
  if (values.length <= 3) return [spec.type | ((values.length - 1) << 6), ...values.flat()];
  const size = varint(BigInt(values.flat().length));
  return [spec.type | (3 << 6), ...size, ...values.flat(), ...message];
}

function textOf(text: string): number[] {
  const bytes = new TextEncoder().encode(text);
  return [...varint(BigInt(bytes.length)), ...bytes];
}

function varint(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return bytes;
}
