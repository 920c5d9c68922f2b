import type { CancellationToken } from 'vscode';
import { assertNever } from '../../base/assert.ts';
import type { FromProfilePage } from '../../protocol/webview-profile.ts';
import type { Analysis } from './analysis.ts';

/** Passes a page's question on for the profile that the page shows; a page does not know its profile's name. */
export function askServer(
  analysis: Pick<Analysis, 'request'>,
  profile: string,
  ask: FromProfilePage & { kind: 'ask' },
  token: CancellationToken,
) {
  switch (ask.method) {
    case 'delvescope/filterOutcome':
      return analysis.request(ask.method, { ...ask.query, profile }, token);
    case 'delvescope/changes':
      return analysis.request(ask.method, { ...ask.query, profile }, token);
    case 'delvescope/filterDraft':
      return analysis.request(ask.method, { ...ask.query, profile }, token);
    case 'delvescope/flameWindow':
      return analysis.request(ask.method, { ...ask.query, profile }, token);
    case 'delvescope/tableWindow':
      return analysis.request(ask.method, { ...ask.query, profile }, token);
    case 'delvescope/functionDetail':
      return analysis.request(ask.method, { ...ask.query, profile }, token);
    case 'delvescope/frameFigures':
      return analysis.request(ask.method, { ...ask.query, profile }, token);
    case 'delvescope/search':
      return analysis.request(ask.method, { ...ask.query, profile }, token);
    case 'delvescope/locateFrame':
      return analysis.request(ask.method, { ...ask.query, profile }, token);
    case 'delvescope/callGraph':
      return analysis.request(ask.method, { ...ask.query, profile }, token);
    case 'delvescope/sourceView':
      return analysis.request(ask.method, { ...ask.query, profile }, token);
    case 'delvescope/sidesWindow':
      return analysis.request(ask.method, { ...ask.query, profile }, token);
    case 'delvescope/tagPivot':
      return analysis.request(ask.method, { ...ask.query, profile }, token);
    default:
      return assertNever(ask);
  }
}
