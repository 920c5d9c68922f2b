import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { layersOf, typescriptFiles, violations } from './layers.ts';

const layers = layersOf(readFileSync('ARCHITECTURE.md', 'utf8'));

test('the table names layers and their imports', () => {
  expect(layers.get('base')).toEqual({ imports: [], platform: ['none'] });
  expect(layers.get('protocol')).toEqual({ imports: ['base'], platform: ['none'] });
  expect(layers.get('webview/flame')?.imports).toContain('webview/shared');
  expect(layers.get('extension')?.platform).toEqual(['node', 'vscode']);
});

test('imports follow the table in ARCHITECTURE.md', () => {
  expect(typescriptFiles('src').length).toBeGreaterThan(20);
  expect(violations('.', layers)).toEqual([]);
});

test.each([
  [
    'an upward import',
    'src/base/a.ts',
    `import { x } from '../profile/index.ts';`,
    'base may not import profile',
  ],
  [
    'a core that uses a core',
    'src/profile/a.ts',
    `export { x } from '../goroutines/index.ts';`,
    'profile may not import goroutines',
  ],
  [
    'the editor in a core',
    'src/profile/a.ts',
    `import * as vscode from 'vscode';`,
    'only the extension knows the editor',
  ],
  [
    'the editor in the adapter',
    'src/adapter/a.ts',
    `import 'vscode';`,
    'only the extension knows the editor',
  ],
  [
    'a platform in a core',
    'src/goroutines/a.ts',
    `import { join } from 'node:path';`,
    'the platform here is none',
  ],
  [
    'a platform in a page',
    'webview/flame/a.ts',
    `import fs from 'node:fs';`,
    'the platform here is DOM',
  ],
  [
    'a side door',
    'src/server/a.ts',
    `import { x } from '../profile/wire.ts';`,
    'profile is used through its index.ts',
  ],
  [
    'a lazy import',
    'src/extension/a.ts',
    `await import('../server/main.ts');`,
    'extension may not import server',
  ],
  [
    'a page that uses another',
    'webview/flame/a.ts',
    `import '../goroutines/model.ts';`,
    'webview/flame may not import webview/goroutines',
  ],
  [
    'a folder without a row',
    'src/utils/a.ts',
    `import '../base/log.ts';`,
    'utils is not in the table',
  ],
])('%s is found', (_title, file, source, reason) => {
  expect(planted(file, source)).toEqual([expect.stringContaining(reason)]);
});

test('what is allowed is not found', () => {
  expect(
    planted('src/server/a.ts', `import { x } from '../profile/index.ts';\nimport 'node:path';`),
  ).toEqual([]);
  expect(planted('src/base/a.ts', `// import 'vscode'\n/* from 'node:fs' */`)).toEqual([]);
});

function planted(file: string, source: string): string[] {
  const root = mkdtempSync(join(tmpdir(), 'delvescope-tidy-'));
  try {
    mkdirSync(join(root, dirname(file)), { recursive: true });
    writeFileSync(join(root, file), source);
    return violations(root, layers);
  } finally {
    rmSync(root, { recursive: true });
  }
}
