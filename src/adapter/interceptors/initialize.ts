import { objectOf } from '../../dap/messages.ts';
import { BREAKPOINT_MODES } from '../breakpoints/modes.ts';
import { delveCapabilities } from '../capabilities.ts';
import type { Interceptor } from '../session-context.ts';

/** Answered at once, before there is a dlv; dlv gets the same arguments later and its answer is compared. */
export const initialize: Interceptor = {
  commands: ['initialize'],
  handle(request, session) {
    session.initialize = objectOf(request.arguments);
    session.client.respond(request, {
      ...delveCapabilities(),
      breakpointModes: BREAKPOINT_MODES,
    });
  },
};
