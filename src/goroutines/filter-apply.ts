import { assertNever } from '../base/assert.ts';
import type { FilterTerm } from './filter.ts';
import { isWaiting, stateKindOf } from './state.ts';
import { SYSTEM } from './table.ts';
import type { FrameTable, GoroutineTable } from './table.ts';

/**
 * 1 for each row for which all terms hold. Text is compared once per place, label set and stack, of which there
 * are few, and not once per goroutine.
 */
export function matchingRows(
  table: GoroutineTable,
  terms: readonly FilterTerm[],
  hideSystem: boolean,
): Uint8Array {
  const keep = new Uint8Array(table.length).fill(1);
  if (hideSystem) {
    for (let row = 0; row < table.length; row++)
      if ((table.flags[row] ?? 0) & SYSTEM) keep[row] = 0;
  }
  for (const term of terms) {
    const holds = rowsOf(table, term);
    const wanted = term.negated ? 0 : 1;
    for (let row = 0; row < table.length; row++) if (holds[row] !== wanted) keep[row] = 0;
  }
  return keep;
}

function rowsOf(table: GoroutineTable, term: FilterTerm): Uint8Array {
  switch (term.kind) {
    case 'word':
      return rowsWithWord(table, term.text);
    case 'func':
      return rowsWithFrame(
        table,
        framesWhere(table.frames, (name) => name.includes(term.text)),
      );
    case 'file':
      return rowsWithFrame(
        table,
        framesWhere(table.frames, (_name, place) => place.includes(term.text)),
      );
    case 'creator':
      return pick(table.creation, framesWhere(table.frames, containsWord(term.text)));
    case 'state':
      return pick(
        table.state,
        flagsOf(table.states, (state) => isState(state, term.words)),
      );
    case 'age':
      return rowsOfAge(table, term.longer, term.nanos);
    case 'label':
      return pick(
        table.labelSet,
        flagsOf(table.labelSets, (labels) =>
          labels.some(
            ([key, value]) => key === term.key && (term.value === null || value === term.value),
          ),
        ),
      );
    case 'id':
      return rowsInRanges(table.id, term.ranges);
    case 'parent':
      return rowsInRanges(table.parent, term.ranges);
    case 'waits':
      return pick(table.object, objectsWith(table, term.text));
    default:
      return assertNever(term);
  }
}

function rowsWithWord(table: GoroutineTable, word: string): Uint8Array {
  const holds = rowsWithFrame(table, framesWhere(table.frames, containsWord(word)));
  const created = pick(table.creation, framesWhere(table.frames, containsWord(word)));
  const labelled = pick(
    table.labelSet,
    flagsOf(table.labelSets, (labels) =>
      labels.some(([key, value]) => `${key}=${value}`.toLowerCase().includes(word)),
    ),
  );
  for (let row = 0; row < table.length; row++) if (created[row] || labelled[row]) holds[row] = 1;
  return holds;
}

/** Rows with one of the frames anywhere in what is known of their stack. */
function rowsWithFrame(table: GoroutineTable, frames: Uint8Array): Uint8Array {
  const stacks = new Uint8Array(table.stacks.length);
  for (let stack = 0; stack < stacks.length; stack++) {
    const end = table.stacks.start[stack + 1] ?? 0;
    for (let at = table.stacks.start[stack] ?? 0; at < end; at++) {
      if (frames[table.stacks.frames[at] ?? 0]) stacks[stack] = 1;
    }
  }
  const holds = pick(table.stack, stacks);
  for (const column of [table.user, table.current, table.start]) {
    for (let row = 0; row < table.length; row++) if (frames[column[row] ?? 0]) holds[row] = 1;
  }
  return holds;
}

function rowsOfAge(table: GoroutineTable, longer: boolean, nanos: number): Uint8Array {
  const holds = new Uint8Array(table.length);
  for (let row = 0; row < table.length; row++) {
    // What is not known is NaN and is neither longer nor shorter.
    const wait = table.wait[row] ?? Number.NaN;
    if (longer ? wait >= nanos : wait < nanos) holds[row] = 1;
  }
  return holds;
}

function rowsInRanges(
  ids: Float64Array,
  ranges: readonly (readonly [number, number])[],
): Uint8Array {
  return Uint8Array.from(ids, (id) =>
    ranges.some(([from, to]) => id >= from && id <= to) ? 1 : 0,
  );
}

/** Objects of which an address is the text, or whose name contains it. A select has several. */
function objectsWith(table: GoroutineTable, text: string): Uint8Array {
  return Uint8Array.from(table.objects, ({ addresses }, index) => {
    const isNamed = (table.objectNames[index] ?? '').toLowerCase().includes(text);
    return isNamed || addresses.some((address) => `0x${address.toString(16)}` === text) ? 1 : 0;
  });
}

function isState(state: string, words: string): boolean {
  const kind = stateKindOf(state);
  if (words === 'waiting' || words === 'blocked') return isWaiting(kind);
  return kind === words || state.toLowerCase().replaceAll('-', ' ').startsWith(words);
}

function containsWord(word: string): (name: string, place: string) => boolean {
  return (name, place) => name.includes(word) || place.includes(word);
}

/** `holds` gets the function and `file:line` in lower case. The unknown place never holds. */
function framesWhere(
  frames: FrameTable,
  holds: (name: string, place: string) => boolean,
): Uint8Array {
  const flags = new Uint8Array(frames.length);
  for (let frame = 1; frame < frames.length; frame++) {
    const name = (frames.function[frame] ?? '').toLowerCase();
    const place = `${(frames.file[frame] ?? '').toLowerCase()}:${frames.line[frame] ?? 0}`;
    if (holds(name, place)) flags[frame] = 1;
  }
  return flags;
}

function flagsOf<T>(items: readonly T[], holds: (item: T) => boolean): Uint8Array {
  return Uint8Array.from(items, (item) => (holds(item) ? 1 : 0));
}

function pick(column: Uint32Array, flags: Uint8Array): Uint8Array {
  const rows = new Uint8Array(column.length);
  for (let row = 0; row < column.length; row++) rows[row] = flags[column[row] ?? 0] ?? 0;
  return rows;
}
