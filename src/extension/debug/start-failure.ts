import * as vscode from 'vscode';
import type { StartFailure, StartFailureCode } from '../../protocol/debug-session.ts';
import { command, setting } from '../../protocol/contributions.ts';
import { showError } from '../notify.ts';
import type { Action } from '../notify.ts';
import { copyCommand, copyInstall } from './copy-command.ts';
import { installDlv } from './install-dlv.ts';

interface FailedStart {
  readonly session: vscode.DebugSession;
  readonly failure: StartFailure;
  readonly log: { show(): void };
}

/** Shows why a session did not start, with the button that helps. */
export async function showStartFailure(
  session: vscode.DebugSession,
  failure: StartFailure,
  log: { show(): void },
): Promise<void> {
  await showError(failure.message, ACTIONS[failure.code]({ session, failure, log }));
}

/** Every code has its buttons: a new code does not compile without them. */
const ACTIONS: Record<StartFailureCode, (start: FailedStart) => readonly Action[]> = {
  'dlv-missing': (start) => [install(start, 'Install dlv'), openSetting(setting.dlvPath)],
  'dlv-failed': (start) => [showLog(start)],
  'go-missing': () => [openSetting(setting.goPath)],
  'go-version': (start) => [
    install(start, 'Update dlv'),
    again(start, vscode.l10n.t('Debug anyway'), ({ dlvFlags, ...rest }) => ({
      ...rest,
      dlvFlags: [...(Array.isArray(dlvFlags) ? dlvFlags : []), '--check-go-version=false'],
    })),
  ],
  'build-failed': () => [
    {
      title: vscode.l10n.t('Show build output'),
      run: () => vscode.commands.executeCommand('workbench.debug.action.toggleRepl'),
    },
  ],
  'program-missing': () => [openLaunchJson()],
  'port-taken': (start) => [
    again(start, vscode.l10n.t('Use a free port'), (configuration) => {
      const { port: _port, ...rest } = configuration;
      return rest;
    }),
  ],
  'connection-refused': (start) => [tryAgain(start), changeAddress()],
  'connection-closed': (start) => [tryAgain(start), copyCommand()],
  'connection-lost': (start) => [tryAgain(start)],
  'host-unknown': () => [changeAddress()],
  'not-a-dlv': () => [changeAddress()],
  'web-server': () => [changeAddress()],
  'dlv-other-client': (start) => [tryAgain(start)],
  'dlv-too-old': () => [copyInstall()],
  'program-ended': (start) => [tryAgain(start), copyCommand()],
  'dlv-busy': (start) => [copyCommand(), tryAgain(start)],
  'dlv-dap-only': () => [copyCommand()],
  'process-gone': (start) => [
    again(start, vscode.l10n.t('Pick another process'), (configuration) => ({
      ...configuration,
      processId: '${command:pickProcess}',
    })),
  ],
  'not-permitted': (start) => [showLog(start)],
  'tunnel-program': (start) => [tryAgain(start)],
  'tunnel-login': (start) => [...logInBySsh(start), tryAgain(start)],
  'tunnel-target': (start) => [tryAgain(start), changeAddress()],
  'tunnel-refused': (start) => [tryAgain(start), showLog(start)],
  'tunnel-other': (start) => [showLog(start), tryAgain(start)],
  'bad-configuration': () => [openLaunchJson()],
};

function install(start: FailedStart, title: 'Install dlv' | 'Update dlv'): Action {
  return {
    title: title === 'Install dlv' ? vscode.l10n.t('Install dlv') : vscode.l10n.t('Update dlv'),
    run: async () => {
      if (await installDlv()) await restart(start.session, (configuration) => configuration);
    },
  };
}

function tryAgain(start: FailedStart): Action {
  return again(start, vscode.l10n.t('Try again'), (configuration) => configuration);
}

function again(
  { session }: FailedStart,
  title: string,
  change: (configuration: vscode.DebugConfiguration) => object,
): Action {
  return { title, run: () => restart(session, change) };
}

async function restart(
  session: vscode.DebugSession,
  change: (configuration: vscode.DebugConfiguration) => object,
): Promise<void> {
  const { name, type, request } = session.configuration;
  await vscode.debug.startDebugging(session.workspaceFolder, {
    ...change(session.configuration),
    name,
    type,
    request,
  });
}

function changeAddress(): Action {
  return {
    title: vscode.l10n.t('Change address'),
    run: () => vscode.commands.executeCommand(command.attachToDlv),
  };
}

/** ssh in a terminal may ask what ssh in a tunnel must not: for a passphrase, or whether to trust a host. */
function logInBySsh({ session, failure }: FailedStart): Action[] {
  const tunnel: unknown = session.configuration['tunnel'];
  if (typeof tunnel !== 'object' || tunnel === null || !('type' in tunnel)) return [];
  if (tunnel.type !== 'ssh') return [];
  const options: unknown = 'options' in tunnel ? tunnel.options : [];
  const shellArgs = [...(Array.isArray(options) ? options.map(String) : []), '--', failure.subject];
  return [
    {
      title: vscode.l10n.t('Log in by terminal'),
      run: () => {
        const name = `ssh ${failure.subject}`;
        vscode.window.createTerminal({ name, shellPath: 'ssh', shellArgs }).show();
      },
    },
  ];
}

function showLog({ log }: FailedStart): Action {
  return { title: vscode.l10n.t('Show log'), run: () => log.show() };
}

function openSetting(id: string): Action {
  return {
    title: vscode.l10n.t('Set path'),
    run: () => vscode.commands.executeCommand('workbench.action.openSettings', id),
  };
}

function openLaunchJson(): Action {
  return {
    title: vscode.l10n.t('Open launch.json'),
    run: () => vscode.commands.executeCommand('workbench.action.debug.configure'),
  };
}
