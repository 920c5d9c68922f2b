import { assertNever } from '../../base/assert.ts';
import type { FromProfilePage } from '../../protocol/webview-profile.ts';
import type { Analysis } from './analysis.ts';

/** Passes a page's question on for the profile that the page shows; a page does not know its profile's name. */
export function askServer(
  analysis: Pick<Analysis, 'request'>,
  profile: string,
  ask: FromProfilePage & { kind: 'ask' },
) {
  switch (ask.method) {
    case 'delvescope/filterOutcome':
      return analysis.request(ask.method, { ...ask.query, profile });
    case 'delvescope/changes':
      return analysis.request(ask.method, { ...ask.query, profile });
    case 'delvescope/filterDraft':
      return analysis.request(ask.method, { ...ask.query, profile });
    case 'delvescope/flameWindow':
      return analysis.request(ask.method, { ...ask.query, profile });
    case 'delvescope/tableWindow':
      return analysis.request(ask.method, { ...ask.query, profile });
    case 'delvescope/functionDetail':
      return analysis.request(ask.method, { ...ask.query, profile });
    case 'delvescope/frameFigures':
      return analysis.request(ask.method, { ...ask.query, profile });
    case 'delvescope/search':
      return analysis.request(ask.method, { ...ask.query, profile });
    case 'delvescope/locateFrame':
      return analysis.request(ask.method, { ...ask.query, profile });
    case 'delvescope/callGraph':
      return analysis.request(ask.method, { ...ask.query, profile });
    case 'delvescope/sourceView':
      return analysis.request(ask.method, { ...ask.query, profile });
    case 'delvescope/sidesWindow':
      return analysis.request(ask.method, { ...ask.query, profile });
    case 'delvescope/tagPivot':
      return analysis.request(ask.method, { ...ask.query, profile });
    default:
      return assertNever(ask);
  }
}
