import type { GoroutineTable, ViewAnswer } from '../../src/goroutines/index.ts';
import {
  DURABLE,
  ELIDED,
  LEAKED,
  LOCKED,
  SCANNED,
  SELECTED,
  SYSTEM,
} from '../../src/goroutines/index.ts';
import type { Problem } from '../../src/base/problem.ts';
import { joinThin, durationQuantity } from '../../src/base/format.ts';

/** `main.work main.go:12`; `-` for a place that is not known. */
export function placeText(table: GoroutineTable, frame: number | undefined): string {
  const { frames } = table;
  if (!frame) return '-';
  const file = (frames.file[frame] ?? '').split(/[\\/]/).at(-1) ?? '';
  return `${frames.function[frame]}${file === '' ? '' : ` ${file}:${frames.line[frame]}`}`;
}

/** Two lines per goroutine and one per problem. */
export function tableText(table: GoroutineTable, problems: readonly Problem[] = []): string {
  const lines: string[] = [];
  for (let row = 0; row < table.length; row++) {
    const wait = table.wait[row] ?? Number.NaN;
    const stack = table.stack[row] ?? 0;
    const depth = (table.stacks.start[stack + 1] ?? 0) - (table.stacks.start[stack] ?? 0);
    const labels = (table.labelSets[table.labelSet[row] ?? 0] ?? []).map(
      ([key, value]) => `${key}=${value}`,
    );
    lines.push(
      [
        `${table.id[row]} [${table.states[table.state[row] ?? 0]}]`,
        Number.isNaN(wait) ? '' : joinThin(durationQuantity(wait)).replace('\u202f', ' '),
        ...flagWords(table.flags[row] ?? 0),
        labels.length === 0 ? '' : JSON.stringify(labels),
        `at ${placeText(table, table.user[row])}`,
        `depth ${depth}`,
      ]
        .filter((part) => part !== '')
        .join(' '),
      `  started ${placeText(table, table.start[row])}, created ${placeText(table, table.creation[row])} by ${table.parent[row]}`,
    );
  }
  for (const { code, line } of problems)
    lines.push(`! ${code}${line === undefined ? '' : ` line ${line}`}`);
  return lines.join('\n');
}

/** The rows of an answer as the panel lists them, after `start+rows of lines`. */
export function viewText(answer: ViewAnswer): string {
  const { rows } = answer;
  const lines = [
    `${answer.matched} of ${answer.read} of ${answer.total}, ${answer.groupCount} groups, lines ${answer.start} of ${answer.rowCount}`,
  ];
  if (answer.filterError) {
    const { message, from, to, suggestion } = answer.filterError;
    lines.push(`error ${from}-${to} ${message} ${suggestion ?? ''}`.trimEnd());
  }
  for (const [at, kind] of rows.kind.entries()) {
    const place =
      rows.file[at] === '' ? '-' : `${rows.file[at]?.split('/').at(-1)}:${rows.line[at]}`;
    const wait = rows.wait[at] ?? null;
    const labels = (rows.labels[at] ?? []).map(([key, value]) => ` ${key}=${value}`).join('');
    const name = rows.title[at] === '' ? rows.name[at] : `“${rows.title[at]}”`;
    const indent = '  '.repeat(1 + (rows.depth[at] ?? 0));
    const detail = rows.detail[at] === '' ? '' : ` ${rows.detail[at]}`;
    if (kind === 0) {
      lines.push(
        `${rows.count[at]} ${name} [${rows.state[at]}] ${place}${waitText(wait)}${labels}${detail}`,
      );
    } else if (kind === 1) {
      const children = rows.children[at] ? ` ▸${rows.children[at]}` : '';
      lines.push(
        `${indent}${rows.id[at]} ${name} [${rows.state[at]}] ${place}${waitText(wait)}${labels}${detail}${children}`,
      );
    } else if (kind === 2) {
      lines.push(`${indent}${rows.count[at]} more`);
    } else {
      const flags = rows.flags[at] ?? 0;
      const mark =
        (flags & 64 ? 'created by ' : '') +
        (flags & 128 ? 'deferred ' : '') +
        (flags & 2048 ? 'ancestor ' : '') +
        (flags & 32 ? '(' : '') +
        (flags & 16 ? '*' : '');
      lines.push(`  ${indent}${mark}${rows.name[at]} ${place}${detail}`);
    }
  }
  return lines.join('\n');
}

function waitText(wait: number | null): string {
  return wait === null ? '' : ` ${joinThin(durationQuantity(wait)).replace('\u202f', ' ')}`;
}

function flagWords(flags: number): string[] {
  const words: readonly (readonly [number, string])[] = [
    [SELECTED, 'selected'],
    [SYSTEM, 'system'],
    [LEAKED, 'leaked'],
    [LOCKED, 'locked'],
    [DURABLE, 'durable'],
    [SCANNED, 'scanned'],
    [ELIDED, 'elided'],
  ];
  return words.filter(([flag]) => (flags & flag) !== 0).map(([, word]) => word);
}

/** Without the indentation of a test's template string. */
export function dedent(text: string): string {
  const lines = text
    .replace(/^\n/, '')
    .replace(/\n[ ]*$/, '')
    .split('\n');
  const indents = lines
    .filter((line) => line.trim() !== '')
    .map((line) => /^ */.exec(line)?.[0].length ?? 0);
  const indent = Math.min(...indents);
  return lines.map((line) => line.slice(indent)).join('\n');
}
