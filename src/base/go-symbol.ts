/** Whose code a function is; decides colours, the user frame, and what is folded away. */
export type CodeKind = 'own' | 'dependency' | 'std' | 'runtime';

export interface GoSymbol {
  /** Import path: `github.com/go-chi/chi/v5`, `main`, `net/http`. */
  readonly packagePath: string;
  /** What follows the package and its dot: `(*Server).Serve.func1`. */
  readonly name: string;
}

/**
 * Splits a linker symbol name. The package ends at the first dot after the last slash that stands before any
 * bracket or parenthesis; dots in the last path element are written as %2e (cmd/internal/objabi, Go 1.26).
 */
export function parseGoSymbol(symbol: string): GoSymbol {
  let end = symbol.length;
  const bracket = symbol.search(/[([{]/);
  if (bracket >= 0) end = bracket;
  const slash = symbol.lastIndexOf('/', end);
  const dot = symbol.indexOf('.', slash + 1);
  if (dot <= 0 || (dot > end && bracket === 0)) return { packagePath: '', name: symbol };
  return {
    packagePath: symbol.slice(0, dot).replaceAll('%2e', '.'),
    name: symbol.slice(dot + 1),
  };
}

/** `orders.(*Notifier).Subscribe.func1`: the last path element of the package and the name. */
export function shortSymbol(symbol: string): string {
  const { packagePath, name } = parseGoSymbol(symbol);
  return packagePath === '' ? name : `${lastElement(packagePath)}.${name}`;
}

/** The package name a reader says: major version suffixes (`/v5`) belong to the path, not to the name. */
export function lastElement(packagePath: string): string {
  const elements = packagePath.split('/');
  const last = elements.at(-1) ?? '';
  if (/^v\d+$/.test(last) && elements.length > 1) return elements.at(-2) ?? last;
  return last;
}

/**
 * Own: in one of the workspace's modules, or package main where no module is known. Runtime: the scheduler,
 * memory and system-call layer. Everything with a dot in its first element or a version in its file is a
 * dependency; the rest is the standard library.
 */
export function codeKind(
  packagePath: string,
  file: string,
  ownModules: readonly string[],
): CodeKind {
  for (const module of ownModules) {
    if (packagePath === module || packagePath.startsWith(`${module}/`)) return 'own';
  }
  const first = packagePath.split('/', 1)[0] ?? '';
  if (isRuntimePackage(packagePath)) return 'runtime';
  if (packagePath === 'main' || packagePath.endsWith('.test')) return 'own';
  if (file.includes('@v') || file.includes('/vendor/')) return 'dependency';
  if (first.includes('.')) return ownModules.length === 0 ? 'own' : 'dependency';
  if (packagePath === '') return 'runtime';
  return isStandardLibrary(file, first) ? 'std' : 'own';
}

function isRuntimePackage(packagePath: string): boolean {
  return (
    packagePath === 'runtime' ||
    packagePath === 'syscall' ||
    packagePath.startsWith('runtime/internal/') ||
    packagePath.startsWith('internal/runtime/')
  );
}

/** A path without a dot may still be a private module (`shop/api`): then its file names no standard package. */
function isStandardLibrary(file: string, firstElement: string): boolean {
  return file === '' || STANDARD_ROOTS.has(firstElement);
}

/** First path elements of the standard library, Go 1.26 (`go list std`). */
const STANDARD_ROOTS: ReadonlySet<string> = new Set(
  (
    'archive arena bufio bytes cmp compress container context crypto database debug embed encoding errors ' +
    'expvar flag fmt go hash html image index internal io iter log maps math mime net os path plugin reflect ' +
    'regexp runtime slices sort strconv strings structs sync syscall testing text time unicode unique unsafe vendor weak'
  ).split(' '),
);
