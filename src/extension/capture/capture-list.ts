import * as vscode from 'vscode';
import { Disposables } from '../../base/disposables.ts';
import { command } from '../../protocol/contributions.ts';
import { captureName, dayOf, timeOf } from './capture-name.ts';
import type { CaptureName } from './capture-name.ts';

/** One file of the capture folder. */
export interface CaptureFile extends CaptureName {
  readonly uri: vscode.Uri;
}

/** All captures of one kind from one program, newest first. */
interface Series {
  readonly name: string;
  readonly files: readonly CaptureFile[];
}

/** The capture folder as a list of series; follows what is written to the folder. */
export class CaptureList
  implements vscode.TreeDataProvider<Series | CaptureFile>, vscode.Disposable
{
  readonly #folder: () => string;
  readonly #disposables = new Disposables();
  readonly #changed = this.#disposables.add(new vscode.EventEmitter<void>());
  readonly onDidChangeTreeData = this.#changed.event;
  #watched = '';
  #watcher: vscode.Disposable | undefined;

  constructor(folder: () => string) {
    this.#folder = folder;
    this.#disposables.addAll(
      vscode.workspace.onDidChangeConfiguration(() => this.#changed.fire()),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.#changed.fire()),
      { dispose: () => this.#watcher?.dispose() },
    );
  }

  async getChildren(element?: Series | CaptureFile): Promise<(Series | CaptureFile)[]> {
    if (element) return 'files' in element ? [...element.files] : [];
    this.#watch();
    const names = await vscode.workspace.fs
      .readDirectory(vscode.Uri.file(this.#folder()))
      .then(undefined, () => []); // There is no folder before the first capture.
    const series = new Map<string, CaptureFile[]>();
    for (const [name] of names) {
      const file = this.#fileOf(name);
      if (!file) continue;
      const key = `${file.title} · ${file.host}`;
      const files = series.get(key);
      if (files) files.push(file);
      else series.set(key, [file]);
    }
    return [...series]
      .map(([name, files]) => ({ name, files: files.sort(newestFirst) }))
      .sort((a, b) => a.name.localeCompare(b.name));
  }

  /** The capture before one, of the same kind from the same program. */
  async previous({ uri }: CaptureFile): Promise<CaptureFile | undefined> {
    for (const series of await this.getChildren()) {
      const files = 'files' in series ? series.files : [];
      const at = files.findIndex((file) => file.uri.fsPath === uri.fsPath);
      if (at >= 0) return files[at + 1];
    }
    return undefined;
  }

  getTreeItem(element: Series | CaptureFile): vscode.TreeItem {
    if ('files' in element) {
      const item = new vscode.TreeItem(element.name, vscode.TreeItemCollapsibleState.Expanded);
      item.description = String(element.files.length);
      item.contextValue = `series.${element.files[0]?.format ?? 'none'}`;
      return item;
    }
    const { stamp, uri, format, revision } = element;
    const item = new vscode.TreeItem(timeOf(stamp));
    item.resourceUri = uri;
    item.description = revision === '' ? dayOf(stamp) : `${dayOf(stamp)} · ${revision}`;
    item.iconPath = new vscode.ThemeIcon(ICONS[format]);
    item.contextValue = `capture.${format}`;
    item.tooltip = uri.fsPath;
    item.command = {
      command: command.openCapture,
      title: vscode.l10n.t('Open'),
      arguments: [element],
    };
    return item;
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #fileOf(name: string): CaptureFile | undefined {
    const known = captureName(name);
    return known
      ? { ...known, uri: vscode.Uri.joinPath(vscode.Uri.file(this.#folder()), name) }
      : undefined;
  }

  #watch(): void {
    const folder = this.#folder();
    if (folder === this.#watched) return;
    this.#watched = folder;
    this.#watcher?.dispose();
    const pattern = new vscode.RelativePattern(vscode.Uri.file(folder), '*');
    const watcher = vscode.workspace.createFileSystemWatcher(pattern, false, true, false);
    watcher.onDidCreate(() => this.#changed.fire());
    watcher.onDidDelete(() => this.#changed.fire());
    this.#watcher = watcher;
  }
}

/** The files of a series of captures; none for anything else. */
export function filesOf(item: unknown): readonly unknown[] {
  const isSeries = typeof item === 'object' && item !== null && 'files' in item;
  return isSeries && Array.isArray(item.files) ? item.files : [];
}

const ICONS = { pprof: 'flame', trace: 'pulse', text: 'list-tree' } as const;

function newestFirst(a: CaptureFile, b: CaptureFile): number {
  return b.stamp.localeCompare(a.stamp);
}
