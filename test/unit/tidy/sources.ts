/** Rules about files that no linter knows. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { typescriptFiles } from './layers.ts';

const README_LINES = 10;

/** Tests that keep all others of their file from running. */
export function focusedTests(folder: string): string[] {
  return typescriptFiles(folder).filter((path) =>
    /\b(?:test|it|suite|describe)\.only\b/.test(withoutStrings(readFileSync(path, 'utf8'))),
  );
}

/** Layers without a README, and those whose README is more than an introduction. */
export function readmeProblems(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => {
      const file = join(folder, name, 'README.md');
      if (!existsSync(file)) return [`${name} has no README.md`];
      const lines = readFileSync(file, 'utf8').trimEnd().split('\n').length;
      return lines > README_LINES
        ? [`${name}/README.md has ${lines} lines, more than ${README_LINES}`]
        : [];
    });
}

/** Each version of dlv that the sources name to install. */
export function delveVersions(folder: string): string[] {
  return typescriptFiles(folder).flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(/\/cmd\/dlv@(v[0-9.]+)/g)].map(
      ([, version = '']) => version,
    ),
  );
}

function withoutStrings(source: string): string {
  return source.replaceAll(/'[^'\n]*'|`[^`]*`/g, '');
}
