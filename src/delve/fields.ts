/**
 * Splits a flag string as cmd/go does (cmd/internal/quoted): fields separated by white space; a field that begins
 * with ' or " runs to the same quote; there are no escapes.
 */
export function splitQuotedFields(text: string): string[] {
  const fields: string[] = [];
  let rest = text.trimStart();
  while (rest !== '') {
    const quote = rest[0];
    if (quote === '"' || quote === "'") {
      const end = rest.indexOf(quote, 1);
      if (end < 0) throw new Error(`unterminated ${quote} in flags: ${text}`);
      fields.push(rest.slice(1, end));
      rest = rest.slice(end + 1).trimStart();
    } else {
      const field = /^\S+/.exec(rest)?.[0] ?? rest;
      fields.push(field);
      rest = rest.slice(field.length).trimStart();
    }
  }
  return fields;
}

/** The other way. A field with both kinds of quotes cannot be written. */
export function joinQuotedFields(fields: readonly string[]): string {
  const quoted = fields.map((field) => {
    if (field !== '' && !/[\s'"]/.test(field)) return field;
    return field.includes('"') ? `'${field}'` : `"${field}"`;
  });
  return quoted.join(' ');
}
