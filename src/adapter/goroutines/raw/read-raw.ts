import type { RpcClient } from '../../../delve/rpc-client.ts';
import type { GoroutineThread, Label, WaitedObject } from '../../../goroutines/index.ts';
import { stateOf } from '../facts.ts';
import type { SnapshotFacts } from '../facts.ts';
import { readRaw } from './goroutines.ts';
import type { AllGoroutines, RawGoroutine } from './goroutines.ts';
import { readLabels } from './labels.ts';
import type { RuntimeLayout } from './layout.ts';
import { readMachines } from './machines.ts';
import { readWaiting } from './waiting.ts';

/** Some goroutines and what their fields point to; all that has to be read while the program stands, but stacks. */
export interface RawBatch {
  readonly raws: readonly RawGoroutine[];
  /** By the address in `RawGoroutine.labels`. */
  readonly labels: ReadonlyMap<number, readonly Label[]>;
  /** By goroutine id. */
  readonly objects: ReadonlyMap<number, WaitedObject>;
  /** By the address in `RawGoroutine.machine`. */
  readonly machines: ReadonlyMap<number, GoroutineThread>;
}

/** Reads the goroutines at positions `first` to `first + count - 1` of `runtime.allgs`. */
export async function readBatch(
  rpc: RpcClient,
  layout: RuntimeLayout,
  { all, first, count, facts }: BatchRequest,
): Promise<RawBatch> {
  const raws = await readRaw(rpc, layout, all, { first, count });
  const [labels, objects, machines] = await Promise.all([
    readLabels(rpc, new Set(raws.map((raw) => raw.labels))),
    readWaiting(rpc, layout, raws, (raw) => stateOf(raw, facts.waitReasons)),
    readMachines(rpc, layout, new Set(raws.map((raw) => raw.machine))),
  ]);
  return { raws, labels, objects, machines };
}

export interface BatchRequest {
  readonly all: AllGoroutines;
  readonly first: number;
  readonly count: number;
  readonly facts: SnapshotFacts;
}
