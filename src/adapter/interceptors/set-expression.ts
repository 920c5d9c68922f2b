import { UserError } from '../../base/user-error.ts';
import type { DapRequest } from '../../dap/messages.ts';
import { failureText, objectOf } from '../../dap/messages.ts';
import { RpcError } from '../../delve/json-rpc.ts';
import type { EvalScope, LoadConfig } from '../../delve/rpc-types.ts';
import type { Interceptor, SessionContext } from '../session-context.ts';
import { ask, inWords } from './asking.ts';

const SHORT: LoadConfig = {
  FollowPointers: true,
  MaxVariableRecurse: 1,
  MaxStringLen: 512,
  MaxArrayValues: 64,
  MaxStructFields: -1,
};
/** Go's reflect.String. */
const STRING = 24;

/** A watched expression gets a new value: a string by a call into the program, all else by writing memory. */
export const setExpression: Interceptor = {
  commands: ['setExpression'],
  async handle(request, session) {
    try {
      await set(request, session);
    } catch (error) {
      session.client.fail(request, inWords(error));
    }
  },
};

async function set(request: DapRequest, session: SessionContext): Promise<void> {
  const { expression, value, frameId } = objectOf(request.arguments);
  if (typeof expression !== 'string' || typeof value !== 'string') {
    throw new UserError('bad-query', '"expression" and "value" must be strings.');
  }
  const scope = session.frames.scopeOf(frameId);
  const before = await evaluate(session, scope, expression);
  if (before.kind === STRING) {
    await assignByCall(session, `${expression} = ${value}`, frameId);
  } else {
    if (/^\s*["`]/.test(value)) throw refused(expression, before.type, `${value} is a string.`);
    const args = { Scope: scope, Symbol: expression, Value: value };
    await ask(session, (rpc) => rpc.call('Set', args)).catch((error: unknown) => {
      throw error instanceof RpcError ? refused(expression, before.type, error.message) : error;
    });
  }
  // A call lets all goroutines run: the frame may be gone.
  const after = await evaluate(session, scope, expression).catch(() => undefined);
  session.client.respond(request, { value: after?.value ?? value, type: before.type });
}

function refused(expression: string, type: string, reason: string): UserError {
  const article = /^[aeiou]/.test(type) ? 'an' : 'a';
  return new UserError('dlv', `${expression} is ${article} ${type}: ${reason}`);
}

async function evaluate(
  session: SessionContext,
  scope: EvalScope,
  expression: string,
): Promise<{ readonly kind: number; readonly value: string; readonly type: string }> {
  const args = { Scope: scope, Expr: expression, Cfg: SHORT };
  const { Variable } = await ask(session, (rpc) => rpc.call('Eval', args));
  const value = Variable.kind === STRING ? JSON.stringify(Variable.value) : Variable.value;
  return { kind: Variable.kind, value, type: Variable.type };
}

/** As dlv's own `setVariable` does it: the program runs for the time of the call. */
async function assignByCall(
  session: SessionContext,
  assignment: string,
  frameId: unknown,
): Promise<void> {
  const { state, channel } = session;
  await channel?.settle();
  state.running();
  const response = await session.ask('evaluate', {
    expression: `call ${assignment}`,
    context: 'repl',
    ...(typeof frameId === 'number' && { frameId }),
  });
  state.stoodStill();
  if (response?.success !== true) {
    throw new UserError('dlv', response ? failureText(response) : 'dlv is gone.');
  }
}
