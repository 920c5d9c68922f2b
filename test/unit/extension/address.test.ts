import { expect, test } from 'vitest';
import { parseAddress } from '../../../src/extension/debug/address.ts';

test.each([
  ['127.0.0.1:2345', { host: '127.0.0.1', port: 2345 }],
  [' build.example:40000 ', { host: 'build.example', port: 40000 }],
  ['[::1]:2345', { host: '::1', port: 2345 }],
  [':2345', { host: '127.0.0.1', port: 2345 }],
  ['2345', { host: '127.0.0.1', port: 2345 }],
  ['', undefined],
  ['host', undefined],
  ['host:0', undefined],
  ['host:70000', undefined],
  ['http://host:80', undefined],
  ['::1:2345', undefined],
])('%s', (text, address) => {
  expect(parseAddress(text)).toEqual(address);
});
