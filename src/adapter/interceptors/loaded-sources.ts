import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { UserError } from '../../base/user-error.ts';
import { objectOf } from '../../dap/messages.ts';
import { clientPath } from '../path-rules.ts';
import type { Interceptor, SessionContext } from '../session-context.ts';
import { asking } from './asking.ts';

/** Every Go file the program was built from. */
export const loadedSources = asking('loadedSources', async (_args, rpc, session) => {
  const rules = session.paths.rules;
  const { Sources } = await rpc.call('ListSources', { Filter: '' });
  const paths = (Sources ?? []).filter((path) => !path.startsWith('<'));
  return {
    sources: paths.map((path) => {
      const here = clientPath(path, rules);
      return { name: basename(here.replaceAll('\\', '/')), path: here };
    }),
  };
});

/** The text of a file of the program, when it is under the roots of this session. */
export const source: Interceptor = {
  commands: ['source'],
  handle(request, session) {
    const args = objectOf(request.arguments);
    const path = objectOf(args['source'])['path'];
    textOf(path, session).then(
      (content) => session.client.respond(request, { content, mimeType: 'text/x-go' }),
      (error: unknown) => session.client.fail(request, error),
    );
  },
};

async function textOf(path: unknown, session: SessionContext): Promise<string> {
  if (typeof path !== 'string' || !session.target) {
    throw new UserError('no-source', 'Only a file with a path has a text.');
  }
  const found = (await session.sources(session.target)).resolve(path).path;
  if (found === null) {
    throw new UserError(
      'no-source',
      `${path} is not in the workspace, the module cache or GOROOT. Set substitutePath if it has another name here.`,
    );
  }
  return readFile(found, 'utf8');
}
