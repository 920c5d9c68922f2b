import type { Timeline } from '../../trace/index.ts';

/** 1 for each stack with a frame in the function, or at the line of a file whose path ends like this. */
export function stacksWith(timeline: Timeline, place: string): Uint8Array {
  const { stacks } = timeline;
  const isFrame = frameTest(timeline, place);
  const found = new Uint8Array(stacks.length);
  for (let stack = 1; stack < stacks.length; stack++) {
    const own = stacks.frame.subarray(stacks.start[stack], stacks.start[stack + 1]);
    if (own.some(isFrame)) found[stack] = 1;
  }
  return found;
}

/** The same for the frame that a stack begins with. */
export function stacksAt(timeline: Timeline, place: string): Uint8Array {
  const { stacks } = timeline;
  const isFrame = frameTest(timeline, place);
  const found = new Uint8Array(stacks.length);
  for (let stack = 1; stack < stacks.length; stack++) {
    if (isFrame(stacks.frame[stacks.start[stack] ?? 0] ?? 0)) found[stack] = 1;
  }
  return found;
}

function frameTest({ frames, strings }: Timeline, place: string): (frame: number) => boolean {
  const [, file, line] = /^(.+\.go):(\d+)$/.exec(place) ?? [];
  return (frame) => {
    if (file === undefined) return strings[frames.function[frame] ?? 0] === place;
    const path = strings[frames.file[frame] ?? 0] ?? '';
    const isFile = path === file || path.endsWith(`/${file}`);
    return isFile && frames.line[frame] === Number(line);
  };
}
