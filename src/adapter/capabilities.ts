import type { DebugProtocol } from '@vscode/debugprotocol';
import type { JsonObject } from '../dap/messages.ts';

/** What dlv 1.27.2 answers to `initialize`; given to the client before there is a dlv. */
export function delveCapabilities(
  platform: NodeJS.Platform = process.platform,
): DebugProtocol.Capabilities {
  return {
    supportsConfigurationDoneRequest: true,
    supportsFunctionBreakpoints: true,
    supportsConditionalBreakpoints: true,
    supportsHitConditionalBreakpoints: true,
    supportsEvaluateForHovers: true,
    exceptionBreakpointFilters: [
      { filter: 'unrecovered-panic', label: 'Unrecovered Panics', default: true },
      { filter: 'runtime-fatal-throw', label: 'Fatal Throws', default: true },
    ],
    supportsSetVariable: true,
    supportsRestartRequest: true,
    supportsExceptionInfoRequest: true,
    supportsDelayedStackTraceLoading: true,
    supportsLogPoints: true,
    // service/dap/server.go: linux and darwin, amd64 and arm64.
    ...(platform === 'win32' ? {} : { supportsDataBreakpoints: true }),
    supportsReadMemoryRequest: true,
    supportsWriteMemoryRequest: true,
    supportsDisassembleRequest: true,
    supportsClipboardContext: true,
    supportsSteppingGranularity: true,
    supportsInstructionBreakpoints: true,
    // dlv announces it once it serves several clients, as ours always does.
    supportTerminateDebuggee: true,
    ...OWN,
    ...BY_RPC,
  };
}

/** Ours: dlv has no word for it. */
const OWN: DebugProtocol.Capabilities = {
  supportSuspendDebuggee: true,
};

/** Answered through dlv's second connection. */
const BY_RPC: DebugProtocol.Capabilities = {
  supportsCompletionsRequest: true,
  completionTriggerCharacters: ['.'],
  supportsBreakpointLocationsRequest: true,
  supportsStepInTargetsRequest: true,
  supportsGotoTargetsRequest: true,
  supportsSetExpression: true,
  supportsLoadedSourcesRequest: true,
};

/** What goes when dlv has no second connection for us. */
export function withoutSideChannel(): JsonObject {
  return Object.fromEntries(
    Object.keys(BY_RPC).flatMap((name) => (name.startsWith('supports') ? [[name, false]] : [])),
  );
}

/** Sent by dlv as an event of its own, after this; and what the adapter itself adds. */
const NOT_DLVS: ReadonlySet<string> = new Set([
  'supportTerminateDebuggee',
  ...Object.keys(OWN),
  ...Object.keys(BY_RPC),
]);

/** What the dlv that runs says differently: true-ness that changed and filters that differ. */
export function capabilityChanges(announced: JsonObject, actual: JsonObject): JsonObject {
  const changes: Record<string, unknown> = {};
  for (const name of new Set([...Object.keys(announced), ...Object.keys(actual)])) {
    if (NOT_DLVS.has(name)) continue;
    const before = announced[name] ?? false;
    const after = actual[name] ?? false;
    if (JSON.stringify(before) !== JSON.stringify(after)) changes[name] = after;
  }
  return changes;
}
