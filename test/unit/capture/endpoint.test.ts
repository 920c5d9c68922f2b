import { describe, expect, test } from 'vitest';
import { endpointTitle, parseEndpoint } from '../../../src/capture/endpoint.ts';

function check(text: string, base: string, kind?: string): void {
  const endpoint = parseEndpoint(text);
  expect([endpoint.base.href, endpoint.kind]).toEqual([base, kind]);
}

describe('what users type', () => {
  test('a port, a host, a slash', () => {
    check('6060', 'http://127.0.0.1:6060/debug/pprof/');
    check(':6060', 'http://127.0.0.1:6060/debug/pprof/');
    check('shop.internal:80', 'http://shop.internal/debug/pprof/');
    check('https://shop/', 'https://shop/debug/pprof/');
    check('[::1]:6060', 'http://[::1]:6060/debug/pprof/');
  });
  test('the address of an index or of a kind', () => {
    check('localhost:1/debug/pprof', 'http://localhost:1/debug/pprof/', undefined);
    check('localhost:1/debug/pprof/heap?debug=1', 'http://localhost:1/debug/pprof/', 'heap');
    check('http://h/api/debug/pprof/my%20kind', 'http://h/api/debug/pprof/', 'my kind');
  });
  test('another prefix is taken as an index', () => {
    check('h:9/debug/internal/prof', 'http://h:9/debug/internal/prof/');
  });
  test.each(['', 'http://', 'ftp://h/', 'a b', 'file:///etc/passwd'])('%j is refused', (text) => {
    expect(() => parseEndpoint(text)).toThrow(/is not an address/);
  });
  test('no password is shown', () => {
    expect(endpointTitle(parseEndpoint('https://me:secret@h:1/x'))).toBe('https://h:1/x/');
  });
});
