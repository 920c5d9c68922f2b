import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseDump } from '../../../src/goroutines/index.ts';
import { tableText } from '../../support/goroutine-text.ts';

const DUMPS = new URL('../../fixtures/dumps/', import.meta.url);
const names = readdirSync(DUMPS).filter((name) => name.endsWith('.txt'));

describe.each(names)('%s', (name) => {
  const text = readFileSync(new URL(name, DUMPS), 'utf8');

  it('is read as the golden file says', () => {
    const { value, problems } = parseDump(text);
    const actual = `${tableText(value, problems)}\n`;
    const golden = new URL(name.replace('.txt', '.golden'), DUMPS);
    if (process.env['UPDATE'] || !existsSync(golden)) writeFileSync(golden, actual);
    expect(actual).toBe(readFileSync(golden, 'utf8'));
  });

  it('has the goroutines and frames that a search by pattern finds', () => {
    const { value } = parseDump(text);
    const ids = [...text.matchAll(/^goroutine ([1-9]\d*)[^[\n]*\[/gm)].map((match) =>
      Number(match[1]),
    );
    expect([...value.id].sort((a, b) => a - b)).toEqual([...new Set(ids)].sort((a, b) => a - b));
    const places = new Set([...text.matchAll(/^\t(\S+:\d+)/gm)].map((match) => match[1]));
    for (let frame = 1; frame < value.frames.length; frame++) {
      expect(places).toContain(`${value.frames.file[frame]}:${value.frames.line[frame]}`);
    }
  });

  it('yields its first goroutines wherever it is cut', () => {
    const whole = parseDump(text).value;
    const ids = new Set(whole.id);
    const step = Math.ceil(text.length / 400);
    for (let end = 0; end < text.length; end += step) {
      const { value, problems } = parseDump(text.slice(0, end));
      expect(value.length).toBeLessThanOrEqual(whole.length);
      for (const id of value.id) if (!ids.has(id)) expect(String(id).length).toBeLessThan(4);
      if (value.length === 0) expect(problems).not.toEqual([]);
    }
  });

  it('is the same with Windows line ends and with log prefixes', () => {
    const expected = tableText(parseDump(text).value);
    expect(tableText(parseDump(text.replaceAll('\n', '\r\n')).value)).toBe(expected);
    const lines = text.trimEnd().split('\n');
    const logged = lines.map((line, at) => `2026-05-01T12:00:00.${at}Z stderr F ${line}`);
    expect(tableText(parseDump(logged.join('\n')).value)).toBe(expected);
  });
});
