import type * as vscode from 'vscode';
import type { AdapterRequests } from '../../protocol/debug-session.ts';

/** A request of our own to a session's adapter, which ships with this extension: the answer has the type it names. */
export async function askAdapter<Name extends keyof AdapterRequests>(
  session: vscode.DebugSession,
  name: Name,
  parameters: AdapterRequests[Name]['arguments'],
): Promise<AdapterRequests[Name]['answer']> {
  const answer: unknown = await session.customRequest(name, parameters);
  return answer as AdapterRequests[Name]['answer'];
}
