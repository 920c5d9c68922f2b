import type { Interceptor } from '../session-context.ts';

/** The user has seen enough: what was read stays. */
export const stopReadingGoroutines: Interceptor = {
  commands: ['delvescope/stopReadingGoroutines'],
  handle(request, session) {
    session.goroutines.stopReading();
    session.client.respond(request);
  },
};
