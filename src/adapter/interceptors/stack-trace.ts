import type { DapResponse, JsonObject } from '../../dap/messages.ts';
import { objectOf } from '../../dap/messages.ts';
import { fieldsOf } from '../../dap/relay.ts';
import type { Interceptor } from '../session-context.ts';
import { isPlumbing } from '../special/special-stop.ts';

/** Passed on; its frames are remembered for requests that name them. */
export const stackTrace: Interceptor = {
  commands: ['stackTrace'],
  handle(request, session) {
    const { threadId, startFrame } = objectOf(request.arguments);
    session.forward(request, (response) => {
      const start = typeof startFrame === 'number' ? startFrame : 0;
      if (typeof threadId === 'number') session.frames.note(threadId, start, response);
      const isSpecial = start === 0 && session.specialStop.isOf(threadId);
      return isSpecial ? { ...fieldsOf(response), body: ownFirst(response) } : undefined;
    });
  },
};

/** A client goes to the first frame that is not de-emphasised: here the one with the user's statement. */
function ownFirst(response: DapResponse): JsonObject {
  const body = objectOf(response.body);
  const listed: readonly unknown[] = Array.isArray(body['stackFrames']) ? body['stackFrames'] : [];
  const frames = listed.map(objectOf);
  const found = frames.findIndex(({ name }) => !isPlumbing(String(name)));
  const end = found < 0 ? frames.length : found;
  const stackFrames = frames.map((frame, index) => {
    if (index >= end) return frame;
    const source = { ...objectOf(frame['source']), presentationHint: 'deemphasize' };
    return { ...frame, source };
  });
  return { ...body, stackFrames };
}
