import { expect, test } from 'vitest';
import type { TraceFlame } from '../../../src/protocol/timeline.ts';
import { frameBeside } from '../../../webview/timeline/flame-steps.ts';

/*
 * 0 main.............
 * 1 serve.... 2 gc...
 * 3 read 4 w
 */
const flame: TraceFlame = {
  source: 'stacks',
  weight: 1,
  length: 5,
  row: Uint16Array.of(0, 1, 1, 2, 2),
  x: Float64Array.of(0, 0, 0.6, 0, 0.4),
  width: Float64Array.of(1, 0.6, 0.4, 0.4, 0.2),
  place: [],
  depth: 3,
};
const step = (frame: number, key: string): number => frameBeside(flame, frame, `Arrow${key}`);

test('arrows go to the widest callee, to the caller, and along the row', () => {
  expect(step(-1, 'Down')).toBe(0);
  expect([step(0, 'Down'), step(1, 'Down'), step(2, 'Down')]).toEqual([1, 3, -1]);
  expect([step(4, 'Up'), step(2, 'Up'), step(0, 'Up')]).toEqual([1, 0, -1]);
  expect([step(1, 'Right'), step(2, 'Left'), step(2, 'Right')]).toEqual([2, 1, -1]);
  expect(frameBeside(flame, 0, 'a')).toBe(-1);
});
