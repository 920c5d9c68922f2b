import { NotUnderstood } from './mangled.ts';

const BASE = 36;
const LEAST = 1;
const MOST = 26;

/** Characters beyond ASCII behind the last underscore (RFC 3492, section 6.2, with the digits of Rust). */
export function fromPunycode(text: string): string {
  const mark = text.lastIndexOf('_');
  const output = Array.from(mark < 0 ? '' : text.slice(0, mark), (char) => char.charCodeAt(0));
  const encoded = text.slice(mark + 1);
  let at = 0;
  let code = 128;
  let bias = 72;
  for (let position = 0; position < encoded.length;) {
    const before = at;
    let weight = 1;
    for (let k = BASE; ; k += BASE) {
      const digit = digitOf(encoded[position++]);
      at += digit * weight;
      const threshold = k <= bias ? LEAST : k > bias + MOST ? MOST : k - bias;
      if (digit < threshold) break;
      weight *= BASE - threshold;
      if (weight > 2 ** 31) throw new NotUnderstood();
    }
    const length = output.length + 1;
    bias = adapted(at - before, length, before === 0);
    code += Math.floor(at / length);
    at %= length;
    if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) throw new NotUnderstood();
    output.splice(at++, 0, code);
  }
  return output.map((char) => String.fromCodePoint(char)).join('');
}

function digitOf(char = ''): number {
  if (/[0-9]/.test(char)) return char.charCodeAt(0) - 48 + 26;
  if (/[a-z]/i.test(char)) return char.toLowerCase().charCodeAt(0) - 97;
  throw new NotUnderstood();
}

function adapted(difference: number, length: number, isFirst: boolean): number {
  let delta = Math.floor(difference / (isFirst ? 700 : 2));
  delta += Math.floor(delta / length);
  let k = 0;
  for (; delta > ((BASE - LEAST) * MOST) / 2; k += BASE) delta = Math.floor(delta / (BASE - LEAST));
  return k + Math.floor(((BASE - LEAST + 1) * delta) / (delta + 38));
}
