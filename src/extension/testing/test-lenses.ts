import * as vscode from 'vscode';
import { Disposables } from '../../base/disposables.ts';
import { command, setting } from '../../protocol/contributions.ts';
import { TEST_PROFILES, testFunctions } from './test-functions.ts';
import type { TestFunction, TestProfile } from './test-functions.ts';

/** What a lens runs. */
export interface ProfileTestArguments {
  readonly uri: string;
  readonly test: TestFunction;
  readonly profile: TestProfile;
}

/** `profile cpu | mem | block | mutex | trace` above tests and benchmarks. */
export class TestLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #disposables = new Disposables();
  readonly #changed = this.#disposables.add(new vscode.EventEmitter<void>());
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor() {
    this.#disposables.addAll(
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(setting.testLenses)) this.#changed.fire();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#changed.fire()),
      vscode.languages.registerCodeLensProvider(
        { language: 'go', scheme: 'file', pattern: '**/*_test.go' },
        this,
      ),
    );
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    // A test is code of the workspace: it does not run before the workspace is trusted.
    if (!vscode.workspace.isTrusted) return [];
    if (!vscode.workspace.getConfiguration().get(setting.testLenses, true)) return [];
    const uri = document.uri.toString();
    return testFunctions(document.getText()).flatMap((test) => {
      const range = new vscode.Range(test.line, 0, test.line, 0);
      const lenses = TEST_PROFILES.map((profile, index) => {
        const title = index === 0 ? vscode.l10n.t('profile {0}', profile) : profile;
        const argument: ProfileTestArguments = { uri, test, profile };
        return new vscode.CodeLens(range, {
          command: command.profileTest,
          title,
          tooltip: vscode.l10n.t('Run {0} alone and record: {1}', test.name, profile),
          arguments: [argument],
        });
      });
      return test.kind === 'benchmark' ? [...lenses, revisionLens(range, { uri, test })] : lenses;
    });
  }

  dispose(): void {
    this.#disposables.dispose();
  }
}

function revisionLens(
  range: vscode.Range,
  argument: Pick<ProfileTestArguments, 'uri' | 'test'>,
): vscode.CodeLens {
  return new vscode.CodeLens(range, {
    command: command.compareRevisions,
    title: vscode.l10n.t('compare revisions…'),
    tooltip: vscode.l10n.t('Run {0} at two revisions and compare', argument.test.name),
    arguments: [argument],
  });
}
