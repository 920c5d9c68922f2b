import { expect, test } from 'vitest';
import { lineNow, lineThen, stretchesOf } from '../../../src/server/source-stretches.ts';
import {
  LINE_CHANGED,
  LINE_FRESH,
  LINE_IN_CHANGED,
  LINE_MAYBE_MOVED,
} from '../../../src/protocol/analysis.ts';

const BUILT = `package p

func first() {
	a()
	b()
}

func second() {
	c()
	d()
}
`;

const WORDS = {
  [LINE_FRESH]: '',
  [LINE_MAYBE_MOVED]: ' maybe moved',
  [LINE_IN_CHANGED]: ' in changed',
  [LINE_CHANGED]: ' changed',
};

/** Where the lines that say `a()` to `d()` in the build are now, as the text there. */
function check(now: string, expected: readonly string[]): void {
  const [then, text] = [BUILT, now].map((one) => one.split('\n'));
  const stretches = stretchesOf(then ?? [], text ?? []);
  const places = [4, 5, 9, 10].map((line) => {
    const { line: at, state } = lineNow(line, stretches, LINE_MAYBE_MOVED);
    if (at === 0) return 'gone';
    if (state !== LINE_CHANGED) expect(lineThen(at, stretches)).toBe(line);
    return `${text?.[at - 1]?.trim()}${WORDS[state]}`;
  });
  expect(places).toEqual(expected);
}

test('the same text is fresh', () => {
  check(BUILT, ['a()', 'b()', 'c()', 'd()']);
});

test('a function that moved is fresh, whatever was done to others', () => {
  check(BUILT.replace('\ta()\n', '\ta()\n\tmore()\n\tmore()\n'), [
    'a() in changed',
    'b() in changed',
    'c()',
    'd()',
  ]);
});

test('functions that changed places are fresh', () => {
  const [head = '', first = '', second = ''] = BUILT.split(/(?=^func )/m);
  check(`${head}${second}\n${first}`, ['a()', 'b()', 'c()', 'd()']);
});

test('the text in place of a line is named, without the figure', () => {
  check(BUILT.replace('c()', 'other()'), ['a()', 'b()', 'other() changed', 'd() in changed']);
});

test('a line that is gone is nowhere', () => {
  check(BUILT.replace('\td()\n', ''), ['a()', 'b()', 'c() in changed', 'gone']);
});

test('a statement that was wrapped is still there', () => {
  check(BUILT.replace('\tc()\n', '\tif x {\n\t\tc()\n\t}\n'), [
    'a()',
    'b()',
    'c() in changed',
    'd() in changed',
  ]);
});

test('a function that was renamed has no figures of its own', () => {
  const stretches = stretchesOf(BUILT.split('\n'), BUILT.replace('second', 'renamed').split('\n'));
  expect(lineNow(9, stretches, LINE_MAYBE_MOVED).state).toBe(LINE_MAYBE_MOVED);
});
