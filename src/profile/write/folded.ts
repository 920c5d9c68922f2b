import type { Profile } from '../model.ts';
import type { StackValues } from '../stack-values.ts';

/** `main;serve;read 12`: a line per stack, the root first, as flame graph scripts read them. */
export function* foldedStacks(
  { stacks, frames, functions }: Profile,
  { value, magnitude }: StackValues,
): Iterable<string> {
  // A name must not end a frame or a line.
  const names = functions.names.map((name) => name.replaceAll(/[;\r\n]/g, ' '));
  for (let stack = 0; stack < stacks.length; stack++) {
    if (magnitude[stack] === 0) continue;
    const parts: string[] = [];
    for (let k = (stacks.start[stack + 1] ?? 0) - 1; k >= (stacks.start[stack] ?? 0); k--) {
      parts.push(names[frames.function[stacks.frame[k] ?? 0] ?? 0] ?? '');
    }
    yield `${parts.join(';')} ${value[stack]}`;
  }
}
