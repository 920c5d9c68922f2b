import type { Timeline } from '../../trace/index.ts';

/** 1 for each stack with a frame in the function, or at the line of a file whose path ends like this. */
export function stacksWith({ stacks, frames, strings }: Timeline, place: string): Uint8Array {
  const [, file, line] = /^(.+\.go):(\d+)$/.exec(place) ?? [];
  const isFrame = (frame: number): boolean => {
    if (file === undefined) return strings[frames.function[frame] ?? 0] === place;
    const path = strings[frames.file[frame] ?? 0] ?? '';
    const isFile = path === file || path.endsWith(`/${file}`);
    return isFile && frames.line[frame] === Number(line);
  };
  const found = new Uint8Array(stacks.length);
  for (let stack = 1; stack < stacks.length; stack++) {
    const own = stacks.frame.subarray(stacks.start[stack], stacks.start[stack + 1]);
    if (own.some(isFrame)) found[stack] = 1;
  }
  return found;
}
