import * as vscode from 'vscode';
import { command, customEditor, DEBUG_TYPE, view } from '../protocol/contributions.ts';
import { Analysis } from './analysis/analysis.ts';
import { registerProfiles } from './analysis/register.ts';
import { TraceEditors } from './analysis/trace-editor.ts';
import { AdapterFactory } from './debug/adapter-factory.ts';
import { askAndAttach } from './debug/attach-command.ts';
import { BuildErrors } from './debug/build-errors.ts';
import { ConfigurationProvider, InitialConfigurations } from './debug/configuration.ts';
import { askAndWriteCore } from './debug/core-dump.ts';
import { chooseAndDisconnect } from './debug/disconnect.ts';
import { installDlv } from './debug/install-dlv.ts';
import { KeepStep } from './debug/keep-step.ts';
import { pickProcess } from './debug/process-picker.ts';
import { restartWithArguments } from './debug/restart-with-arguments.ts';
import { breakOnUse, removeUsageBreakpoints } from './debug/usage-breakpoints.ts';
import { SessionEvents } from './debug/session-events.ts';
import { LazyLog } from './lazy-log.ts';
import { openDumpFromClipboard, openDumpFile } from './views/dump-commands.ts';
import { breakpointFeatures } from './views/breakpoint-features.ts';
import { GoroutinePanel } from './views/goroutine-panel.ts';
import { GoroutineSources } from './views/goroutine-sources.ts';
import { PathDoctor } from './views/path-doctor.ts';

/** When the bundle began to run, on the clock of `performance.now`; put in by the build. */
declare const DELVESCOPE_LOADED_AT: number;

/** All imports have run by here. What the host does before it calls `activate` is not ours. */
const LOADING_MILLIS = performance.now() - DELVESCOPE_LOADED_AT;

/** What other extensions and the tests may ask of this one. */
export interface DelvescopeApi {
  /** Milliseconds of the extension host's time spent in the bundle's top level and in `activate`. */
  readonly activationMillis: number;
}

/** Builds everything and registers it. Nothing heavy is loaded or started before it is first needed. */
export function activate(context: vscode.ExtensionContext): DelvescopeApi {
  const began = performance.now();
  const log = new LazyLog();
  const analysis = new Analysis(context, log);
  const sources = new GoroutineSources(analysis, log);
  const panel = new GoroutinePanel(context.extensionUri, sources, log);
  const paths = new PathDoctor(context.extensionUri, log);
  const traces = new TraceEditors(context, analysis, log);
  const buildErrors = new BuildErrors();
  const keepStep = new KeepStep();
  const register = (id: string, run: (...parameters: never[]) => unknown): vscode.Disposable =>
    vscode.commands.registerCommand(id, run);

  context.subscriptions.push(
    log,
    analysis,
    sources,
    panel,
    paths,
    ...breakpointFeatures(context, log),
    registerProfiles(context, analysis, log),
    traces,
    buildErrors,
    keepStep,
    new SessionEvents(sources, buildErrors, log),
    vscode.debug.registerDebugConfigurationProvider(DEBUG_TYPE, new ConfigurationProvider(log)),
    vscode.debug.registerDebugConfigurationProvider(
      DEBUG_TYPE,
      new InitialConfigurations(),
      vscode.DebugConfigurationProviderTriggerKind.Dynamic,
    ),
    vscode.debug.registerDebugAdapterDescriptorFactory(
      DEBUG_TYPE,
      new AdapterFactory(context, log),
    ),
    vscode.window.registerWebviewViewProvider(view.goroutines, panel),
    ...traceEditor(traces),
    register(command.attachToDlv, () => askAndAttach(context.workspaceState)),
    register(command.disconnect, (item?: { readonly sessionId?: string }) =>
      chooseAndDisconnect(
        context.workspaceState,
        sources.session(item?.sessionId) ?? vscode.debug.activeDebugSession,
      ),
    ),
    register(command.writeCore, (item?: { readonly sessionId?: string }) =>
      askAndWriteCore(sources.session(item?.sessionId) ?? vscode.debug.activeDebugSession),
    ),
    register(command.pickProcess, () => pickProcess(log)),
    register(command.pathDoctor, (session?: vscode.DebugSession) => paths.open(session)),
    register(command.installDlv, () => installDlv()),
    register(command.openGoroutineDump, (uri?: vscode.Uri) => openDumpFile(sources, uri)),
    register(command.openGoroutineDumpFromClipboard, () => openDumpFromClipboard(sources)),
    register(command.closeGoroutineDump, () => sources.closeCurrentDump()),
    register(command.refreshGoroutines, () => panel.refresh()),
    register(command.showLog, () => log.show()),
    register(command.breakOnChannelUse, (target: unknown) => breakOnUse(target)),
    register(command.breakOnMutexUse, (target: unknown) => breakOnUse(target)),
    register(command.removeUsageBreakpoints, () => removeUsageBreakpoints()),
    register(command.restartWithArguments, () => restartWithArguments()),
    register(command.keepStepInGoroutine, () => keepStep.toggle()),
  );
  return { activationMillis: LOADING_MILLIS + performance.now() - began };
}

function traceEditor(traces: TraceEditors): vscode.Disposable[] {
  const { registerCommand } = vscode.commands;
  return [
    vscode.window.registerCustomEditorProvider(customEditor.trace, traces, {
      supportsMultipleEditorsPerDocument: true,
    }),
    registerCommand(command.openTrace, () => traces.askAndOpen()),
    registerCommand(command.showInTrace, (target: unknown) => traces.reveal(target)),
  ];
}
