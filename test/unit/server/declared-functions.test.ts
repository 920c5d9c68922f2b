import { describe, expect, test } from 'vitest';
import { declaredSymbol } from '../../../src/server/declared-symbol.ts';
import { findFunctions } from '../../../src/server/go-functions.ts';

describe('declarations in source', () => {
  test.each([
    ['func main() {', 'main'],
    ['func (e *Engine) Apply(o *Order) Money {', '(*Engine).Apply'],
    ['func (Money) Mul(f float64) Money {', 'Money.Mul'],
    ['func (m *Map[K, V]) Get(key K) V {', '(*Map[...]).Get'],
    ['func Sum[T ~int | ~float64](values ...T) T {', 'Sum[...]'],
    ['func größe() int { return 1 }', 'größe'],
  ])('%s', (line, symbol) => {
    expect(findFunctions(['package p', '', line])).toEqual([{ symbol, line: 3 }]);
  });

  test('function types, literals and comments are not declarations', () => {
    expect(findFunctions(['type f func(int)', '\tx := func() {}', '// func no() {'])).toEqual([]);
  });
});

test.each([
  ['(*Map[go.shape.string,go.shape.[]int]).Get', '(*Map[...]).Get'],
  ['Sum[...]', 'Sum[...]'],
  ['main.func1', 'main.func1'],
])('declaredSymbol %s', (name, symbol) => {
  expect(declaredSymbol(name)).toBe(symbol);
});
