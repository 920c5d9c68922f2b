/** F5 on a Go server: breakpoint in a handler, its goroutines in the panel, one of them selected, evaluated, gone on. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import {
  codeLine,
  copyOfExamples,
  cursorAt,
  evaluate,
  goroutines,
  groups,
  openPanel,
  processesWith,
  showLine,
  stoppedAt,
  toggleBreakpoint,
} from '../support/debug-drive.ts';
import { defineSuite } from '../support/suite.ts';

const BREAKPOINT = 's.orders.Place';
const SHOP = 'http://127.0.0.1:8080';
/** Each leaves a goroutine behind that waits on a channel. */
const SUBSCRIBERS = 25;

export const suite = defineSuite({
  timeout: 180_000,
  async open(context) {
    const folder = await copyOfExamples();
    const workbench = await context.openWorkbench({
      folder: folder.path,
      openFile: { path: join(folder.path, 'shop', 'handlers.go'), line: 47 },
    });
    return { ...workbench, folder, orders: [] as Promise<string>[] };
  },
  close: ({ folder }) => folder.remove(),
  tests: {
    'without a session the panel says what to do': async ({ page, screenshots }) => {
      const panel = await openPanel(page);
      await panel.getByText('No program to look at').waitFor();
      await screenshots('empty');
    },
    'F5 without a launch.json builds and runs the program': async ({ page }) => {
      await toggleBreakpoint(page, BREAKPOINT);
      await page.locator('.codicon-debug-breakpoint').first().waitFor();
      await page.keyboard.press('F5');
      await page.locator('.repl').getByText(`shop listens on ${SHOP}`).first().waitFor();
    },
    'a request stops at the breakpoint of its handler': async ({ page, orders }) => {
      await Promise.all(
        Array.from({ length: SUBSCRIBERS }, (_, tenant) => get(`/subscribe?tenant=t${tenant % 3}`)),
      );
      orders.push(get('/order?item=mug&quantity=3&tenant=acme'));
      await stoppedAt(page);
    },
    'the panel shows all goroutines, grouped by creation site': async ({ page, screenshots }) => {
      const panel = await openPanel(page);
      const leak = groups(panel).filter({ hasText: 'notify.Hub.deliver' });
      await leak.waitFor();
      assert.match(await leak.innerText(), new RegExp(`^${SUBSCRIBERS}\\b`));
      assert.match(await leak.innerText(), /chan receive/);
      assert.match(await panel.locator('.ds-answer').innerText(), /^\d+\s*goroutines/);
      await leak.click();
      await goroutines(panel).nth(4).waitFor();
      assert.match(await goroutines(panel).first().innerText(), /hub\.go:57/);
      await screenshots('goroutines');
    },
    'a click on a goroutine goes to its line and selects its thread': async ({
      page,
      screenshots,
    }) => {
      const panel = await openPanel(page);
      const first = goroutines(panel).first();
      const id = /\d+/.exec(await first.innerText())?.[0] ?? '';
      await first.click({ position: { x: 60, y: 10 } });
      await cursorAt(page, 'hub.go', 57);
      await page.keyboard.press('ControlOrMeta+Shift+D');
      await page
        .locator('.debug-call-stack .monaco-list-row', { hasText: `[Go ${id}]` })
        .filter({ hasText: /selected/i })
        .first()
        .waitFor();
      await screenshots('selected');
    },
    'grouped by what is waited for, by stack, and as a tree': async ({ page, screenshots }) => {
      const panel = await openPanel(page);
      const groupBy = panel.locator('#group-by');
      await groupBy.selectOption('object');
      // Each subscriber has its own channel, with the name that the waiting function gives it.
      const waiting = groups(panel).filter({ hasText: 'events <-chan string' });
      await waiting.first().waitFor();
      assert.match(await waiting.first().innerText(), /0x[0-9a-f]+\s+1 receive/);
      await screenshots('waits-on');
      await groupBy.selectOption('stack');
      // Rows of the grouping before, with their addresses, stay until the answer.
      const sameStack = groups(panel).filter({ hasText: 'notify.Hub.deliver', hasNotText: '0x' });
      await sameStack.waitFor();
      assert.match(await sameStack.innerText(), new RegExp(`^${SUBSCRIBERS}\\b`));
      await groupBy.selectOption('parent');
      await groups(panel)
        .first()
        .filter({ hasText: /1 main\./ })
        .waitFor();
      const root = groups(panel).first();
      assert.match(await root.innerText(), /^\d+\s+1 main\./);
      await root.click();
      // Its arrow opens it; the row itself would select its thread.
      await goroutines(panel).first().locator('.tw').click();
      await panel.locator('.row.frame', { hasText: 'runtime.main' }).waitFor();
      await panel.locator('.row.goroutine').nth(1).waitFor();
      await screenshots('tree');
      await root.click();
      await groupBy.selectOption('creation');
    },
    'the filter completes words and values with the keyboard': async ({ page, screenshots }) => {
      const panel = await openPanel(page);
      const filter = panel.locator('#filter');
      await filter.click();
      await filter.pressSequentially('st');
      const options = panel.locator('#completions [role=option]');
      await options.filter({ hasText: 'state:' }).waitFor();
      await page.keyboard.press('Tab');
      await options.filter({ hasText: 'chan-receive' }).first().waitFor();
      const reopen = async (): Promise<void> => {
        await filter.focus();
        await page.keyboard.press('Control+Space');
        await options.filter({ hasText: 'chan-receive' }).first().waitFor();
      };
      await screenshots('completion', reopen);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await panel.locator('#completions').waitFor({ state: 'detached' });
      assert.match(await filter.inputValue(), /^state:[\w-]+ $/);
      await groups(panel).first().waitFor();
      await filter.fill('state:chan-recieve');
      await panel.getByText('No state “chan-recieve”.').waitFor();
      await panel.getByRole('button', { name: 'chan-receive' }).click();
      await groups(panel).filter({ hasText: 'notify.Hub.deliver' }).waitFor();
      await page.keyboard.press('Escape');
      await filter.fill('');
    },
    'an expression is evaluated in the selected goroutine': async ({ page }) => {
      await evaluate(page, 'h.delivered', /atomic\.Int64|_:|v:/);
    },
    'continue lets the request finish': async ({ page, orders }) => {
      await page.locator('.debug-toolbar .action-label[aria-label^="Continue"]').click();
      assert.match(await (orders[0] ?? Promise.resolve('')), /"item":"mug"/);
      const panel = await openPanel(page);
      await panel.getByText(/Program runs; this is from/).waitFor();
    },
    'a snapshot of the running program says how long it paused it': async ({
      page,
      screenshots,
    }) => {
      const panel = await openPanel(page);
      await panel.locator('.tree').focus();
      await page.keyboard.press('s');
      await panel
        .getByText(/^from (a \d+ ms pause|\d+ pauses of at most \d+ ms), \d+ s ago$/)
        .waitFor();
      const leak = groups(panel).filter({ hasText: 'notify.Hub.deliver' });
      assert.match(await leak.innerText(), new RegExp(`^${SUBSCRIBERS}\\b`));
      // It goes on and answers; an order would stop at the breakpoint.
      assert.equal((await fetch(`${SHOP}/nothing`)).status, 404);
      await page.keyboard.press('f');
      await panel.getByText(/^Following: from/).waitFor();
      await screenshots('snapshot');
      // The pictures took the focus away.
      await panel.getByTitle(/^Follow the running program/).click();
      // It was never shown as stopped.
      await page.locator('.debug-toolbar .action-label[aria-label^="Pause"]').waitFor();
    },
    'stop ends the program, the debugger and the build': async ({ page, folder }) => {
      await page.locator('.debug-toolbar .action-label[aria-label^="Stop"]').click();
      await page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
      await assert.rejects(fetch(SHOP));
      const deadline = Date.now() + 10_000;
      let left = await processesWith(folder.path);
      while (left.some((line) => line.includes('dlv')) && Date.now() < deadline) {
        await page.waitForTimeout(200);
        left = await processesWith(folder.path);
      }
      assert.deepEqual(
        left.filter((line) => line.includes('dlv')),
        [],
      );
    },
    'a build error opens at its line': async ({ page, screenshot }) => {
      await page.keyboard.press('ControlOrMeta+Shift+E');
      await showLine(page, 'handlers.go', 78);
      await codeLine(page, 'func tenantOf').waitFor();
      await page.keyboard.press('End');
      await page.keyboard.press('Enter');
      await page.keyboard.type('undefinedCall()');
      await page.keyboard.press('ControlOrMeta+S');
      await page.keyboard.press('ControlOrMeta+Home');
      await page.keyboard.press('F5');
      await page.locator('.notification-toast', { hasText: /build/i }).first().waitFor();
      await cursorAt(page, 'handlers.go', 79);
      await page.locator('.squiggly-error').first().waitFor({ state: 'attached' });
      await screenshot('build-error');
    },
  },
});

async function get(path: string): Promise<string> {
  return (await fetch(SHOP + path)).text();
}
