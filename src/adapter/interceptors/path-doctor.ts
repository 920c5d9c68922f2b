import { UserError } from '../../base/user-error.ts';
import type { DapRequest, JsonObject } from '../../dap/messages.ts';
import { objectOf } from '../../dap/messages.ts';
import type { PathReport, PathRule } from '../../protocol/path-doctor.ts';
import type { Interceptor, SessionContext } from '../session-context.ts';

/** Where the program's folders are, and the user's word on it. Slow answers hold up no message behind them. */
export const pathDoctor: Interceptor = {
  commands: ['delvescope/pathDoctor', 'delvescope/usePaths'],
  handle(request, session) {
    answer(request, session).then(
      (report) => session.client.respond(request, { ...report }),
      (error: unknown) => session.client.fail(request, error),
    );
  },
};

async function answer(request: DapRequest, { paths }: SessionContext): Promise<PathReport> {
  const args = objectOf(request.arguments);
  return request.command === 'delvescope/usePaths' ? paths.use(readRules(args)) : paths.report();
}

function readRules({ rules }: JsonObject): readonly PathRule[] {
  const list: readonly unknown[] = Array.isArray(rules) ? rules : [];
  return list.map((item) => {
    const { from, to } = objectOf(item);
    if (typeof from === 'string' && typeof to === 'string') return { from, to };
    throw new UserError('bad-query', 'each rule needs "from" and "to"');
  });
}
