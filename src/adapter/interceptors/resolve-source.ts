import { UserError } from '../../base/user-error.ts';
import { objectOf } from '../../dap/messages.ts';
import type { Interceptor } from '../session-context.ts';

/** Where a file the program names is on this disk, under the roots of this session only. */
export const resolveSource: Interceptor = {
  commands: ['delvescope/resolveSource'],
  handle(request, session) {
    const { file } = objectOf(request.arguments);
    if (typeof file !== 'string') throw new UserError('bad-query', '"file" must be a string');
    const { client, target } = session;
    if (!target) throw new UserError('no-session', 'There is no debug session yet.');
    session.sources(target).then(
      (finder) => client.respond(request, { ...finder.resolve(file) }),
      (error: unknown) => client.fail(request, error),
    );
  },
};
