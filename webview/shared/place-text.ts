/** `notifier.go:97`; empty when not known. */
export function placeText(file: string, line: number): string {
  const base = file.split(/[\\/]/).at(-1) ?? '';
  return base === '' || line === 0 ? base : `${base}:${line}`;
}
