import type { RpcClient } from '../../delve/rpc-client.ts';
import type { ExpressionFrames } from '../../protocol/expression-view.ts';

const DEPTH = 100;

/** The stack of a goroutine, with the calls that each frame has deferred. */
export async function readFrames(rpc: RpcClient, goroutine: number): Promise<ExpressionFrames> {
  const args = { Id: goroutine, Depth: DEPTH, Full: false, Defers: true, Opts: 0, Skip: 0 };
  const stack = (await rpc.call('Stacktrace', args)).Locations ?? [];
  return {
    name: stack.map((frame) => frame.function?.name ?? ''),
    file: stack.map(({ file }) => file),
    line: stack.map(({ line }) => Math.max(0, line)),
    deferred: stack.map(({ Defers }) =>
      (Defers ?? []).map(({ DeferredLoc, Unreadable }) =>
        Unreadable === '' ? (DeferredLoc.function?.name ?? '?') : Unreadable,
      ),
    ),
  };
}
