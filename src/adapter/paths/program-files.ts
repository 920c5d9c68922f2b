import { objectOf } from '../../dap/messages.ts';
import type { RpcClient } from '../../delve/rpc-client.ts';
import type { ProgramFiles } from '../../sourcepath/index.ts';
import type { StartedTarget } from '../start/started-target.ts';

/** 10,000 files take 30 ms. */
const ASK_MILLIS = 3000;

/** Asks a halted dlv which files its program was built from. */
export async function programFiles({ rpc, server }: StartedTarget): Promise<ProgramFiles> {
  if (rpc) return filesBy(rpc);
  // One client only: dlv's own command answers a line per file, and knows nothing of packages.
  const args = { expression: 'dlv sources', context: 'repl' };
  const response = await server.request('evaluate', args);
  const result = objectOf(response?.body)['result'];
  const sources = typeof result === 'string' ? result.split('\n').map((line) => line.trim()) : [];
  return { sources, packages: [] };
}

export async function filesBy(rpc: RpcClient): Promise<ProgramFiles> {
  const options = { timeoutMillis: ASK_MILLIS };
  const { Sources } = await rpc.call('ListSources', { Filter: '' }, options);
  const { List } = await rpc.call(
    'ListPackagesBuildInfo',
    { IncludeFiles: false, Filter: '' },
    options,
  );
  const packages = (List ?? []).map(({ ImportPath, DirectoryPath }) => {
    return { path: ImportPath, folder: DirectoryPath };
  });
  return { sources: Sources ?? [], packages };
}
