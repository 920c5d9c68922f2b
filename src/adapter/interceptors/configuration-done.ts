import type { Interceptor } from '../session-context.ts';
import { forwardResuming } from './resume.ts';

/** dlv continues on it, unless the configuration asks to stop at the entry. */
export const configurationDone: Interceptor = {
  commands: ['configurationDone'],
  async handle(request, session) {
    if (session.target?.configuration.stopOnEntry) session.forward(request);
    else await forwardResuming(request, session);
  },
};
