import { expect, test } from 'vitest';
import { selectedPath } from '../../../webview/flame/path.ts';
import { frameText } from '../../../webview/flame/frame-tree.ts';
import { indexFrames } from '../../../webview/flame/geometry.ts';
import { drawnWindow, frameOf } from './drawn-window.ts';

const ZOOMED = {
  ...drawnWindow(`
    net/http.serve@4 80
      main.read@5 20`),
  profileTotal: 100,
  path: [
    { node: 0, name: 'all' },
    { node: 4, name: 'net/http.serve' },
  ],
};

function checkPath(node: number | null, steps: string): void {
  const path = selectedPath(ZOOMED, indexFrames(ZOOMED), node);
  expect(path.map(({ node: step }) => step).join(' ')).toBe(steps);
}

test('the path goes from the root of the profile through the root of the view', () => {
  checkPath(5, '0 4 5');
  checkPath(4, '0 4');
});

test('without a selection in the view it ends at the root of the view', () => {
  checkPath(null, '0 4');
  checkPath(99, '0 4');
});

test('frames in words', () => {
  const words = { rootLabel: 'all', unit: 'nanoseconds' };
  expect(frameText(ZOOMED, frameOf(ZOOMED, 'main.read'), words)).toBe(
    'main.read, total 20 ns, 20.0 %, self 0 ns',
  );
});
