/** Our regular expressions are those of Go: the same ones are errors, and the same texts match. */
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { compileRegExp } from '../../src/profile/index.ts';
import { Random } from '../support/random-profile.ts';

const PIECES = [
  ['a', 'b', 'main', 'é', 'K', 'ſ', '.', '^', '$', '|', '(', ')', '(?:', '(?i)', '(?s:', '(?m)'],
  ['(?P<n>', '(?<n>', '(?-i)', '(?U)', '*', '+', '?', '{2}', '{1,}', '{0,2}', '{,3}', '{x}', '*?'],
  ['[a-c]', '[^b]', '[[:alpha:]]', '[^[:^digit:]]', '[\\d_]', '[]a]', '[a-]', '[', ']', '}', '{'],
  ['\\d', '\\W', '\\s', '\\b', '\\B', '\\A', '\\z', '\\Z', '\\.', '\\Qa.b\\E', '\\x61', '\\x{e9}'],
  ['\\pL', '\\p{Greek}', '\\P{Lu}', '\\1', '\\012', '\\k', '(?=a)', '(?<!b)', '\\n', '-', '/'],
].flat();
const TEXTS = [
  '',
  'a',
  'b',
  'main.main',
  'aab',
  'a.b',
  'É',
  'k',
  'S',
  '\n',
  'x\na\ny',
  'α',
  'a1_',
  'aaa]}',
];

test('2,000 random expressions', () => {
  const random = new Random(42);
  const pairs = Array.from({ length: 2000 }, () => {
    const length = 1 + random.below(6);
    const pattern = Array.from({ length }, () => random.pick(PIECES)).join('');
    return [pattern, random.pick(TEXTS)] as const;
  });
  const cwd = resolve(import.meta.dirname, '../fixtures/go');
  const output = execFileSync('go', ['run', './regexps'], { cwd, input: JSON.stringify(pairs) });
  const theirs: unknown = JSON.parse(output.toString());
  const ours = pairs.map(([pattern, text]) => {
    const { regExp } = compileRegExp(pattern);
    return !regExp ? 'error' : regExp.test(text) ? 'yes' : 'no';
  });
  const described = (answers: unknown): unknown =>
    pairs.map(([pattern, text], at) => [pattern, text, Array.isArray(answers) && answers[at]]);
  expect(described(ours)).toEqual(described(theirs));
});
