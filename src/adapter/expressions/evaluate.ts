import type { CancellationToken } from '../../base/cancellation.ts';
import { CancelledError, throwIfCancelled } from '../../base/cancellation.ts';
import { messageOf } from '../../base/user-error.ts';
import { RpcError } from '../../delve/json-rpc.ts';
import type { RpcClient } from '../../delve/rpc-client.ts';
import type { LoadConfig } from '../../delve/rpc-types.ts';
import { CELL_CALL, CELL_ERROR } from '../../protocol/expression-view.ts';
import { acquaint } from '../goroutines/acquaint.ts';
import type { Snapshot } from '../goroutines/snapshot.ts';
import type { SideChannel } from '../side-channel.ts';
import { errorCell } from './evaluation-error.ts';
import type { ChosenFrame, FrameChoice } from './frame-choice.ts';
import type { ExpressionTable } from './table.ts';
import { valueText } from './value-text.ts';
import type { ValueText } from './value-text.ts';

/** What a `continue` may have to wait for. */
const BATCH_MILLIS = 25;
const FIRST_BATCH = 40;
const LARGEST_BATCH = 1000;

/** A cell shows a line: what is big is read in pages when it is opened. */
const CELL_CONFIG: LoadConfig = {
  FollowPointers: true,
  MaxVariableRecurse: 1,
  MaxStringLen: 64,
  MaxArrayValues: 8,
  MaxStructFields: 6,
};

/** The top frame of a goroutine, as the list of goroutines knows it. */
export interface TopFrame {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

export interface EvaluationPlan {
  readonly table: ExpressionTable;
  /** A Go condition; empty: none. */
  readonly where: string;
  readonly choice: FrameChoice;
  readonly snapshot: Pick<Snapshot, 'positions' | 'listed'>;
  readonly topFrame: (tableRow: number) => TopFrame;
  /** Names the stack of a goroutine and tells its depth; two of one name are alike, frame by frame. */
  readonly knownStack: (
    tableRow: number,
  ) => { readonly stack: number; readonly depth: number } | null;
  readonly known: KnownValues;
}

/**
 * What was read at a stop for one choice of frame: another column or filter over the same goroutines asks only for
 * what is new.
 */
export class KnownValues {
  /** By goroutine. */
  readonly frames = new Map<number, ChosenFrame>();
  /** By stack. */
  readonly stacks = new Map<number, Promise<ChosenFrame>>();
  readonly #cells = new Map<string, Map<number, ValueText>>();

  /** Values of an expression, by goroutine. */
  of(expression: string): Map<number, ValueText> {
    let cells = this.#cells.get(expression);
    if (!cells) {
      cells = new Map();
      this.#cells.set(expression, cells);
    }
    return cells;
  }
}

/**
 * Evaluates what is queued in batches: dlv works on one call at a time, so the calls of a batch are sent together
 * and cost no round trips. The size of a batch follows the time the last one took.
 */
export class Evaluator {
  readonly #channel: SideChannel;
  readonly #plan: EvaluationPlan;
  #size = FIRST_BATCH;

  constructor(channel: SideChannel, plan: EvaluationPlan) {
    this.#channel = channel;
    this.#plan = plan;
  }

  /** Evaluates the next rows. Rejects with `CancelledError` when the target goes on; whole batches only are kept. */
  async next(token: CancellationToken): Promise<void> {
    const { table } = this.#plan;
    const first = table.read;
    const count = Math.min(this.#size, table.queue.length - first);
    const rows = Array.from({ length: count }, (_, at) => first + at);
    await this.#channel.run(async (rpc) => {
      throwIfCancelled(token);
      const began = performance.now();
      const evaluated = await this.#batch(rpc, rows);
      throwIfCancelled(token);
      for (const { frame, cells } of evaluated) table.add(frame, cells);
      const millis = Math.max(1, performance.now() - began);
      const fitting = Math.floor((count * BATCH_MILLIS) / millis);
      this.#size = Math.max(1, Math.min(LARGEST_BATCH, fitting, this.#size * 2));
    });
  }

