import { UserError } from '../../base/user-error.ts';
import type { JsonObject } from '../../dap/messages.ts';
import { isObject, objectOf } from '../../dap/messages.ts';
import type { GoroutineGroupBy, GoroutineViewQuery } from '../../protocol/goroutine-view.ts';
import type { Interceptor } from '../session-context.ts';

/** Answered from the live snapshot; a slow answer does not hold up the messages behind it. */
export const goroutineView: Interceptor = {
  commands: ['delvescope/goroutineView'],
  handle(request, session) {
    const query = readQuery(objectOf(request.arguments));
    session.goroutines.view(query).then(
      (view) => session.client.respond(request, { ...view }),
      (error: unknown) => session.client.fail(request, error),
    );
  },
};

const GROUP_BY: Readonly<Record<GoroutineGroupBy, true>> = {
  creation: true,
  start: true,
  location: true,
  stack: true,
  state: true,
  label: true,
  object: true,
  thread: true,
  parent: true,
};

/** Any DAP client may ask: what is missing gets the panel's default. */
function readQuery(args: JsonObject): GoroutineViewQuery {
  const groupBy = args['groupBy'] ?? 'creation';
  if (typeof groupBy !== 'string' || !isGroupBy(groupBy)) {
    throw new UserError(
      'bad-query',
      `"groupBy" must be one of ${Object.keys(GROUP_BY).join(', ')}`,
    );
  }
  const openGroups = listOf(args['openGroups']).filter(isObject);
  const openGoroutines = listOf(args['openGoroutines']);
  return {
    groupBy,
    labelKey: typeof args['labelKey'] === 'string' ? args['labelKey'] : null,
    filter: typeof args['filter'] === 'string' ? args['filter'] : '',
    hideSystem: args['hideSystem'] === true,
    sort: args['sort'] === 'oldest' ? 'oldest' : 'count',
    openGroups: openGroups.map(({ key, limit }) => {
      return { key: String(key), limit: numberOr(limit, 100) };
    }),
    openGoroutines: openGoroutines.filter((id) => typeof id === 'number'),
    start: numberOr(args['start'], 0),
    count: numberOr(args['count'], 100),
  };
}

function isGroupBy(word: string): word is GoroutineGroupBy {
  return word in GROUP_BY;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}
