import { access } from 'node:fs/promises';
import { dirname } from 'node:path';
import { assertNever } from '../../base/assert.ts';
import type { CancellationToken } from '../../base/cancellation.ts';
import { throwIfCancelled } from '../../base/cancellation.ts';
import type { JsonObject } from '../../dap/messages.ts';
import { waitForProcess } from '../../delve/processes.ts';
import { DelveStartError, startDelve } from '../../delve/start.ts';
import type { RunningDelve } from '../../delve/start.ts';
import type { SelfCommand } from '../../delve/watchdog.ts';
import type { ClientPort } from '../client-port.ts';
import { buildProgram } from './build-program.ts';
import type { BuiltProgram } from './build-program.ts';
import type { Configuration, Target } from './configuration.ts';
import { remoteTarget, wayTo } from '../attach/remote-target.ts';
import { waitForServer } from '../attach/wait-for-server.ts';
import { addressText, connectOwn, openSideChannel } from './connect.ts';
import { programEnvironment } from './environment.ts';
import { failureFromOutput, startError } from './failures.ts';
import type { StartedTarget } from './started-target.ts';
import { requireDelve, requireGo } from './tools.ts';
import { failureBehind, openSessionTunnel } from './tunnel.ts';

export interface StartContext {
  readonly self: SelfCommand;
  readonly client: ClientPort;
  /** The client's own `initialize` arguments: dlv gets the same. */
  readonly initialize: JsonObject;
  readonly token: CancellationToken;
}

/** Builds if need be, starts dlv or connects to one, and returns when it answers on DAP. */
export function startTarget(
  configuration: Configuration,
  context: StartContext,
): Promise<StartedTarget> {
  const { target } = configuration;
  return target.kind === 'remote'
    ? startRemote(configuration, target, context)
    : startLocal(configuration, target, context);
}

async function startRemote(
  configuration: Configuration,
  target: Extract<Target, { kind: 'remote' }>,
  context: StartContext,
): Promise<StartedTarget> {
  const { initialize, self, client, token } = context;
  const tunnel = target.tunnel && (await openSessionTunnel(target.tunnel, context));
  const way = wayTo(target.address, tunnel);
  try {
    const deadline = Date.now() + configuration.connectTimeout;
    const options = { initialize, deadline, token };
    const connected = await waitForServer(way.address, client, options);
    return await remoteTarget(connected, way, configuration, self);
  } catch (error) {
    await tunnel?.close();
    throw failureBehind(tunnel, error);
  }
}

type LocalTarget = Exclude<Target, { kind: 'remote' }>;

async function startLocal(
  configuration: Configuration,
  target: LocalTarget,
  context: StartContext,
): Promise<StartedTarget> {
  const { token, client, self } = context;
  const env = await programEnvironment(configuration);
  const dlv = await requireDelve(configuration, env);
  const processId = await processOf(target, context);
  const go = target.kind === 'build' ? await requireGo(configuration, env) : configuration.goPath;
  const built =
    target.kind === 'build' && go !== undefined
      ? await buildProgram(target, configuration, go, env, client, token)
      : undefined;
  throwIfCancelled(token);
  if ('program' in target && !built) await requireFile(target.program);
  if (target.kind === 'core') await requireFile(target.coreFile);
  const attached = processId !== undefined;
  const failure = (output: string): Error =>
    failureFromOutput(output, {
      address: addressText(configuration.listen),
      program: 'program' in target ? target.program : '',
      process: attached ? String(processId) : '',
      version: dlv.version,
    });
  let running: RunningDelve;
  try {
    running = await startDelve(
      self,
      {
        command: dlv.path,
        args: delveArguments(configuration, target, built, processId),
        cwd: workingFolder(configuration, target, built),
        env,
        kind: attached ? 'attached' : 'launched',
        cleanup: built?.cleanup ?? [],
      },
      {
        program: (category, text) => client.output(category, text),
        debugger: (line) => client.output('console', `${line}\n`),
      },
    );
  } catch (error) {
    throw error instanceof DelveStartError ? failure(error.output) : error;
  }
  const connected = await connectOwn(running.address, context.initialize);
  if (!connected) {
    await running.watchdog.end();
    throw failure(running.errorOutput());
  }
  if (token.isCancellationRequested) await running.watchdog.end();
  throwIfCancelled(token);
  return {
    ...connected,
    configuration,
    rpc: await openSideChannel(running.address),
    ownership: attached ? 'attached' : 'launched',
    watchdog: running.watchdog,
    guard: undefined,
    tunnel: undefined,
    built:
      built && 'program' in target
        ? { program: target.program, command: built.command }
        : undefined,
    go,
    address: addressText(running.address),
  };
}

async function processOf(target: LocalTarget, context: StartContext): Promise<number | undefined> {
  if (target.kind === 'process') return target.processId;
  if (target.kind !== 'wait-for') return undefined;
  context.client.output('console', `Waiting for a process that begins with ${target.prefix}\n`);
  return waitForProcess(target.prefix, context.token);
}

/** Where the program runs: `cwd`, else where its package or binary is. */
export function workingFolder(
  configuration: Configuration,
  target: Target,
  built: BuiltProgram | undefined,
): string {
  if (configuration.cwd !== undefined) return configuration.cwd;
  if (built) return built.folder;
  return target.kind === 'exec' ? dirname(target.program) : configuration.root;
}

/** The command line of a headless dlv for a target; loopback and a free port unless configured. */
export function delveArguments(
  configuration: Configuration,
  target: LocalTarget,
  built: BuiltProgram | undefined,
  processId: number | undefined,
): string[] {
  const { backend, dlvFlags, listen, logOutput, logDestination, redirects } = configuration;
  const flags = [
    '--headless',
    '--accept-multiclient',
    '--api-version=2',
    `--listen=${addressText(listen)}`,
  ];
  if (backend !== undefined && backend !== 'default') flags.push(`--backend=${backend}`);
  if (logOutput !== undefined) flags.push('--log', `--log-output=${logOutput}`);
  if (logDestination !== undefined) flags.push(`--log-dest=${logDestination}`);
  for (const [name, file] of Object.entries(redirects)) flags.push('-r', `${name}:${file}`);
  flags.push(...dlvFlags);
  const program = built?.binary ?? ('program' in target ? target.program : '');
  switch (target.kind) {
    case 'core':
      return ['core', program, target.coreFile, ...flags];
    case 'replay':
      return ['replay', target.traceFolder, ...flags];
    case 'process':
    case 'wait-for':
      return ['attach', String(processId), ...flags];
    case 'build':
    case 'exec': {
      const folder = workingFolder(configuration, target, built);
      return ['exec', program, ...flags, '--wd', folder, '--', ...configuration.args];
    }
    default:
      return assertNever(target);
  }
}

export async function requireFile(path: string): Promise<void> {
  try {
    await access(path);
  } catch {
    throw startError('program-missing', { subject: path });
  }
}