  async #batch(rpc: RpcClient, rows: readonly number[]): Promise<readonly Evaluated[]> {
    const { table, snapshot } = this.#plan;
    const ids = rows.map((row) => table.id[row] ?? 0);
    // Sent first, answered first: what follows need not wait for it here.
    const acquainted = acquaint(rpc, snapshot, ids);
    const frames = await Promise.all(rows.map((row) => this.#frameOf(rpc, row)));
    await acquainted;
    return Promise.all(rows.map((row, at) => this.#row(rpc, row, frames[at])));
  }

  async #frameOf(rpc: RpcClient, row: number): Promise<ChosenFrame> {
    const { table, choice, known, topFrame } = this.#plan;
    const id = table.id[row] ?? 0;
    const before = known.frames.get(id);
    if (before) return before;
    const tableRow = table.queue[row] ?? 0;
    const top = topFrame(tableRow);
    const chosen = choice.isTop(top.name, top.file)
      ? { position: 0, ...top }
      : await this.#frameBelow(rpc, id, tableRow);
    known.frames.set(id, chosen);
    return chosen;
  }

  /** dlv numbers the frames: it is asked once for all goroutines whose stacks are alike. */
  async #frameBelow(rpc: RpcClient, id: number, tableRow: number): Promise<ChosenFrame> {
    const { choice, known, knownStack } = this.#plan;
    const ask = async (): Promise<ChosenFrame> =>
      choice.choose(await stackOf(rpc, id, choice.depth));
    const like = knownStack(tableRow);
    if (!like) return ask();
    let shared = known.stacks.get(like.stack);
    if (!shared) {
      shared = ask();
      known.stacks.set(like.stack, shared);
    }
    const chosen = await shared;
    // What lies deeper than what is known of the stack may differ.
    return chosen.position < like.depth ? chosen : ask();
  }

  async #row(rpc: RpcClient, row: number, frame: ChosenFrame | undefined): Promise<Evaluated> {
    const { table, where, choice } = this.#plan;
    const chosen = frame ?? { position: 0, name: '', file: '', line: 0 };
    if (chosen.position < 0 && choice.isFilter) return { frame: chosen, cells: null };
    const id = table.id[row] ?? 0;
    const read = (expression: string): Promise<ValueText> =>
      this.#cell(rpc, id, chosen.position, expression);
    // Sent before the values, answered before them.
    const condition = where === '' ? null : read(where);
    const cells = await Promise.all(table.columns.map(({ expression }) => read(expression)));
    const verdict = await condition;
    if (verdict !== null && verdict.text !== 'true') {
      if (verdict.kind === CELL_ERROR || verdict.kind === CELL_CALL) this.#undecided(verdict);
      return { frame: chosen, cells: null };
    }
    return { frame: chosen, cells };
  }

  async #cell(
    rpc: RpcClient,
    id: number,
    position: number,
    expression: string,
  ): Promise<ValueText> {
    const cells = this.#plan.known.of(expression);
    const known = cells.get(id);
    if (known) return known;
    const value = await evaluateCell(rpc, id, position, expression);
    cells.set(id, value);
    return value;
  }

  #undecided({ kind, text }: ValueText): void {
    const { table } = this.#plan;
    table.whereErrors++;
    if (table.whereError === '')
      table.whereError = kind === CELL_CALL ? 'It calls a function, which no condition may.' : text;
  }
}

interface Evaluated {
  readonly frame: ChosenFrame;
  readonly cells: readonly ValueText[] | null;
}

async function stackOf(
  rpc: RpcClient,
  id: number,
  depth: number,
): ReturnType<RpcClient['stacktrace']> {
  try {
    return await rpc.stacktrace(id, depth);
  } catch (error) {
    if (error instanceof RpcError) return []; // A stack dlv cannot read: evaluated at the top, which says why.
    throw error;
  }
}

async function evaluateCell(
  rpc: RpcClient,
  goroutine: number,
  position: number,
  expression: string,
): Promise<ValueText> {
  const scope = { GoroutineID: goroutine, Frame: Math.max(0, position), DeferredCall: 0 };
  try {
    const { Variable } = await rpc.call('Eval', {
      Scope: scope,
      Expr: expression,
      Cfg: CELL_CONFIG,
    });
    return valueText(Variable);
  } catch (error) {
    if (error instanceof RpcError) return errorCell(messageOf(error));
    throw new CancelledError(); // The connection is gone, and with it the session.
  }
}
