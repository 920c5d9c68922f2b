import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { findTool } from '../../../src/delve/locate.ts';

const root = mkdtempSync(join(tmpdir(), 'locate-'));

function executable(...path: string[]): string {
  const file = join(root, ...path, process.platform === 'win32' ? 'dlv.exe' : 'dlv');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '');
  chmodSync(file, 0o755);
  return file;
}

const onPath = executable('path');
const inGobin = executable('gobin');
const inGopath = executable('gopath', 'bin');
const inHome = executable('home', 'go', 'bin');

const all = {
  PATH: [join(root, 'nothing'), dirname(onPath)].join(delimiter),
  GOBIN: dirname(inGobin),
  GOPATH: [join(root, 'none'), join(root, 'gopath')].join(delimiter),
  HOME: join(root, 'home'),
};

test.each([
  ['PATH first', all, onPath],
  ['then GOBIN', { ...all, PATH: '' }, inGobin],
  ['then each GOPATH', { ...all, PATH: '', GOBIN: '' }, inGopath],
  ['then ~/go/bin', { HOME: all.HOME }, inHome],
  ['or nowhere', { HOME: join(root, 'none') }, undefined],
])('%s', async (_, env, path) => {
  const found = await findTool({ name: 'dlv', configured: [undefined, ''], env });
  expect(found.path).toBe(path);
});

test('a configured path is an answer, right or wrong', async () => {
  const search = { name: 'dlv', env: all } as const;
  expect((await findTool({ ...search, configured: [inGobin] })).path).toBe(inGobin);
  const wrong = join(root, 'wrong', 'dlv');
  const found = await findTool({ ...search, configured: [wrong] });
  expect(found.path).toBe(undefined);
  expect(found.tried.length).toBe(1);
});

test('a configured name is looked for on PATH', async () => {
  const found = await findTool({ name: 'dlv', configured: ['dlv'], env: all });
  expect(found.path).toBe(onPath);
});
