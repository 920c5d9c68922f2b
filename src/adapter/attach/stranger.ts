/** What listens where a dlv should, told from the first bytes it sent. */
export type Stranger =
  /** Took the connection and closed it without a word. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'web-server' }
  | { readonly kind: 'other'; readonly words: string };

/** Enough to know a protocol by. */
export const FIRST_BYTES = 64;

/** `bytes` are the first ones that came, at most a few; none when the connection was just closed. */
export function recognise(bytes: Buffer): Stranger {
  if (bytes.length === 0) return { kind: 'closed' };
  const text = bytes.toString('latin1', 0, FIRST_BYTES);
  if (/^HTTP\/\d/.test(text) || /^<(?:!doctype|html)/i.test(text)) return { kind: 'web-server' };
  if (text.startsWith('SSH-')) return { kind: 'other', words: 'an SSH server answers there' };
  // A TLS record of type alert or handshake, version 3.x.
  if ((bytes[0] === 0x15 || bytes[0] === 0x16) && bytes[1] === 3) {
    return { kind: 'other', words: 'a TLS server answers there' };
  }
  const line = text.split(/[\r\n]/, 1)[0] ?? '';
  const isReadable = line.length > 0 && /^[\x20-\x7e]+$/.test(line);
  const words = isReadable ? `it answers "${line.slice(0, 40)}"` : 'it answers with binary data';
  return { kind: 'other', words };
}
