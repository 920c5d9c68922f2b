/** Makes a forgotten case of a union a compile error. Throws when data from outside breaks the type. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value ${JSON.stringify(value)}`);
}

/** The value, or a bug report with `what` when it is missing. For invariants, never for input. */
export function present<T>(value: T | undefined | null, what: string): T {
  if (value === undefined || value === null) throw new Error(`bug: ${what} is missing`);
  return value;
}
