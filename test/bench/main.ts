/** `npm run bench [names]`: runs the cases of each file beside this one and prints a JSON line for each. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What a file of cases exports. */
interface BenchModule {
  readonly cases?: () => AsyncIterable<object>;
}

const wanted = process.argv.slice(2).filter((name) => !name.startsWith('--'));
const files = (await readdir(import.meta.dirname))
  .filter((file) => file.endsWith('.ts') && file !== 'main.ts')
  .filter((file) => wanted.length === 0 || wanted.includes(file.replace(/\.ts$/, '')))
  .sort();
if (files.length === 0) throw new Error(`There are no cases called ${wanted.join(', ')}.`);

for (const file of files) {
  // Every file here is one of ours; one without cases holds what the others share.
  const { cases } = (await import(
    pathToFileURL(join(import.meta.dirname, file)).href
  )) as BenchModule;
  if (cases === undefined) continue;
  const bench = file.replace(/\.ts$/, '');
  for await (const measured of cases()) console.log(JSON.stringify({ bench, ...measured }));
}
