import type { Interceptor } from '../session-context.ts';

/** Passed on; remembered so that a remote target can be left without them. */
export const breakpoints: Interceptor = {
  commands: ['setBreakpoints', 'setFunctionBreakpoints', 'setInstructionBreakpoints'],
  handle(request, session) {
    session.breakpoints.note(request);
    session.forward(request);
  },
};
