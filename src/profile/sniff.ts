/** True for gzip data: callers inflate it before they call `parseProfile`. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** What bytes that are no profile seem to be: `a web page`; null when there is no telling. */
export function describeForeign(bytes: Uint8Array): string | null {
  if (bytes.length === 0) return 'an empty file';
  if (isGzip(bytes)) return 'gzip data that was not inflated';
  const head = new TextDecoder().decode(bytes.subarray(0, 256));
  for (const [pattern, description] of SIGNATURES) if (pattern.test(head)) return description;
  return isText(head) ? 'text' : null;
}

const SIGNATURES: readonly (readonly [RegExp, string])[] = [
  [/^go 1\.\d+ trace\0/, 'an execution trace'],
  [/^\s*<(!doctype html|html|head|body)/i, 'a web page'],
  [/^\s*<\?xml/, 'an XML document'],
  [/^\s*[{[]\s*["{[\]}]/, 'JSON'],
  [/^\x7fELF/, 'an executable (ELF)'],
  [/^MZ/, 'an executable (Windows)'],
  [/^PK[^\w\s]/, 'a ZIP archive'],
  [/^PERFILE2/, 'perf data'],
  [/^FLR\0/, 'a Java flight recording'],
];

function isText(head: string): boolean {
  for (let at = 0; at < head.length; at++) {
    const code = head.charCodeAt(at);
    // Text has no control characters but tab, line feed and carriage return; U+FFFD stands for broken UTF-8.
    if (code < 32 ? code !== 9 && code !== 10 && code !== 13 : code === 127 || code === 0xfffd) {
      return false;
    }
  }
  return true;
}
