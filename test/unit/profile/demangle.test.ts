import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { demangle } from '../../../src/profile/demangle/demangle.ts';
import { mutated } from '../../support/profile-inputs.ts';
import { Random } from '../../support/random-profile.ts';

test.each([
  ['_ZN3foo3barEi', 'foo::bar'],
  ['_ZNSt6vectorIiSaIiEE9push_backERKi', 'std::vector::push_back'],
  ['_ZNSsC1ERKSs', 'std::basic_string::basic_string'],
  ['_ZN1AcvT_IiEEv', 'A::operator int'],
  ['_ZZ4mainvENKUlifE0_clEif', 'main()::{lambda(int, float)#2}::operator()'],
  ['_ZTV5Shape', 'vtable for Shape'],
  ['_ZThn8_N1A1fEPFviE', 'non-virtual thunk to A::f(void (*)(int))'],
  ['_ZN4core3fmt9Formatter9write_str17h0123456789abcdefE', 'core::fmt::Formatter::write_str'],
  ['_ZN4_$LT$T$GT$3fmt17h0123456789abcdefE', null],
  ['main.main', null],
  ['_Z', null],
  ['_ZN1aE', 'a'],
])('%s is %s', (name, expected) => expect(demangle(name)).toBe(expected));

test('changed names neither throw nor take long', () => {
  const list = resolve(import.meta.dirname, '../../fixtures/mangled-names.txt');
  const names = readFileSync(list, 'utf8').trimEnd().split('\n');
  const random = new Random(11);
  const began = performance.now();
  for (let run = 0; run < 3000; run++) {
    const bytes = mutated(new TextEncoder().encode(random.pick(names)), random);
    const name = demangle(new TextDecoder().decode(bytes));
    expect(name?.length ?? 0).toBeLessThan(1e6);
  }
  expect(performance.now() - began).toBeLessThan(10_000);
});

test('names that would grow without end are left as they are', () => {
  // Each pair is a substitution of twice the length; packs in packs are read again for each element.
  const doubled = `_Z1fI${'SA_'.repeat(2)}E${'FS_S_E'.repeat(200)}`;
  expect(demangle(doubled)?.length ?? 0).toBeLessThan(100);
  const packs = `_ZZ1fIJ${'i'.repeat(50)}EEv${'Dp'.repeat(100)}T_ENKUlvE_clEv`;
  expect(demangle(packs)?.length ?? 0).toBeLessThan(2e5);
});
