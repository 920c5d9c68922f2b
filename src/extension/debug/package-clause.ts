/** True when the first clause that is not a comment says `package main`. */
export function isPackageMain(text: string): boolean {
  const withoutComments = text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '');
  return /^\s*package\s+main\b/.test(withoutComments);
}
