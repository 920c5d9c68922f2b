/** A folder here and what the program calls it. */
export interface PathRule {
  readonly from: string;
  readonly to: string;
}

/** As JSON-RPC takes rules: what the program says first. */
export function rpcRules(rules: readonly PathRule[]): readonly (readonly [string, string])[] {
  return rules.map(({ from, to }) => [to, from] as const);
}

/** The client's name of a file of the program. */
export function clientPath(path: string, rules: readonly PathRule[]): string {
  for (const { from, to } of rules) {
    if (to === '' ? !/^([/\\]|\w:)/.test(path) : path.startsWith(to)) {
      const rest = path.slice(to.length);
      const separator = from.endsWith('/') || /^[/\\]/.test(rest) ? '' : '/';
      if (to === '' || to.endsWith('/') || /^[/\\]/.test(rest)) return from + separator + rest;
    }
  }
  return path;
}
