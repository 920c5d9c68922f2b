import { describe, expect, test } from 'vitest';
import type { PathFinding } from '../../../src/protocol/path-doctor.ts';
import { answerOf, certaintyWords, nextStep } from '../../../webview/paths/words.ts';

function finding(changes: Partial<PathFinding>): PathFinding {
  const usual = { kind: 'own', folder: '/app', files: 12, found: 12, here: '/work/shop' } as const;
  return { ...usual, certainty: 'sure', candidates: [], ...changes };
}

const OPEN = finding({ certainty: 'open', here: null, found: 0, candidates: ['/a', '/b'] });
const MODULE = finding({ kind: 'module', certainty: 'open', here: null, found: 0, files: 3 });

describe('the answer', () => {
  test.each([
    [[], 'The program names no Go files.'],
    [[finding({})], 'The folder of your code is found here.'],
    [[finding({}), finding({ certainty: 'as-is' })], 'All 2 folders of your code are found here.'],
    [[finding({}), MODULE], 'The folder of your code is found here. 1 other folder not here.'],
    [[OPEN, finding({})], '1 of 2 folders is not known here: breakpoints in 12 files do not bind.'],
  ])('%#: %s', (findings, words) => {
    expect(answerOf({ findings })).toBe(words);
  });
});

test('one button is the primary one: a folder that is likely, else saving, else none', () => {
  const likely = finding({ certainty: 'likely', candidates: ['/a'] });
  const module = { ...MODULE, certainty: 'likely' as const, candidates: ['/m'] };
  expect(nextStep({ findings: [OPEN, module, likely] }, 1)).toBe(likely);
  expect(nextStep({ findings: [OPEN, module] }, 1)).toBe('save');
  expect(nextStep({ findings: [OPEN, module] }, 0)).toBe(module);
  expect(nextStep({ findings: [OPEN] }, 0)).toBe(null);
});

describe('how sure', () => {
  test.each([
    [finding({}), 'The only answer'],
    [finding({ found: 10 }), 'The only answer, 2 not here'],
    [finding({ certainty: 'likely' }), 'Likely, by file names'],
    [finding({ certainty: 'configured', found: 0 }), 'By your rule, but nothing is there'],
    [OPEN, '2 folders fit'],
    [MODULE, 'Not in the module cache'],
  ])('%#: %s', (each, words) => {
    expect(certaintyWords(each)).toBe(words);
  });
});
