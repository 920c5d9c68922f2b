import type { Interceptor } from '../session-context.ts';
import { forwardCalling } from './resume.ts';

/** A new string is made by a call into the program; the request does not tell the type, so any value counts. */
export const setVariable: Interceptor = {
  commands: ['setVariable'],
  handle: forwardCalling,
};
