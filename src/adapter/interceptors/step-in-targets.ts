import { asking } from './asking.ts';

/** The calls of the current line; `stepIn` with one of their ids steps into that one. */
export const stepInTargets = asking('stepInTargets', async (args, rpc, session) => {
  const scope = session.frames.scopeOf(args['frameId']);
  return { targets: await session.stepInto.targets(scope, rpc) };
});
