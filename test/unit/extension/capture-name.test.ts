import { expect, test } from 'vitest';
import {
  captureName,
  comparisonTitle,
  sideNames,
} from '../../../src/extension/capture/capture-name.ts';

test.each([
  ['127.0.0.1-8080-20261122-143512-heap.pb.gz', '127.0.0.1-8080', 'heap', '', 'pprof'],
  ['a-b-20261122-143512-goroutine-dump.txt', 'a-b', 'goroutine-dump', '', 'text'],
  ['p.BenchmarkX-20261122-143512-cpu.1a2b3c4.pb.gz', 'p.BenchmarkX', 'cpu', '1a2b3c4', 'pprof'],
  ['shop-20261122-143512-shop.sessions.pb.gz', 'shop', 'shop.sessions', '', 'pprof'],
])('%s', (name, host, title, revision, format) => {
  expect(captureName(name)).toMatchObject({ host, title, revision, format });
});

test('other files are no captures', () => {
  expect(captureName('cpu.pb.gz')).toBeNull();
});

test.each([
  ['/x/a.pb.gz', '/x/b.pb.gz', 'a.pb.gz ↔ b.pb.gz'],
  ['/x/s-20261122-143512-cpu.pb.gz', '/x/s-20261122-144012-cpu.pb.gz', 's cpu 14:35:12 ↔ 14:40:12'],
  [
    '/x/s-20261121-143512-cpu.pb.gz',
    '/x/s-20261122-144012-cpu.pb.gz',
    's cpu 2026-11-21 14:35:12 ↔ 2026-11-22 14:40:12',
  ],
  [
    '/x/s-20261122-143512-cpu.1a2b3c4.pb.gz',
    '/x/s-20261122-144012-cpu.pb.gz',
    's cpu 1a2b3c4 ↔ 14:40:12',
  ],
  [
    '/x/s-20261122-143512-cpu.pb.gz',
    '/x/s-20261122-143512-heap.pb.gz',
    's-20261122-143512-cpu.pb.gz ↔ s-20261122-143512-heap.pb.gz',
  ],
])('%s and %s', (before, after, title) => {
  expect(comparisonTitle([before, after])).toBe(title);
});

test('captures of a series are called by what differs, also where they are many', () => {
  const series = ['143512', '144012', '144512'].map((time) => `/x/s-20261122-${time}-cpu.pb.gz`);
  expect(sideNames(series)).toEqual(['14:35:12', '14:40:12', '14:45:12']);
  expect(comparisonTitle(series)).toBe('s cpu 14:35:12 … 14:45:12');
  expect(sideNames([...series, '/x/a.pb.gz']).at(-1)).toBe('a.pb.gz');
});
