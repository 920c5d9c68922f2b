import { expect, test } from 'vitest';
import { fitLabel, frameName, shortPackage, stepName } from '../../../webview/shared/label.ts';
import { TextWidths } from '../../../webview/shared/text-widths.ts';

const RULER = new TextWidths((text) => text.length * 10);

function checkFit(symbol: string, characters: number, label: string): void {
  const fitted = fitLabel(frameName(symbol), characters * 10, RULER);
  expect(fitted === null ? '' : fitted.prefix + fitted.name).toBe(label);
}

test('labels lose the package first, then the receiver, then their end', () => {
  const match = 'example.com/shop/pricing.(*Rule).match';
  checkFit(match, 21, 'pricing.(*Rule).match');
  checkFit(match, 20, '(*Rule).match');
  checkFit(match, 12, 'Rule.match');
  checkFit(match, 8, 'Rule.ma…');
  checkFit(match, 6, 'Rule…');
  checkFit(match, 3, 'Ru…');
  checkFit(match, 2, '');
});

test('type arguments are folded', () => {
  checkFit('slices.Repeat[go.shape.[]a/b.Item,go.shape.int]', 40, 'slices.Repeat[…]');
  checkFit('main.(*Set[go.shape.string]).Add', 40, 'main.(*Set[…]).Add');
});

test('symbols without a package', () => {
  checkFit('aeshashbody', 20, 'aeshashbody');
  checkFit('[libc.so.6]', 20, '[libc.so.6]');
});

test('steps of the path', () => {
  expect(stepName('net/http.(*conn).serve')).toBe('conn.serve');
  expect(stepName('runtime.systemstack')).toBe('runtime.systemstack');
});

test('package paths without host and owner', () => {
  expect(shortPackage('github.com/jackc/pgx/v5/pgtype')).toBe('pgx/pgtype');
  expect(shortPackage('encoding/json')).toBe('encoding/json');
  expect(shortPackage('example.com')).toBe('example.com');
});
