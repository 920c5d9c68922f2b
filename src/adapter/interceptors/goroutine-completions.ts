import { objectOf } from '../../dap/messages.ts';
import type { Interceptor } from '../session-context.ts';

/** What can stand at the caret of the panel's filter, from the goroutines at hand. */
export const goroutineCompletions: Interceptor = {
  commands: ['delvescope/goroutineCompletions'],
  handle(request, session) {
    const { filter, caret } = objectOf(request.arguments);
    const text = typeof filter === 'string' ? filter : '';
    const at = typeof caret === 'number' ? caret : text.length;
    session.client.respond(request, {
      ...session.goroutines.complete({ filter: text, caret: at }),
    });
  },
};
