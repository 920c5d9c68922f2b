import type { DebugProtocol } from '@vscode/debugprotocol';
import type { JsonObject } from '../dap/messages.ts';
import { objectOf } from '../dap/messages.ts';
import { OWN_FILTERS, isOwnFilter } from './special/exception-filters.ts';

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
    exceptionBreakpointFilters: [...DELVE_FILTERS, ...OWN_FILTERS],
  };
}

const DELVE_FILTERS: readonly DebugProtocol.ExceptionBreakpointsFilter[] = [
  { filter: 'unrecovered-panic', label: 'Unrecovered Panics', default: true },
  { filter: 'runtime-fatal-throw', label: 'Fatal Throws', default: true },
];

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
  supportsExceptionFilterOptions: true,
};

/** What goes when dlv has no second connection for us. */
export function withoutSideChannel(): JsonObject {
  const names = Object.keys(BY_RPC).filter((name) => name.startsWith('supports'));
  const gone = Object.fromEntries(names.map((name) => [name, false]));
  return { ...gone, exceptionBreakpointFilters: DELVE_FILTERS };
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
    const before = delvesPart(announced[name]);
    const after = delvesPart(actual[name]);
    if (JSON.stringify(before) === JSON.stringify(after)) continue;
    changes[name] = Array.isArray(after) ? [...after, ...OWN_FILTERS] : after;
  }
  return changes;
}

/** Lists are filters for exceptions, some of which are ours. */
function delvesPart(value: unknown): unknown {
  if (!Array.isArray(value)) return value ?? false;
  return value.filter((each) => !isOwnFilter(objectOf(each)['filter']));
}
