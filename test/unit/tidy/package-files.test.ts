import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { BUNDLES, COPIES, outputsOf } from '../../../scripts/bundles.ts';
import { KERNEL_FILE } from '../../../scripts/kernel.ts';
import { listPackage, PACKAGE_FILES } from '../../../scripts/package.ts';

/** What must stay out, whatever else is in the folder. */
const DECOYS = [
  'dist/extension.cjs.map',
  'dist/webview/flame.js.map',
  'src/base/log.ts',
  'test/a.ts',
  '.env',
  'node_modules/lit/index.js',
  'examples/shop/main.go',
  '.tools/bin/dlv',
];

test('the package holds exactly the listed files', async () => {
  const root = mkdtempSync(join(tmpdir(), 'delvescope-package-'));
  try {
    for (const file of ['package.json', '.vscodeignore', 'README.md', 'CHANGELOG.md', 'LICENSE']) {
      if (existsSync(file)) copyFileSync(file, join(root, file));
    }
    cpSync('media', join(root, 'media'), { recursive: true });
    const built = [...BUNDLES.flatMap(outputsOf), ...COPIES.map(([, to]) => to), KERNEL_FILE];
    for (const file of [...built, ...DECOYS]) {
      mkdirSync(join(root, dirname(file)), { recursive: true });
      writeFileSync(join(root, file), '');
    }
    const files = `${(await listPackage(root)).join('\n')}\n`;
    if (process.env['UPDATE'] !== undefined) writeFileSync(PACKAGE_FILES, files);
    expect(files).toBe(readFileSync(PACKAGE_FILES, 'utf8'));
  } finally {
    rmSync(root, { recursive: true });
  }
});
