import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findModules, modulePathOf, requiredModules } from '../../../src/workspace/modules.ts';

test.each([
  ['module example.com/shop\n\ngo 1.24\n', 'example.com/shop'],
  ['// Deprecated: no\nmodule "example.com/quoted"\n', 'example.com/quoted'],
  ['module example.com/commented // why\n', 'example.com/commented'],
  ['go 1.24\n', undefined],
])('%j', (text, path) => {
  expect(modulePathOf(text)).toBe(path);
});

test('modules are found below a folder, hidden and vendored ones are not', async () => {
  const root = await mkdtemp(join(tmpdir(), 'modules-'));
  try {
    for (const folder of ['.', 'tools', 'a/b', '.cache/m', 'vendor/v']) {
      await mkdir(join(root, folder), { recursive: true });
      await writeFile(join(root, folder, 'go.mod'), `module test/${folder}\n`);
    }
    const found = await findModules([root, join(root, 'missing')]);
    expect(found.map(({ path }) => path).sort()).toEqual(['test/.', 'test/a/b', 'test/tools']);
  } finally {
    await rm(root, { recursive: true });
  }
});

test('what a go.mod requires, in blocks and in single lines', () => {
  const text = `module example.com/shop

go 1.24

require github.com/go-chi/chi/v5 v5.0.1 // direct

require (
\tgo.uber.org/zap v1.27.0
\t"golang.org/x/net" v0.30.0 // indirect
\t// golang.org/x/text v0.1.0
)

replace go.uber.org/zap => ../zap
`;
  expect([...requiredModules(text)].sort()).toEqual([
    'github.com/go-chi/chi/v5',
    'go.uber.org/zap',
    'golang.org/x/net',
  ]);
});
