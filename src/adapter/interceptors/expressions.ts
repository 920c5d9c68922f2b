import { UserError } from '../../base/user-error.ts';
import type { DapRequest, JsonObject } from '../../dap/messages.ts';
import { objectOf } from '../../dap/messages.ts';
import type { AdapterRequests } from '../../protocol/debug-session.ts';
import type {
  ExpressionFrame,
  ExpressionScope,
  ExpressionSort,
  ExpressionTableQuery,
} from '../../protocol/expression-view.ts';
import type { RpcClient } from '../../delve/rpc-client.ts';
import { callFunction, stopCall } from '../expressions/call.ts';
import { functionNames } from '../expressions/function-names.ts';
import { readFrames } from '../expressions/frames.ts';
import { setValue } from '../expressions/set-value.ts';
import { ExpressionTableSession } from '../expressions/table-session.ts';
import { readValue } from '../expressions/value.ts';
import type { Interceptor, SessionContext } from '../session-context.ts';

type Name = Extract<keyof AdapterRequests, `delvescope/expression${string}`>;
type Answer<Key extends Name> = Promise<AdapterRequests[Key]['answer']>;

const MOST_FUNCTIONS = 100;

/** Everything that evaluates for the expressions panel; slow answers hold up no message behind them. */
export function expressions(): Interceptor {
  let tables: ExpressionTableSession | undefined;
  return {
    commands: Object.keys(HANDLERS),
    handle(request, session) {
      tables ??= new ExpressionTableSession(session);
      void respond(request, session, tables);
    },
  };
}

async function respond(
  request: DapRequest,
  session: SessionContext,
  tables: ExpressionTableSession,
): Promise<void> {
  try {
    const handler = HANDLERS[request.command as Name]; // The names it is registered for.
    const answer = await handler(objectOf(request.arguments), session, tables);
    session.client.respond(request, { ...answer });
  } catch (error) {
    session.client.fail(request, error);
  }
}

type Handlers = {
  readonly [Key in Name]: (
    args: JsonObject,
    session: SessionContext,
    tables: ExpressionTableSession,
  ) => Answer<Key>;
};

const HANDLERS: Handlers = {
  'delvescope/expressionTable': (args, _session, tables) => tables.view(readQuery(args)),
  'delvescope/expressionTableStop': async (args, _session, tables) => {
    if (args['resume'] === true) tables.resume();
    else tables.stop();
    return {};
  },
  'delvescope/expressionTableExport': async (args, _session, tables) => {
    const format = args['format'] === 'json' ? 'json' : 'csv';
    return { text: tables.text(readSort(args['sort']), format) };
  },
  'delvescope/expressionValue': (args, session) => {
    const query = {
      scope: readScope(args['scope']),
      expression: textOr(args['expression'], ''),
      start: numberOr(args['start'], 0),
      count: numberOr(args['count'], 100),
    };
    return whileStopped(session, (rpc) => readValue(rpc, query));
  },
  'delvescope/expressionFrames': async (args, session) => {
    const goroutine = numberOr(args['goroutine'], -1);
    await session.goroutines.prepare(goroutine);
    return whileStopped(session, (rpc) => readFrames(rpc, goroutine));
  },
  'delvescope/expressionSet': async (args, session, tables) => {
    const scope = readScope(args['scope']);
    await setValue(session, scope, textOr(args['expression'], ''), textOr(args['value'], ''));
    tables.forget();
    return {};
  },
  'delvescope/expressionCall': (args, session) =>
    callFunction(session, readScope(args['scope']), textOr(args['expression'], '')),
  'delvescope/expressionFunctions': async (args, session) => {
    const { ownModules } = session.goroutines;
    const count = Math.min(MOST_FUNCTIONS, numberOr(args['count'], MOST_FUNCTIONS));
    const names = await whileStopped(session, (rpc) =>
      functionNames(rpc, textOr(args['text'], ''), { ownModules, count }),
    );
    return { names };
  },
  'delvescope/expressionCallStop': async (_args, session) => {
    await stopCall(session);
    return {};
  },
};

function whileStopped<T>(
  { channel, state }: SessionContext,
  work: (rpc: RpcClient) => Promise<T>,
): Promise<T> {
  if (!channel) throw new UserError('no-side-channel', 'This dlv serves one client only.');
  if (state.phase !== 'stopped') {
    throw new UserError('running', 'The program runs. Pause it to look at values.');
  }
  return channel.run(work);
}

/** Any DAP client may ask: what is missing gets the panel's default. */
function readQuery(args: JsonObject): ExpressionTableQuery {
  const definition = objectOf(args['definition']);
  const expressionList = definition['expressions'];
  return {
    definition: {
      expressions: (Array.isArray(expressionList) ? expressionList : []).filter(
        (each): each is string => typeof each === 'string' && each.trim() !== '',
      ),
      filter: textOr(definition['filter'], ''),
      group: textOr(definition['group'], ''),
      hideSystem: definition['hideSystem'] === true,
      frame: readFrame(definition['frame']),
    },
    sort: readSort(args['sort']),
    start: numberOr(args['start'], 0),
    count: numberOr(args['count'], 100),
  };
}

function readFrame(value: unknown): ExpressionFrame {
  const { kind, text } = objectOf(value);
  if (kind === 'function' && typeof text === 'string' && text !== '') return { kind, text };
  return { kind: kind === 'top' ? 'top' : 'own' };
}

function readSort(value: unknown): ExpressionSort | null {
  const { column, descending } = objectOf(value);
  return typeof column === 'number' ? { column, descending: descending === true } : null;
}

function readScope(value: unknown): ExpressionScope {
  const { goroutine, frame, deferred } = objectOf(value);
  return {
    goroutine: numberOr(goroutine, -1),
    frame: numberOr(frame, 0),
    deferred: numberOr(deferred, 0),
  };
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}
