/** `rule.go:44`; the file as a profile names it may have slashes of either kind. */
export function placeText(file: string, line: number): string {
  return line > 0 ? `${fileName(file)}:${line}` : fileName(file);
}

export function fileName(file: string): string {
  return file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
}
