/**
 * Stacks of a generation (addStacks and validateStackStrings in internal/trace/generation.go):
 *
 * 1. Read `(03 id n (pc function file line)×n)*`, leaf first. A pc has one frame: the first one counts.
 * 2. After the last batch, when all strings are there, translate ids of strings to rows.
 */
import { Uint32Builder } from '../base/columns.ts';
import type { Problem } from '../base/problem.ts';
import { ByteReader } from './byte-reader.ts';
import type { Batch } from './batches.ts';
import { STACK } from './event-types.ts';
import { IdRows } from './id-rows.ts';

/** Stack s is `frame[start[s]]` to `frame[start[s + 1] - 1]`, leaf first. Stack 0 is empty. */
export interface StackTable {
  readonly length: number;
  readonly start: Uint32Array;
  readonly frame: Uint32Array;
}

/** Frames by pc; `function` and `file` are rows of the trace's strings. */
export interface FrameTable {
  readonly length: number;
  readonly pcLow: Uint32Array;
  readonly pcHigh: Uint32Array;
  readonly function: Uint32Array;
  readonly file: Uint32Array;
  readonly line: Uint32Array;
}

/** MaxFramesPerStack of tracev2/spec.go. */
const FRAME_LIMIT = 128;

export class StackBuilder {
  readonly rows = new IdRows();
  readonly #start = new Uint32Builder();
  readonly #frame = new Uint32Builder();
  readonly #frameOfPc = new Map<number | bigint, number>();
  readonly #pcLow = new Uint32Builder();
  readonly #pcHigh = new Uint32Builder();
  readonly #line = new Uint32Builder();
  /** Ids, as doubles. */
  readonly #functionIds: number[] = [];
  readonly #fileIds: number[] = [];

  constructor() {
    this.#start.push(0);
  }

  /** Problems: `stack-batch`, `stack-duplicate`. */
  add(bytes: Uint8Array, batch: Batch): Problem | null {
    const reader = new ByteReader(bytes, batch.start + 1, batch.end);
    while (!reader.isAtEnd) {
      const offset = reader.offset;
      const type = reader.byte();
      if (type !== STACK) return broken(offset, `expected a stack, got event ${type}`);
      const id = reader.unsigned();
      const count = reader.unsigned();
      if (count > FRAME_LIMIT) {
        return broken(offset, `a stack says ${count} frames, the most is ${FRAME_LIMIT}`);
      }
      const isNew = this.addStack(reader, id, count);
      if (reader.failed) {
        return broken(offset, `stack ${id} says ${count} frames, the batch ends before`);
      }
      if (!isNew) {
        const message = `two stacks of a generation have the id ${id}`;
        return { code: 'stack-duplicate', offset, message };
      }
    }
    return null;
  }

  /** Reads the frames of a stack; false when they are cut, or when the id is not new. */
  addStack(reader: ByteReader, id: number, count: number): boolean {
    this.#start.push(this.#frame.length);
    for (let k = 0; k < count; k++) this.#addFrame(reader);
    return !reader.failed && this.rows.insert(id, this.#start.length - 1);
  }

  /** Problem: `string-missing`, at the offset of the generation. */
  finish(
    strings: IdRows,
    offset: number,
  ): { readonly stacks: StackTable; readonly frames: FrameTable } | Problem {
    const length = this.#functionIds.length;
    const functionRows = new Uint32Array(length);
    const fileRows = new Uint32Array(length);
    for (let frame = 0; frame < length; frame++) {
      const functionRow = strings.row(this.#functionIds[frame] ?? 0);
      const fileRow = strings.row(this.#fileIds[frame] ?? 0);
      if (functionRow < 0 || fileRow < 0) {
        const id = functionRow < 0 ? this.#functionIds[frame] : this.#fileIds[frame];
        const message = `a frame of a stack names string ${id}, which the generation does not have`;
        return { code: 'string-missing', offset, message };
      }
      functionRows[frame] = functionRow;
      fileRows[frame] = fileRow;
    }
    this.rows.compact();
    const stackCount = this.#start.length;
    this.#start.push(this.#frame.length);
    const start = this.#start.take();
    return {
      stacks: { length: stackCount, start, frame: this.#frame.take() },
      frames: {
        length,
        pcLow: this.#pcLow.take(),
        pcHigh: this.#pcHigh.take(),
        function: functionRows,
        file: fileRows,
        line: this.#line.take(),
      },
    };
  }

  #addFrame(reader: ByteReader): void {
    reader.unsigned();
    const { low, high } = reader;
    const functionId = reader.unsigned();
    const fileId = reader.unsigned();
    const line = reader.unsigned();
    // A double holds a pc below 2^53 exactly.
    const pc = high < 2 ** 21 ? high * 2 ** 32 + low : (BigInt(high) << 32n) | BigInt(low);
    let frame = this.#frameOfPc.get(pc);
    if (frame === undefined) {
      frame = this.#functionIds.length;
      this.#frameOfPc.set(pc, frame);
      this.#pcLow.push(low);
      this.#pcHigh.push(high);
      this.#functionIds.push(functionId);
      this.#fileIds.push(fileId);
      this.#line.push(Math.min(line, 2 ** 32 - 1));
    }
    this.#frame.push(frame);
  }
}

function broken(offset: number, message: string): Problem {
  return { code: 'stack-batch', offset, message };
}
