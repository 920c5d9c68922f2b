import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  COMPARISONS,
  TERM_NAMES,
  TERM_TABLE,
  parseCondition,
  printCondition,
} from '../../../src/condition/index.ts';
import type { ConditionTerm } from '../../../src/condition/index.ts';

/** Terms and Go condition as text, or what is wrong with which part. */
function read(text: string): string {
  const { terms, goCondition, problems } = parseCondition(text);
  const [problem] = problems;
  if (problem) {
    const { message, from, to, suggestion } = problem;
    return `«${text.slice(from, to)}» ${message}${suggestion === null ? '' : ` → ${suggestion}`}`;
  }
  return [...terms.map((term) => JSON.stringify(Object.values(term))), goCondition].join(' ');
}

describe('terms', () => {
  test.each([
    ['@goroutine(17)', '["goroutine",17] '],
    ['@childOf( 17 )', '["childOf",17] '],
    ['@createdBy(main.(*Server).serve)', '["createdBy","main.(*Server).serve"] '],
    ['@startedAs(main.Map[int, string])', '["startedAs","main.Map[int, string]"] '],
    ['@label(request=42)', '["label","request","42"] '],
    ['@label(request)', '["label","request",null] '],
    ['@label(path = /a=b)', '["label","path","/a=b"] '],
    ['@label("a=b"=`x && y)`)', '["label","a=b","x && y)"] '],
    ['@label(empty=)', '["label","empty",""] '],
    ['@once && x > 3', '["once"] x > 3'],
    ['x > 3 && @once && y', '["once"] x > 3 && y'],
    ['@every(3)', '["every",3] '],
    ['@after(main.go:40)', '["after","main.go",40] '],
    ['@after(C:\\work\\main.go:40)', '["after","C:\\\\work\\\\main.go",40] '],
    ['@caller(main.f)&&@stack(main.g)', '["caller","main.f"] ["stack","main.g"] '],
    ['@alive(>= 1000)', '["alive",">=",1000] '],
    ['@tracked', '["tracked"] '],
    ['@once && (a || b)', '["once"] (a || b)'],
    ['@once() && f[i && j] == 2', '["once"] f[i && j] == 2'],
  ])('%s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });
});

describe('Go is left alone', () => {
  test.each([
    ['x > 3 || y', 'x > 3 || y'],
    ['s == "@once && x"', 's == "@once && x"'],
    ["r == '@' && s == `@`", "r == '@' && s == `@`"],
    ['r == \'\\\'\' && q == "\\"@"', 'r == \'\\\'\' && q == "\\"@"'],
    ['x /* @once && */ > 3 // && @once', 'x                > 3'],
    ['', ''],
  ])('%s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });
  it('splits after a string that holds an operator', () => {
    expect(read('s == "a && b" && @once')).toBe('["once"] s == "a && b"');
  });
  it('looks for terms behind a comment', () => {
    expect(read('/* why */ @once // not @every(2)\n && x')).toBe('["once"] x');
  });
});

describe('problems', () => {
  test.each([
    ['@onse', '«@onse» There is no term @onse. Did you mean @once? → @once'],
    ['@ALIVE(>3)', '«@ALIVE» There is no term @ALIVE. Did you mean @alive? → @alive'],
    ['@goroutine', '«@goroutine» @goroutine takes the number of a goroutine: @goroutine(17).'],
    [
      '@goroutine(x)',
      '«@goroutine(x)» @goroutine takes the number of a goroutine: @goroutine(17).',
    ],
    ['@every(0)', '«@every(0)» @every takes a number, 1 or more: @every(3).'],
    ['@alive(1000)', '«@alive(1000)» @alive takes a comparison: @alive(>1000). → @alive(>1000)'],
    ['@after(main.go)', '«@after(main.go)» @after takes file:line: @after(main.go:40).'],
    [
      '@stack(f)',
      '«@stack(f)» @stack takes the name of a function with its package: @stack(main.f).',
    ],
    ['@label(=3)', '«@label(=3)» @label takes key=value, or a key: @label(request=42).'],
    ['@once(3)', '«@once(3)» @once takes no argument: @once. → @once'],
    ['@once &&', '«» A condition is missing beside &&.'],
    ['x && (y', '«(» The ( is not closed.'],
    ['x == "y', '«"» The " is not closed.'],
    ['x)', '«)» The ) has no beginning.'],
    ['@once x', '«@once x» A term like @once stands by itself, joined to the rest by &&.'],
    ['!@once', '«@» A term like @once stands by itself, joined to the rest by &&.'],
    ['x && (@once)', '«@» A term like @once stands by itself, joined to the rest by &&.'],
    [
      '@caller(a.b) == (c)',
      '«@caller(a.b) == (c)» A term like @once stands by itself, joined to the rest by &&.',
    ],
    ['@once && @every(3)', '«@every(3)» Only one of @once and @every can be used.'],
    [
      '@goroutine(1) && @goroutine(2)',
      '«@goroutine(2)» No goroutine satisfies two different @goroutine.',
    ],
  ])('%s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });
  it('refuses alternatives between terms', () => {
    expect(read('@once && a || b')).toMatch(/^«\|\|» Terms with @ are joined by && only\./);
  });
  it('lists the terms when none is near', () => {
    expect(read('@zzzzzz')).toContain(TERM_NAMES.map((name) => `@${name}`).join(', '));
  });
  it('keeps what was understood', () => {
    const { terms, goCondition } = parseCondition('@once && @onse && x');
    expect({ terms, goCondition }).toEqual({ terms: [{ kind: 'once' }], goCondition: 'x' });
  });
});

test('every example of the table is its own term', () => {
  for (const { name, example } of TERM_TABLE) {
    const { terms, goCondition, problems } = parseCondition(example);
    expect([terms.map(({ kind }) => kind), goCondition, problems]).toEqual([[name], '', []]);
    expect(printCondition({ terms, goCondition })).toBe(example);
  }
});

test('the README lists every term as the table has it', () => {
  const readme = readFileSync('README.md', 'utf8').replaceAll(/ +/g, ' ');
  for (const { doc, example } of TERM_TABLE) {
    const words = doc.charAt(0).toLowerCase() + doc.slice(1, -1);
    expect(readme).toContain(`| \`${example}\` | ${words} |`);
  }
});

const name = fc.constantFrom('main.f', 'main.(*T).m', 'a/b.F[int, string]', 'main.f.func1');
const id = fc.integer({ min: 1, max: 1e9 });
const term: fc.Arbitrary<ConditionTerm> = fc.oneof(
  fc.record({ kind: fc.constantFrom('goroutine', 'childOf'), id }),
  fc.record({ kind: fc.constantFrom('createdBy', 'startedAs', 'caller', 'stack'), function: name }),
  fc.record({
    kind: fc.constant('label'),
    key: fc.string({ minLength: 1, unit: 'binary' }),
    value: fc.option(fc.string({ unit: 'binary' })),
  }),
  fc.record({ kind: fc.constantFrom('once', 'tracked') }),
  fc.record({ kind: fc.constant('every'), count: id }),
  fc.record({ kind: fc.constant('after'), file: fc.string({ minLength: 1 }), line: id }),
  fc.record({ kind: fc.constant('alive'), comparison: fc.constantFrom(...COMPARISONS), count: id }),
);
const expression = fc.constantFrom('', 'x > 3', '(a || b)', 's == "@once && `" && y', "r == '@'");

test('what is printed is read back', () => {
  const onceOfEach = fc.uniqueArray(term, {
    selector: ({ kind }) => (kind === 'every' ? 'once' : kind),
  });
  fc.assert(
    fc.property(onceOfEach, expression, (terms, goCondition) => {
      const { problems, ...condition } = parseCondition(printCondition({ terms, goCondition }));
      expect([condition, problems]).toEqual([{ terms, goCondition }, []]);
    }),
    { numRuns: 2000 },
  );
});

test('alternatives keep their meaning beside a term', () => {
  const text = printCondition({ terms: [{ kind: 'once' }], goCondition: 'a || b' });
  expect(text).toBe('@once && (a || b)');
});

test('no text makes it throw, and problems lie within it', () => {
  const part = fc.constantFrom(
    '@',
    'once',
    '(',
    ')',
    '"',
    '`',
    "'",
    '\\',
    '&&',
    '||',
    '/*',
    ' ',
    '@label(',
  );
  const text = fc.array(fc.oneof(part, fc.string())).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, (condition) => {
      for (const { from, to } of parseCondition(condition).problems) {
        expect(0 <= from && from <= to && to <= condition.length).toBe(true);
      }
    }),
    { numRuns: 2000 },
  );
});
