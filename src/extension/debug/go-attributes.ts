/** A configuration written for the Go extension, in our terms, and what of it has no effect here. */
export interface AdoptedConfiguration {
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly notices: readonly string[];
}

interface Substitution {
  readonly from: string;
  readonly to: string;
}

/**
 * Reads attributes that only the Go extension has: `remotePath` becomes the first substitution of paths, as it did
 * there; what cannot be done is said instead of silently ignored. `root` is the folder that `remotePath` mirrors.
 */
export function adoptGoAttributes(
  configuration: Readonly<Record<string, unknown>>,
  root: string | undefined,
): AdoptedConfiguration {
  const notices: string[] = [];
  const { remotePath, console: terminal, asRoot, ...rest } = configuration;
  if (typeof terminal === 'string' && terminal !== 'internalConsole') {
    notices.push(
      `"console": "${terminal}" has no effect: output goes to the Debug Console. A program that reads its standard input takes it from the file named by "stdinFrom", or runs in a terminal under dlv --headless, to which you attach.`,
    );
  }
  if (asRoot === true) {
    notices.push('"asRoot" has no effect: start dlv --headless as root and attach to it.');
  }
  if (rest['debugAdapter'] === 'legacy') {
    notices.push(
      '"debugAdapter": "legacy" has no effect: there is one adapter, and it speaks DAP.',
    );
  }
  const from = typeof rest['cwd'] === 'string' && rest['cwd'] !== '' ? rest['cwd'] : root;
  if (typeof remotePath !== 'string' || remotePath === '' || from === undefined) {
    return { configuration: rest, notices };
  }
  const first: Substitution = { from, to: remotePath };
  const others: unknown = rest['substitutePath'];
  const substitutePath = [first, ...(Array.isArray(others) ? others : [])];
  return { configuration: { ...rest, substitutePath }, notices };
}
