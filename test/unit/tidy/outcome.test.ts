import { expect, test } from 'vitest';
import {
  closingLine,
  demandTests,
  failing,
  outcomeOfVitest,
  outcomeOfWorkbench,
  passing,
} from '../../../scripts/outcome.ts';

const died = { name: 'unit', message: 'ended with SIGKILL' };
const file = { name: 'a.test.ts', status: 'passed', message: '', assertionResults: [] };

test('tests are counted', () => {
  const assertionResults = [
    { fullName: 'one', status: 'passed' },
    { fullName: 'two', status: 'failed', failureMessages: ['expected 1'] },
    { fullName: 'three', status: 'pending' },
  ];
  const outcome = outcomeOfVitest({ testResults: [{ ...file, assertionResults }] }, died);
  expect(outcome).toEqual({
    passed: 1,
    skipped: 1,
    failures: [{ name: 'two', message: 'expected 1' }],
  });
  expect(closingLine([outcome, passing(2)])).toBe('3 passed, 1 failed, 1 skipped');
  expect(closingLine([passing(2)])).toBe('2 passed, 0 failed');
});

test('a file without tests fails', () => {
  expect(outcomeOfVitest({ testResults: [file] }).failures).toEqual([
    { name: 'a.test.ts', message: 'no test ran' },
  ]);
});

test('a file that cannot be loaded fails', () => {
  const broken = { ...file, status: 'failed', message: 'SyntaxError' };
  expect(outcomeOfVitest({ testResults: [broken] }).failures).toEqual([
    { name: 'a.test.ts', message: 'SyntaxError' },
  ]);
});

test('a runner that died fails, whatever its results say', () => {
  const assertionResults = [{ fullName: 'one', status: 'passed' }];
  expect(outcomeOfVitest({ testResults: [{ ...file, assertionResults }] }, died).failures).toEqual([
    died,
  ]);
  const passed = { suite: 'smoke', name: 'one', outcome: 'passed' } as const;
  expect(outcomeOfWorkbench([passed], died).failures).toEqual([died]);
});

test('a section in which nothing ran fails', () => {
  expect(demandTests('Unit tests', passing(0))).toEqual(failing('Unit tests', 'no test ran'));
});
