import type { Interceptor } from '../session-context.ts';

/** The user's word that a long reading is wanted. */
export const readAllGoroutines: Interceptor = {
  commands: ['delvescope/readAllGoroutines'],
  handle(request, session) {
    session.goroutines.readAll();
    session.client.respond(request);
  },
};
