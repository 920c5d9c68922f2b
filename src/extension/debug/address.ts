export interface Address {
  readonly host: string;
  readonly port: number;
}

/** `host:port`, `[v6]:port`, `:port` and a bare port; undefined for anything else. */
export function parseAddress(text: string): Address | undefined {
  const match = /^(?:(?:\[([0-9a-fA-F:.]+)\]|([^\s:[\]/]*)):)?(\d{1,5})$/.exec(text.trim());
  const port = Number(match?.[3]);
  if (!match || port < 1 || port > 65_535) return undefined;
  return {
    host: match[1] ?? (match[2] === undefined || match[2] === '' ? '127.0.0.1' : match[2]),
    port,
  };
}
