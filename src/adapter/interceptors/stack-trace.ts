import { objectOf } from '../../dap/messages.ts';
import type { Interceptor } from '../session-context.ts';

/** Passed on; its frames are remembered for requests that name them. */
export const stackTrace: Interceptor = {
  commands: ['stackTrace'],
  handle(request, session) {
    const { threadId, startFrame } = objectOf(request.arguments);
    session.forward(request, (response) => {
      const start = typeof startFrame === 'number' ? startFrame : 0;
      if (typeof threadId === 'number') session.frames.note(threadId, start, response);
      return undefined;
    });
  },
};
