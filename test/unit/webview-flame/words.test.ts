import { expect, test } from 'vitest';
import { joinThin } from '../../../src/base/format.ts';
import type { ProfileInfo } from '../../../src/protocol/analysis.ts';
import { goTokens } from '../../../webview/flame/go-tokens.ts';
import { placeText } from '../../../webview/flame/place.ts';
import { functionText, rateText, samplesText, totalWords } from '../../../webview/flame/words.ts';

function checkTotal(type: string, unit: string, total: number, text: string): void {
  const words = totalWords({ type, unit, title: 'Some Title', total }, 30e9);
  const within = words.within ? ` in ${joinThin(words.within)}` : '';
  const said = `${joinThin(words.total)} ${words.words}${within}`;
  expect(said.replaceAll('\u202f', ' ')).toBe(text);
}

test('what was measured', () => {
  checkTotal('cpu', 'nanoseconds', 27.7e9, '27.7 s CPU in 30 s');
  checkTotal('inuse_space', 'bytes', 184 * 1024 ** 2, '184 MB in use');
  checkTotal('contentions', 'count', 1446, '1,446 contentions');
  checkTotal('goroutine', 'count', 412, '412 goroutines');
  checkTotal('my_metric', 'widgets', 3, '3 widgets some title');
});

const CPU: Pick<ProfileInfo, 'sampleTypes' | 'sampleCount' | 'period' | 'periodUnit'> = {
  sampleTypes: [
    { type: 'samples', unit: 'count', title: 'Samples', total: 2771 },
    { type: 'cpu', unit: 'nanoseconds', title: 'CPU time', total: 27.7e9 },
  ],
  sampleCount: 900,
  period: 1e7,
  periodUnit: 'nanoseconds',
};

test('a CPU profile counts its samples itself', () => {
  expect(CPU.sampleTypes.map((type) => samplesText(CPU, type))).toEqual([null, '2,771 samples']);
  expect(rateText(CPU)).toBe('100 Hz');
});

test('a heap profile says how it samples', () => {
  const sampleTypes = [{ type: 'inuse_space', unit: 'bytes', title: 'In-use space', total: 1 }];
  expect(rateText({ sampleTypes, period: 524288, periodUnit: 'bytes' })).toBe(
    'one sample per 512 kB',
  );
});

test('a function on the clipboard', () => {
  const detail = {
    function: 1,
    name: 'shop/pricing.(*Rule).match',
    kind: 0,
    file: '/src/rule.go',
    line: 41,
    hottestLine: 44,
    callSites: 2,
    self: Float64Array.of(3e8),
    total: Float64Array.of(34.1e8),
    callers: [],
    callees: [],
    source: null,
  };
  const type = { type: 'cpu', unit: 'nanoseconds', title: 'CPU time', total: 27.7e9 };
  expect(functionText(detail, type, 0)).toBe(
    'shop/pricing.(*Rule).match\tself 300 ms\ttotal 3.41 s\t12.3 %\t/src/rule.go:41',
  );
});

test('places', () => {
  expect(placeText('/src/pricing/rule.go', 44)).toBe('rule.go:44');
  expect(placeText('C:\\src\\rule.go', 0)).toBe('rule.go');
});

test('tokens of a line of Go', () => {
  const line = 'if r.re.MatchString("a//b", 0x1f) { return true } // why';
  const tokens = goTokens(line);
  expect(tokens.map(({ text }) => text).join('')).toBe(line);
  expect(tokens.filter(({ kind }) => kind !== 'plain')).toEqual([
    { kind: 'keyword', text: 'if' },
    { kind: 'string', text: '"a//b"' },
    { kind: 'number', text: '0x1f' },
    { kind: 'keyword', text: 'return' },
    { kind: 'declaration', text: 'true' },
    { kind: 'comment', text: '// why' },
  ]);
});
