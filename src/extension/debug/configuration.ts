import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import type { Log } from '../../base/log.ts';
import { messageOf } from '../../base/user-error.ts';
import { DEBUG_TYPE, setting } from '../../protocol/contributions.ts';
import type { HostArguments } from '../../protocol/debug-session.ts';
import { showError, showNotice } from '../notify.ts';
import { adoptGoAttributes } from './go-attributes.ts';
import { findPackageToRun } from './package-to-run.ts';
import { findProcessByName } from './process-list.ts';

/** Attributes that name a file or folder: relative ones start from the workspace folder. */
const PATH_ATTRIBUTES = [
  'program',
  'cwd',
  'output',
  'coreFilePath',
  'traceDirPath',
  'dlvCwd',
  'stdinFrom',
  'stdoutTo',
  'stderrTo',
];

/** Completes configurations: F5 without a launch.json, relative paths, process names, the editor's settings. */
export class ConfigurationProvider implements vscode.DebugConfigurationProvider {
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  async resolveDebugConfiguration(
    folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): Promise<vscode.DebugConfiguration | undefined> {
    if (isEmpty(configuration)) return fromOpenFile(folder);
    return configuration;
  }

  async resolveDebugConfigurationWithSubstitutedVariables(
    folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): Promise<vscode.DebugConfiguration | undefined> {
    const adopted = adoptGoAttributes(configuration, folder?.uri.fsPath);
    for (const notice of adopted.notices) void showNotice(notice, []);
    const { name, type, request } = configuration;
    const resolved: vscode.DebugConfiguration = { ...adopted.configuration, name, type, request };
    for (const attribute of PATH_ATTRIBUTES) {
      const path: unknown = resolved[attribute];
      if (folder && typeof path === 'string' && path !== '' && !isAbsolute(path)) {
        resolved[attribute] = join(folder.uri.fsPath, path);
      }
    }
    if (configuration.request === 'attach' && configuration['mode'] !== 'remote') {
      const processId = await resolveProcess(configuration['processId'], this.#log);
      if (processId === undefined && !configuration['waitFor']) return undefined;
      resolved['processId'] = processId;
    }
    return { ...resolved, ...hostArguments(folder) };
  }
}

/** Offered in the Run and Debug drop-down without a launch.json. */
export class InitialConfigurations implements vscode.DebugConfigurationProvider {
  provideDebugConfigurations(): vscode.DebugConfiguration[] {
    return [
      {
        name: vscode.l10n.t('Launch package'),
        type: DEBUG_TYPE,
        request: 'launch',
        mode: 'auto',
        program: '${fileDirname}',
      },
      {
        name: vscode.l10n.t('Attach to process'),
        type: DEBUG_TYPE,
        request: 'attach',
        mode: 'local',
        processId: '${command:pickProcess}',
      },
    ];
  }
}

function isEmpty(configuration: vscode.DebugConfiguration): boolean {
  return !configuration.type && !configuration.request && !configuration.name;
}

async function fromOpenFile(
  folder: vscode.WorkspaceFolder | undefined,
): Promise<vscode.DebugConfiguration | undefined> {
  const found = await findPackageToRun(folder);
  if (!found) return undefined;
  return {
    name: found.name,
    type: DEBUG_TYPE,
    request: 'launch',
    mode: found.mode,
    program: found.program,
  };
}

function hostArguments(folder: vscode.WorkspaceFolder | undefined): HostArguments {
  const settings = vscode.workspace.getConfiguration(undefined, folder);
  const dlvPath = settings.get(setting.dlvPath, '');
  const goPath = settings.get(setting.goPath, '');
  return {
    ...(dlvPath !== '' && { __dlvPath: dlvPath }),
    ...(goPath !== '' && { __goPath: goPath }),
    __keepStepInGoroutine: settings.get(setting.keepStepInGoroutine, true),
    __workspaceFolders: (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath),
    __substitutePath: settings.get<readonly { from: string; to: string }[]>(
      setting.substitutePath,
      [],
    ),
  };
}

/** A number, a numeric string, or the name of a program that runs exactly once. */
async function resolveProcess(processId: unknown, log: Log): Promise<number | undefined> {
  if (typeof processId === 'number' && processId > 0) return processId;
  if (typeof processId !== 'string' || processId === '') return undefined;
  if (/^\d+$/.test(processId)) return Number(processId);
  try {
    return await findProcessByName(processId);
  } catch (error) {
    log.warn(`process "${processId}": ${messageOf(error)}`);
    await showError(messageOf(error), []);
    return undefined;
  }
}
