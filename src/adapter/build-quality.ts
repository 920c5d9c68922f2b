import { dirname } from 'node:path';
import type { RpcClient } from '../delve/rpc-client.ts';
import type { RpcLocation, RpcVersion } from '../delve/rpc-types.ts';
import type { NoticeCode } from '../protocol/debug-session.ts';

/** How much of the program a debugger can see, when that is less than all; and the command that builds it anew. */
export interface BuildQuality {
  readonly code: Extract<NoticeCode, 'optimised' | 'stripped'>;
  readonly message: string;
  readonly command: string;
}

const ASK_MILLIS = 2000;
/** In double quotes every shell takes it for one word. */
const BUILD = 'go build -gcflags="all=-N -l"';

/**
 * Asks dlv of a halted target. Without debug information dlv knows no Go version (it reads functions and lines from
 * the runtime's own table then); with it, the compiler's flags tell whether `main.main` was optimised.
 */
export async function buildQuality(
  rpc: RpcClient,
  version: RpcVersion,
): Promise<BuildQuality | undefined> {
  const main = await mainFunction(rpc);
  const command = main?.file ? `${BUILD} ${quoted(dirname(main.file))}` : BUILD;
  if (version.TargetGoVersion === '') return { ...stripped(command), command };
  return main?.function?.optimized ? optimised(command) : undefined;
}

/** For what dlv says of a function in a package that was built differently from `main`. */
export function optimised(command = BUILD): BuildQuality {
  return {
    code: 'optimised',
    message: `This program was built with optimisation: variables may be missing or stale, and steps may jump. Build it for debugging with: ${command}`,
    command,
  };
}

function stripped(command: string): BuildQuality {
  return {
    code: 'stripped',
    message: `This program was built without debug information (-ldflags with -s or -w): it has no variables, no stacks and no goroutines to show; breakpoints work by function and line only. Build it without these flags: ${command}`,
    command,
  };
}

async function mainFunction(rpc: RpcClient): Promise<RpcLocation | undefined> {
  const Scope = { GoroutineID: -1, Frame: 0, DeferredCall: 0 };
  const place = { Scope, Loc: 'main.main', IncludeNonExecutableLines: false };
  const args = { ...place, SubstitutePathRules: null };
  const found = await rpc.call('FindLocation', args, { timeoutMillis: ASK_MILLIS });
  return found.Locations?.[0];
}

function quoted(path: string): string {
  return /^[\w./:\\@+-]+$/.test(path) ? path : `"${path}"`;
}
