import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { JsonRpcConnection } from '../../src/delve/json-rpc.ts';
import { openSocket } from '../../src/delve/rpc-client.ts';
import { DapClient } from '../support/dap-client.ts';
import { builtFixture, kill, startPrinting, until } from '../support/go-program.ts';

/** A core of the parked fixture with its goroutines waiting, written by dlv's own `dump`. */
async function coreOf(program: string): Promise<string> {
  const core = join(mkdtempSync(join(tmpdir(), 'core-')), 'core');
  const flags = ['--headless', '--accept-multiclient', '--listen=127.0.0.1:0'];
  const args = ['exec', program, ...flags, '--', '2000'];
  const dlv = await startPrinting('dlv', args, 'API server listening at: ');
  const port = Number(dlv.address.split(':').at(-1));
  const rpc = new JsonRpcConnection(await openSocket({ host: '127.0.0.1', port }, 5000));
  await rpc.call('CreateBreakpoint', { Breakpoint: { functionName: 'main.stop' } });
  await rpc.call('Command', { name: 'continue' });
  await rpc.call('DumpStart', { Destination: core });
  await until(
    async () =>
      !JSON.stringify(await rpc.call('DumpWait', { Wait: 100 })).includes('"Dumping":true'),
  );
  rpc.close();
  await kill(dlv.process, 'SIGINT');
  return core;
}

test('a core file: threads, stack, goroutines', async () => {
  const program = builtFixture('parked');
  const coreFilePath = await coreOf(program);
  const client = DapClient.start();
  await client.start('launch', { mode: 'core', program, coreFilePath, stopOnEntry: true });
  const { threadId } = await client.stopped();
  const { stackFrames } = await client.request('stackTrace', { threadId });
  expect(JSON.stringify(stackFrames)).toContain('main.stop');
  for (;;) {
    const view = await client.request('delvescope/goroutineView', { hideSystem: true, count: 10 });
    if (view['status'] !== 'reading') {
      expect(view).toMatchObject({ status: 'complete', matched: 2001, oldestWait: null });
      break;
    }
    await client.event('delvescope/goroutinesChanged');
  }
  await client.disconnect();
});
