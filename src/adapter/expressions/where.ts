/** `where:` splits a filter: what stands before it is the panel's filter language, all after it a Go condition. */
export interface SplitFilter {
  readonly filter: string;
  readonly where: string;
}

export function splitWhere(text: string): SplitFilter {
  const match = /(^|\s)where:/.exec(text);
  if (!match) return { filter: text, where: '' };
  return {
    filter: text.slice(0, match.index),
    where: text.slice(match.index + match[0].length).trim(),
  };
}
