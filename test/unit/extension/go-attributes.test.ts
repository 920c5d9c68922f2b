import { expect, test } from 'vitest';
import { adoptGoAttributes } from '../../../src/extension/debug/go-attributes.ts';

const ATTACH = { type: 'delvescope', request: 'attach', mode: 'remote' };

test('remotePath is the first substitution', () => {
  const own = [{ from: '/mod', to: '/go/pkg/mod' }];
  const { configuration, notices } = adoptGoAttributes(
    { ...ATTACH, remotePath: '/app', substitutePath: own },
    '/home/me/shop',
  );
  expect(configuration).toEqual({
    ...ATTACH,
    substitutePath: [{ from: '/home/me/shop', to: '/app' }, ...own],
  });
  expect(notices).toEqual([]);
});

test('cwd says which folder remotePath mirrors', () => {
  const { configuration } = adoptGoAttributes(
    { ...ATTACH, remotePath: '/app', cwd: '/src' },
    '/ws',
  );
  expect(configuration['substitutePath']).toEqual([{ from: '/src', to: '/app' }]);
});

test.each([
  [{ console: 'integratedTerminal' }, /stdinFrom/],
  [{ asRoot: true }, /as root/],
  [{ debugAdapter: 'legacy' }, /one adapter/],
])('what has no effect is said: %j', (attributes, notice) => {
  const { notices } = adoptGoAttributes({ ...ATTACH, ...attributes }, undefined);
  expect(notices).toEqual([expect.stringMatching(notice)]);
});

test('a configuration of our own passes unchanged', () => {
  const own = { ...ATTACH, console: 'internalConsole', asRoot: false, dlvFlags: ['--x'] };
  const { configuration, notices } = adoptGoAttributes(own, '/ws');
  expect(configuration).toEqual({ ...ATTACH, dlvFlags: ['--x'] });
  expect(notices).toEqual([]);
});
