/** What a user downloads and loads: sizes of the package and its parts, and the activation time of the last workbench run. */
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BUNDLES } from '../../scripts/bundles.ts';
import { run } from '../../scripts/child.ts';
import { VSIX } from '../../scripts/package.ts';
import { ARTIFACTS, ROOT } from '../../scripts/tools/folders.ts';

const ACTIVATION = join(ARTIFACTS, 'activation.json');

/** Sizes in bytes, times in milliseconds. */
export async function* cases(): AsyncGenerator<object> {
  await run(process.execPath, ['scripts/package.ts'], { cwd: ROOT, quiet: true });
  yield { case: 'vsix', bytes: (await stat(VSIX)).size };
  for (const { outfile, budget } of BUNDLES) {
    if (existsSync(outfile)) yield { case: outfile, bytes: (await stat(outfile)).size, budget };
  }
  if (existsSync(ACTIVATION)) {
    // Written by the activation suite.
    const { activationMillis } = JSON.parse(await readFile(ACTIVATION, 'utf8')) as {
      activationMillis: number;
    };
    yield { case: 'activation', activationMillis };
  }
}
