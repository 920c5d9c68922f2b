import { CancellationSource } from '../../base/cancellation.ts';
import { UserError } from '../../base/user-error.ts';
import { objectOf } from '../../dap/messages.ts';
import { isLocal, writeCore } from '../core-dump.ts';
import type { Interceptor } from '../session-context.ts';

/** One dump at a time; the second request cancels it. */
export function coreDumps(): Interceptor {
  let running: CancellationSource | undefined;
  return {
    commands: ['delvescope/corePlace', 'delvescope/writeCore', 'delvescope/cancelCore'],
    handle(request, session) {
      const { client, target } = session;
      if (request.command === 'delvescope/cancelCore') {
        running?.cancel();
        client.respond(request);
        return;
      }
      if (!target) throw new UserError('no-session', 'The session has not started yet.');
      if (request.command === 'delvescope/corePlace') {
        client.respond(request, { isLocal: isLocal(target), address: target.address });
        return;
      }
      if (running) throw new UserError('core-running', 'A core dump is being written already.');
      const { path } = objectOf(request.arguments);
      if (typeof path !== 'string' || path === '')
        throw new UserError('no-path', 'No file is named.');
      const source = new CancellationSource();
      running = source;
      void writeCore(session, target, path, source.token)
        .then(
          (core) => client.respond(request, { ...core }),
          (error: unknown) => client.fail(request, error),
        )
        .finally(() => (running = undefined));
    },
  };
}
