/** A number or string that may not be mixed up with another kind of number or string. */
export type Brand<T, Name extends string> = T & { readonly __brand: Name };

/** Nanoseconds, as a double: exact below 2^53 (104 days). */
export type Nanos = Brand<number, 'nanos'>;

/** Names a plain number as nanoseconds; no conversion, nothing is lost. */
export function nanos(value: number): Nanos {
  return value as Nanos; // A brand exists only in the type system.
}

/** Exact: Go writes wait times of dumps in whole minutes. */
export function nanosFromMinutes(minutes: number): Nanos {
  return nanos(minutes * 60e9);
}
