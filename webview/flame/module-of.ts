import { codeKind } from '../../src/base/go-symbol.ts';

/** Hosts whose module paths have an owner and a repository. */
const FORGES = /^(?:github|gitlab|bitbucket|gitee|codeberg)\./;

/** The standard library and the runtime, which come with Go. */
const GO_MODULE = 'Go';

/**
 * The module a package belongs to: the innermost of those that are known, else as far as its path tells: `github.com/go-chi/chi/v5/middleware` is of
 * `github.com/go-chi/chi`, `golang.org/x/net/http2` of `golang.org/x/net`. A path without a host (`shop/api`) is of
 * its first element.
 */
export function moduleOf(packagePath: string, modules: readonly string[]): string {
  const known = modules.filter(
    (module) => packagePath === module || packagePath.startsWith(`${module}/`),
  );
  if (known.length > 0) return known.reduce((a, b) => (b.length > a.length ? b : a));
  const elements = packagePath.split('/');
  const first = elements[0] ?? '';
  if (!first.includes('.')) {
    const kind = codeKind(packagePath, 'not known', []);
    return kind === 'std' || kind === 'runtime' ? GO_MODULE : first;
  }
  const length = FORGES.test(first) || elements[1] === 'x' ? 3 : 2;
  return elements.slice(0, length).join('/');
}
