import { expect, test } from 'vitest';
import { tooNewForDelve } from '../../../src/adapter/attach/delve-version.ts';

function check(program: string, known: string): string | undefined {
  return tooNewForDelve({
    DelveVersion: 'Version: 1.27.2\nBuild: $Id$',
    APIVersion: 2,
    Backend: 'default',
    TargetGoVersion: program,
    MinSupportedVersionOfGo: '1.25.0',
    MaxSupportedVersionOfGo: known,
  });
}

test('a program that is newer than dlv knows is told by its versions', () => {
  expect(check('go1.29.1 linux/amd64', '1.27.0')).toBe(
    'This dlv (1.27.2) knows Go up to 1.27, and the program was built with go1.29.1: values and stacks may be wrong. Update dlv where it runs.',
  );
});

test.each([
  ['go1.27.3 linux/amd64', '1.27.0'],
  ['go1.26.8 linux/amd64', '1.27.0'],
  ['devel +abc', '1.27.0'],
  ['go1.29.1', ''],
])('%s with a dlv for %s is no news', (program, known) => {
  expect(check(program, known)).toBeUndefined();
});
