import { expect, test } from 'vitest';
import { proxyFor, proxyHeaders } from '../../../src/capture/proxy.ts';

const CORPORATE = { HTTP_PROXY: 'http://proxy:3128', https_proxy: 'secure-proxy:3129' };

test.each<[string, string, Record<string, string>, string | undefined]>([
  ['http://host/', '', {}, undefined],
  ['http://host/', '', CORPORATE, 'proxy:3128'],
  ['https://host/', '', CORPORATE, 'secure-proxy:3129'],
  ['https://host/', 'http://own:1', CORPORATE, 'own:1'],
  ['http://localhost:6060/', 'http://own:1', CORPORATE, undefined],
  ['http://127.0.0.1:6060/', '', CORPORATE, undefined],
  ['http://[::1]:6060/', '', CORPORATE, undefined],
  ['http://a.example.com/', '', { ...CORPORATE, NO_PROXY: 'x, example.com' }, undefined],
  ['http://a.example.com/', '', { ...CORPORATE, NO_PROXY: '.example.com' }, undefined],
  ['http://notexample.com/', '', { ...CORPORATE, NO_PROXY: 'example.com' }, 'proxy:3128'],
  ['http://host/', '', { ...CORPORATE, no_proxy: '*' }, undefined],
])('%s configured %o', (url, configured, environment, expected) => {
  expect(proxyFor(new URL(url), configured, environment)?.host).toBe(expected);
});

test('a proxy with a name and a password is told them', () => {
  expect(proxyHeaders(new URL('http://me:p%40ss@proxy'))).toEqual({
    'proxy-authorization': `Basic ${Buffer.from('me:p@ss').toString('base64')}`,
  });
});
