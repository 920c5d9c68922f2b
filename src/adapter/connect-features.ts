import type { RpcVersion } from '../delve/rpc-types.ts';
import type { RpcClient } from '../delve/rpc-client.ts';
import { waitReasonTable } from '../delve/wait-reason.ts';
import { delveVersionOf, goVersionOf, tooNewForDelve } from './attach/delve-version.ts';
import { messageOf } from '../base/user-error.ts';
import { buildQuality } from './build-quality.ts';
import type { BuildQuality } from './build-quality.ts';
import { DapBackend } from './goroutines/dap-backend.ts';
import { programClock } from './goroutines/program-clock.ts';
import { RpcBackend } from './goroutines/rpc-backend.ts';
import { ownModules } from './own-modules.ts';
import type { SessionContext } from './session-context.ts';
import type { StartedTarget } from './start/started-target.ts';

/** A halted target answers in a few milliseconds. */
const ASK_MILLIS = 2000;

const SINGLE_CLIENT =
  'This dlv serves one client only: the end of this session ends dlv, and with it a program that dlv started. Restart it with --accept-multiclient for all views.';
/** Stands below the list, so it says what the list covers. */
const DAP_ONLY =
  'This dlv serves one client only: it lists at most 1,024 goroutines, without states, waits, labels and creators. Restart it with --accept-multiclient to see all.';

/** What a session knows about its target before the client may resume it. */
export interface TargetFacts {
  readonly version: RpcVersion | undefined;
  readonly processId: number | null;
  readonly ownModules: readonly string[];
  /** Undefined: built for debugging, or not known. */
  readonly quality: BuildQuality | undefined;
}

/** Asks dlv while the target is halted for the configuration. */
export async function inquire(
  session: SessionContext,
  target: StartedTarget,
): Promise<TargetFacts> {
  const { rpc, configuration } = target;
  const modules = await ownModules(configuration);
  const nothing = { version: undefined, processId: null, quality: undefined };
  if (!rpc) return { ...nothing, ownModules: modules };
  const options = { timeoutMillis: ASK_MILLIS };
  const { followExec } = configuration;
  if (followExec.enabled) await followChildren(session, rpc, followExec.regex);
  try {
    const version = await rpc.version(options);
    const processId = await rpc.processId(options);
    const quality = await buildQuality(rpc, version);
    return { version, processId, quality, ownModules: modules };
  } catch (error) {
    session.log.warn(`asking dlv for its version: ${messageOf(error)}`);
    return { ...nothing, ownModules: modules };
  }
}

/** Connects what needs the second connection to dlv, and tells the client what kind of session it is. */
export function connectFeatures(
  session: SessionContext,
  target: StartedTarget,
  { version, processId, quality, ownModules: modules }: TargetFacts,
): void {
  const { client, channel } = session;
  const goVersion = version ? goVersionOf(version) : '';
  if (quality?.code === 'stripped') {
    session.goroutines.unavailable(quality.message);
  } else if (channel) {
    const isLocal = target.ownership !== 'remote' && target.configuration.target.kind !== 'core';
    const waitReasons = waitReasonTable(goVersion);
    const now = programClock(isLocal);
    const desk = session.stops;
    const sources = { channel, desk, goVersion, waitReasons, now, ownModules: modules };
    session.goroutines.connect(new RpcBackend(sources));
  } else {
    const ask = session.ask.bind(session);
    session.goroutines.connect(new DapBackend(ask, modules, DAP_ONLY));
    client.tell('delvescope/notice', { code: 'no-side-channel', message: SINGLE_CLIENT });
  }
  if (quality) client.noticeOnce(quality.code, quality.message, quality.command);
  const tooNew = version && tooNewForDelve(version);
  if (tooNew) client.tell('delvescope/notice', { code: 'go-too-new', message: tooNew });
  client.tell('delvescope/sessionInfo', {
    dlvVersion: version ? delveVersionOf(version) : '',
    goVersion,
    sideChannel: channel !== undefined,
    processId,
  });
}

async function followChildren(
  session: SessionContext,
  rpc: RpcClient,
  regex: string,
): Promise<void> {
  try {
    await rpc.followExec(regex, { timeoutMillis: ASK_MILLIS });
  } catch (error) {
    session.client.output('important', `followExec: ${messageOf(error)}\n`);
  }
}
