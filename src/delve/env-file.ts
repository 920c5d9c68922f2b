const LINE = /^\s*(?:export\s+)?([\w.-]+)\s*=\s*(.*?)\s*$/;

/**
 * Variables of a `.env` file as launch configurations of Go extensions know them: `KEY=value`, optional `export`,
 * optional quotes, `\n` in double quotes, `${OTHER}` from earlier lines or `environment`, `\$` for a dollar.
 */
export function parseEnvFile(
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const match = LINE.exec(line);
    const name = match?.[1];
    if (name === undefined) continue;
    const value = unquoted(match?.[2] ?? '');
    variables[name] = value
      .replaceAll(/(?<!\\)\$\{([A-Za-z]\w*)\}/g, (_, other: string) => {
        return variables[other] ?? environment[other] ?? '';
      })
      .replaceAll('\\$', '$');
  }
  return variables;
}

function unquoted(value: string): string {
  const isDouble = value.length > 1 && value.startsWith('"') && value.endsWith('"');
  const text = isDouble ? value.replaceAll('\\n', '\n') : value;
  return text.replace(/^['"]/, '').replace(/['"]$/, '');
}
