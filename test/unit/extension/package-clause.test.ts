import { expect, test } from 'vitest';
import { isPackageMain } from '../../../src/extension/debug/package-clause.ts';

test.each([
  ['package main\n', true],
  ['// Shop sells.\n\n//go:build linux\npackage main // here\n', true],
  ['/* package main */ package orders\n', false],
  ['package mainly\n', false],
  ['', false],
])('%j', (text, expected) => {
  expect(isPackageMain(text)).toBe(expected);
});
