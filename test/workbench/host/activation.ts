/** Installed from its package, the extension activates on a Go file, and quickly. */
import * as vscode from 'vscode';
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import type { DelvescopeApi } from '../../../src/extension/main.ts';
import { hostSuite, say } from '../support/host-suite.ts';

/** Far above what it takes, for busy machines: the figure itself is printed and kept. */
const LIMIT_MILLISECONDS = 1000;

export const run = hostSuite(() => {
  suite('activation', () => {
    test('is installed', () => {
      assert.ok(vscode.extensions.getExtension('delvescope.delvescope'));
    });

    test('becomes active, and quickly', async () => {
      const extension = vscode.extensions.getExtension<DelvescopeApi>('delvescope.delvescope');
      assert.ok(extension);
      const wasActive = extension.isActive;
      const began = performance.now();
      const { activationMillis } = await extension.activate();
      const milliseconds = performance.now() - began;
      assert.ok(extension.isActive);
      say(
        `activation took ${activationMillis.toFixed(1)} ms of the extension host` +
          (wasActive ? '' : `, ${milliseconds.toFixed(1)} ms until another extension heard of it`),
      );
      const figure = process.env['DELVESCOPE_ACTIVATION_FIGURE'];
      if (figure !== undefined) writeFileSync(figure, JSON.stringify({ activationMillis }));
      assert.ok(milliseconds < LIMIT_MILLISECONDS, `activation took ${milliseconds.toFixed(1)} ms`);
    });

    test('its commands can be called', async () => {
      const commands = await vscode.commands.getCommands(true);
      assert.ok(commands.some((name) => name.startsWith('delvescope.')));
    });
  });
});
