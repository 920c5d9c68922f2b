import type * as vscode from 'vscode';
import { assertNever } from '../../base/assert.ts';
import type { FromExpressionsPage, ToExpressionsPage } from '../../protocol/webview-expressions.ts';
import { askAdapter } from '../debug/ask-adapter.ts';

export type ExpressionQuestion = FromExpressionsPage & {
  kind: 'table' | 'value' | 'frames' | 'set' | 'call' | 'functions';
};

/** As many as a list of suggestions shows. */
const FUNCTIONS = 30;

/** Passes a question of the page to the session's adapter. */
export async function answerExpression(
  session: vscode.DebugSession,
  message: ExpressionQuestion,
): Promise<ToExpressionsPage> {
  const { request } = message;
  switch (message.kind) {
    case 'table': {
      const view = await askAdapter(session, 'delvescope/expressionTable', message.query);
      return { kind: 'table', request, view };
    }
    case 'value': {
      const value = await askAdapter(session, 'delvescope/expressionValue', message.query);
      return { kind: 'value', request, value };
    }
    case 'frames': {
      const { goroutine } = message;
      const frames = await askAdapter(session, 'delvescope/expressionFrames', { goroutine });
      return { kind: 'frames', request, frames };
    }
    case 'set': {
      const { scope, expression, value } = message;
      await askAdapter(session, 'delvescope/expressionSet', { scope, expression, value });
      return { kind: 'written', request };
    }
    case 'functions': {
      const parameters = { text: message.text, count: FUNCTIONS };
      const { names } = await askAdapter(session, 'delvescope/expressionFunctions', parameters);
      return { kind: 'functions', request, names };
    }
    case 'call': {
      const { scope, expression } = message;
      const answer = await askAdapter(session, 'delvescope/expressionCall', { scope, expression });
      return { kind: 'called', request, answer };
    }
    default:
      return assertNever(message);
  }
}
