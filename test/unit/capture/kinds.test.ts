import { describe, expect, test } from 'vitest';
import { kindUrl } from '../../../src/capture/capture.ts';
import { captureFileName } from '../../../src/capture/file-name.ts';
import { kindsOf, readIndex } from '../../../src/capture/kinds.ts';

/** Rows as net/http/pprof writes them. */
function index(...rows: readonly (readonly [count: number, href: string, name: string])[]): string {
  const lines = rows.map(
    ([count, href, name]) => `<tr><td>${count}</td><td><a href='${href}'>${name}</a></td></tr>\n`,
  );
  return `<html><body>/debug/pprof/<table>${lines.join('')}</table></body></html>`;
}

describe('an index page', () => {
  test('counts, custom profiles, the dump beside the goroutine profile', () => {
    const kinds = readIndex(
      index(
        [7, 'goroutine?debug=1', 'goroutine'],
        [3, 'my.app%2Ftickets?debug=1', 'my.app/tickets'],
        [0, 'profile?debug=1', 'profile'],
        [0, 'trace?debug=1', 'trace'],
        [0, 'cmdline?debug=1', 'cmdline'],
      ),
    );
    expect(
      kinds.map(({ title, count, seconds, format }) => [title, count, seconds, format]),
    ).toEqual([
      ['goroutine', 7, 'delta', 'pprof'],
      ['goroutine dump', 7, 'never', 'text'],
      ['my.app/tickets', 3, 'delta', 'pprof'],
      ['cpu', undefined, 'over', 'pprof'],
      ['trace', undefined, 'over', 'trace'],
    ]);
  });
  test('links elsewhere, scripts and odd names are passed over', () => {
    const html = `<a href="https://evil/heap">heap</a><a href="javascript:x">x</a><a href="..">up</a>
      <a href="%ff">bad</a><a href='/debug/internal/prof/heap?debug=1'>heap</a>`;
    expect(readIndex(html).map(({ name }) => name)).toEqual(['heap']);
  });
  test('a page that is none', () => {
    expect(readIndex('{"status":"ok"}')).toEqual([]);
  });
});

test('addresses of kinds', () => {
  const base = new URL('http://h:1/debug/pprof/');
  const [heap] = kindsOf('heap', 1);
  const [custom] = kindsOf('a/b c', 1);
  const [, dump] = kindsOf('goroutine', 1);
  const [cpu] = kindsOf('profile', undefined);
  if (!heap || !custom || !dump || !cpu) throw new Error('kinds are missing');
  expect(kindUrl(base, heap, 0).href).toBe('http://h:1/debug/pprof/heap');
  expect(kindUrl(base, heap, 5).href).toBe('http://h:1/debug/pprof/heap?seconds=5');
  expect(kindUrl(base, custom, 0).href).toBe('http://h:1/debug/pprof/a/b%20c');
  expect(kindUrl(base, dump, 5).href).toBe('http://h:1/debug/pprof/goroutine?debug=2');
  expect(kindUrl(base, cpu, 30).href).toBe('http://h:1/debug/pprof/profile?seconds=30');
});

test('file names sort by time and hold plain characters only', () => {
  const [kind] = kindsOf('../../etc/x y', 1);
  if (!kind) throw new Error('no kind');
  const name = captureFileName('[::1]:8080', kind, new Date(2026, 10, 2, 3, 4, 5));
  expect(name).toBe('1-8080-20261102-030405-etc-x-y.pb.gz');
});
