import type { Problem } from '../base/problem.ts';
import { durationQuantity } from '../base/format.ts';
import { type GoroutineTable, groupRows, LOCKED, parseDump } from '../goroutines/index.ts';
import { readInput } from './input-file.ts';
import { ChunkedWriter, EXIT_FAILED, EXIT_OK, type Terminal } from './terminal.ts';

export interface GoroutinesOptions {
  readonly file: string;
  readonly json: boolean;
}

/** Goroutines of a dump: in groups by where they are, or each one as JSON. */
export async function goroutinesCommand(
  options: GoroutinesOptions,
  terminal: Terminal,
): Promise<number> {
  const input = await readInput(options.file, terminal);
  const { value: table, problems: found } = parseDump(input.bytes);
  const problems = [...input.problems, ...found];
  for (const { line, message } of problems) {
    const place = line === undefined ? options.file : `${options.file}:${line}`;
    terminal.complain(`${place}: ${message}`);
  }
  if (options.json) await writeJson(table, problems, terminal);
  else if (table.length > 0) await writeGroups(table, terminal);
  return table.length > 0 ? EXIT_OK : EXIT_FAILED;
}

async function writeJson(
  table: GoroutineTable,
  problems: readonly Problem[],
  terminal: Terminal,
): Promise<void> {
  const out = new ChunkedWriter(terminal);
  await out.add('{"goroutines":[');
  for (let row = 0; row < table.length; row++) {
    await out.add((row === 0 ? '\n' : ',\n') + JSON.stringify(goroutineOf(table, row)));
  }
  const listed = problems.map(({ line, message }) => ({ line: line ?? null, message }));
  await out.add(`\n],"problems":${JSON.stringify(listed)}}\n`);
  await out.end();
}

function goroutineOf(table: GoroutineTable, row: number): object {
  const { frames, stacks } = table;
  const stack = table.stack[row] ?? 0;
  const rows = stacks.frames.slice(stacks.start[stack], stacks.start[stack + 1]);
  const wait = table.wait[row] ?? Number.NaN;
  const creation = table.creation[row] ?? 0;
  const parent = table.parent[row] ?? 0;
  return {
    id: table.id[row],
    state: table.states[table.state[row] ?? 0] ?? '',
    waitMinutes: Number.isNaN(wait) ? 0 : Math.round(wait / NANOS_PER_MINUTE),
    lockedToThread: ((table.flags[row] ?? 0) & LOCKED) !== 0,
    createdBy: creation === 0 ? null : (frames.function[creation] ?? null),
    createdIn: parent === 0 ? null : parent,
    frames: rows.map((frame) => ({
      function: frames.function[frame] ?? '',
      file: frames.file[frame] ?? '',
      line: frames.line[frame] ?? 0,
    })),
  };
}

async function writeGroups(table: GoroutineTable, terminal: Terminal): Promise<void> {
  const { groups } = groupRows(table, {
    by: 'location',
    sort: 'count',
    keep: new Uint8Array(table.length).fill(1),
    knownTotals: null,
  });
  const lines = groups.map(({ count, frame, state, wait }) => {
    const { digits, unit } = durationQuantity(Number.isNaN(wait) ? null : wait);
    const longest = Number.isNaN(wait) ? '' : `, up to ${digits} ${unit}`;
    const { function: names, file, line } = table.frames;
    const place = `${names[frame]} ${file[frame]}:${line[frame]}`;
    return `${String(count).padStart(8)}  ${place} [${table.states[state] ?? ''}${longest}]\n`;
  });
  const all = `${table.length} ${table.length === 1 ? 'goroutine' : 'goroutines'}`;
  const places = `${groups.length} ${groups.length === 1 ? 'place' : 'places'}`;
  await terminal.write(`${all} at ${places}\n${lines.join('')}`);
}

const NANOS_PER_MINUTE = 60e9;
