import { objectOf } from '../../dap/messages.ts';
import type { Interceptor } from '../session-context.ts';
import { forwardCalling } from './resume.ts';

/** `call f()` runs the whole program until f returns (service/dap/server.go, v1.27.2). */
const CALL = /^\s*call\s+/;

export const evaluate: Interceptor = {
  commands: ['evaluate'],
  async handle(request, session) {
    const expression = objectOf(request.arguments)['expression'];
    if (typeof expression === 'string' && CALL.test(expression)) {
      await forwardCalling(request, session);
    } else {
      session.forward(request);
    }
  },
};
