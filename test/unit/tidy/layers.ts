/** The fence between the folders: the table in ARCHITECTURE.md is the rule, the imports in the sources are the facts. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';

export interface Layer {
  readonly imports: readonly string[];
  /** Some of `none`, `node`, `DOM`, `vscode`. */
  readonly platform: readonly string[];
}

/** Layers by folder, in the notation of the table: `base`, `webview/flame`. */
export type Layers = ReadonlyMap<string, Layer>;

/** Cores are used through their front door only. */
const CORES = ['profile', 'trace', 'goroutines', 'condition', 'sourcepath'];

/** Packages that are the editor itself, or that reach it. */
const EDITOR = /^(vscode|vscode-languageclient(\/.*)?)$/;
const PLATFORM_PACKAGES = /^(vscode-languageserver|@vscode\/)/;

/** Reads the rows `| folder | may import | platform |`. */
export function layersOf(architecture: string): Layers {
  const rows = architecture.matchAll(/^\| *([a-z/]+) *\| *([^|]+?) *\| *([^|]+?) *\|$/gm);
  const layers = new Map<string, Layer>();
  for (const [, folder = '', imports = '', platform = ''] of rows) {
    if (folder !== 'folder' && folder !== 'package') {
      layers.set(folder, {
        imports: imports.match(/[a-z]+(?:\/[a-z]+)?(?![a-z)])/g) ?? [],
        platform: platform.split(', '),
      });
    }
  }
  return layers;
}

/** Every import that the table does not allow, as `file: import: reason`. */
export function violations(root: string, layers: Layers): string[] {
  return ['src', 'webview'].flatMap((top) =>
    typescriptFiles(join(root, top)).flatMap((path) => {
      const file = relative(root, path).split(sep).join('/');
      return importsOf(readFileSync(path, 'utf8')).flatMap((name) => {
        const reason = objection(file, name, layers);
        return reason === undefined ? [] : [`${file}: ${name}: ${reason}`];
      });
    }),
  );
}

/** TypeScript files below a folder, in a stable order. */
export function typescriptFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function objection(file: string, name: string, layers: Layers): string | undefined {
  const own = layerOf(file);
  const layer = layers.get(own);
  if (layer === undefined) return `${own} is not in the table`;
  if (!name.startsWith('.')) return packageObjection(name, layer);
  const target = posix.join(dirname(file), name);
  const other = layerOf(target);
  if (other === own) return undefined;
  if (!layer.imports.includes(other)) return `${own} may not import ${other}`;
  if (CORES.includes(other) && target !== `src/${other}/index.ts`)
    return `${other} is used through its index.ts`;
  return undefined;
}

function packageObjection(name: string, { platform }: Layer): string | undefined {
  const editor = platform.includes('vscode');
  if (EDITOR.test(name)) return editor ? undefined : 'only the extension knows the editor';
  const needsNode = name.startsWith('node:') || PLATFORM_PACKAGES.test(name);
  return needsNode && !platform.includes('node')
    ? `the platform here is ${platform.join(', ')}`
    : undefined;
}

/** `src/profile/wire.ts` belongs to `profile`, `webview/flame/main.ts` to `webview/flame`. */
function layerOf(file: string): string {
  const [top = '', folder = ''] = file.split('/');
  return top === 'src' ? folder : `${top}/${folder}`;
}

/** Static, dynamic and re-exporting imports; comments are taken out first. */
function importsOf(source: string): string[] {
  const code = source.replaceAll(/\/\*.*?\*\/|^\s*\/\/.*$/gms, '');
  return [...code.matchAll(/(?:\bfrom|\bimport\s*\(|\bimport|\brequire\s*\()\s*'([^'\n]+)'/g)].map(
    ([, name = '']) => name,
  );
}
