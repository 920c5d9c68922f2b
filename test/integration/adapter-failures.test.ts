import { connect, createServer } from 'node:net';
import type { Server } from 'node:net';
import { createServer as createHttpServer } from 'node:http';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { objectOf } from '../../src/dap/messages.ts';
import type { StartFailureCode } from '../../src/protocol/debug-session.ts';
import { DapClient } from '../support/dap-client.ts';
import type { Started } from '../support/go-program.ts';
import { FIXTURES, builtFixture, kill, startPrinting } from '../support/go-program.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

/** Starts a session that must fail, and checks the event, the error response and their text. */
async function checkFailure(
  command: 'launch' | 'attach',
  args: object,
  code: StartFailureCode,
  text: string,
): Promise<DapClient> {
  const client = DapClient.start();
  ends.push(() => client.close());
  await client.initialize();
  const response = await client.try(command, args);
  const failure = objectOf((await client.event('delvescope/startFailed')).body);
  expect(failure['code']).toBe(code);
  expect(failure['message']).toContain(text);
  expect(response.success).toBe(false);
  expect(objectOf(objectOf(response.body)['error'])).toMatchObject({ showUser: false });
  expect(response.message).toBe(failure['message']);
  await client.disconnect();
  return client;
}

function listening(server: Server): Promise<number> {
  ends.push(() => server.close());
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
}

/** A program that pretends to be dlv. */
function fakeDelve(script: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'fake-dlv-')), 'dlv');
  writeFileSync(
    path,
    `#!/bin/sh\nif [ "$1" = version ]; then echo "Version: 1.27.2"; exit 0; fi\n${script}\n`,
  );
  chmodSync(path, 0o755);
  return path;
}

const portOf = ({ address }: Started): number => Number(address.split(':').at(-1));

describe('launch', () => {
  test('a program that does not compile', async () => {
    const program = join(FIXTURES, 'broken');
    const client = await checkFailure(
      'launch',
      { program },
      'build-failed',
      'main.go:5:2: declared and not used: unused (and 1 more)',
    );
    const { errors } = objectOf((await client.event('delvescope/buildFailed')).body);
    expect(errors).toEqual([
      {
        file: join(program, 'main.go'),
        line: 5,
        column: 2,
        message: 'declared and not used: unused',
      },
      {
        file: join(program, 'main.go'),
        line: 6,
        column: 2,
        message: 'undefined: undefinedFunction',
      },
    ]);
    expect(client.output('console')).toContain('undefined: undefinedFunction');
  });

  const exec = { mode: 'exec', program: '/bin/true' };
  test.each([
    ['no program', {}, 'bad-configuration', '"program" is missing'],
    ['a wrong mode', { program: '.', mode: 'fast' }, 'bad-configuration', '"mode" is "fast"'],
    ['a wrong type', { program: '.', env: 1 }, 'bad-configuration', '"env" must be an object'],
    [
      'an env file that is not there',
      { program: '.', envFile: '/nowhere/.env' },
      'bad-configuration',
      '"envFile" cannot be read',
    ],
    [
      'a program that is not there',
      { program: '/nowhere' },
      'program-missing',
      '/nowhere does not exist',
    ],
    [
      'a binary that is not there',
      { mode: 'exec', program: '/nowhere' },
      'program-missing',
      '/nowhere does not exist',
    ],
    [
      'a file that is no program',
      { mode: 'exec', program: join(FIXTURES, 'go.mod') },
      'program-missing',
      'go.mod does not exist or is not something to debug',
    ],
    [
      'a folder without tests',
      { mode: 'test', program: join(FIXTURES, 'steps') },
      'program-missing',
      'steps does not exist or is not',
    ],
    [
      'no dlv',
      { ...exec, dlvToolPath: '/nowhere/dlv' },
      'dlv-missing',
      'There is no dlv at /nowhere/dlv',
    ],
    [
      'no dlv anywhere',
      { ...exec, env: { PATH: '/nowhere', HOME: '/nowhere', GOBIN: null, GOPATH: null } },
      'dlv-missing',
      'was not found on PATH',
    ],
    [
      'no go',
      { program: FIXTURES, alternateTools: { go: '/nowhere/go' } },
      'go-missing',
      'There is no go command at /nowhere/go',
    ],
  ] as const)('%s', async (_, args, code, text) => {
    await checkFailure('launch', args, code, text);
  });

  test('a dlv that is too old', async () => {
    const words =
      'Version of Delve is too old for Go version go1.99.0 (maximum supported version 1.27)';
    const dlvToolPath = fakeDelve(`echo "${words}" >&2; exit 1`);
    const args = { mode: 'exec', program: builtFixture('steps'), dlvToolPath };
    await checkFailure('launch', args, 'go-version', 'does not fit');
  });

  test('a dlv that fails in a new way', async () => {
    const dlvToolPath = fakeDelve('echo "the moon is full" >&2; exit 1');
    const args = { mode: 'exec', program: builtFixture('steps'), dlvToolPath };
    await checkFailure('launch', args, 'dlv-failed', 'the moon is full');
  });

  test('a port that is taken', async () => {
    const port = await listening(createServer());
    const args = { mode: 'exec', program: builtFixture('steps'), port };
    await checkFailure('launch', args, 'port-taken', `127.0.0.1:${port} is in use`);
  });
});

describe('attach to a process', () => {
  test.each([
    ['one that is gone', { processId: 4_000_000 }, 'process-gone', 'no process 4000000'],
    ['a word', { processId: 'main' }, 'bad-configuration', '"processId" must be the number'],
    ['two ways at once', { processId: 1, waitFor: 'x' }, 'bad-configuration', 'exclude each other'],
  ] as const)('%s', async (_, args, code, text) => {
    await checkFailure('attach', { mode: 'local', ...args }, code, text);
  });

  test('one that may not be debugged', async () => {
    const dlvToolPath = fakeDelve(
      'echo "could not attach to pid 1: operation not permitted" >&2; exit 1',
    );
    const args = { mode: 'local', processId: 1, dlvToolPath };
    await checkFailure('attach', args, 'not-permitted', 'does not allow debugging process 1');
  });
});

describe('attach to a server', () => {
  test('nobody there', async () => {
    const server = createServer();
    const port = await listening(server);
    server.close();
    await checkFailure(
      'attach',
      { mode: 'remote', port, connectTimeout: 0 },
      'connection-refused',
      `Nothing listens on 127.0.0.1:${port}`,
    );
  });

  test('no such host', async () => {
    const host = 'no-such-host.invalid';
    const args = { mode: 'remote', host, port: '2345', connectTimeout: 0 };
    await checkFailure('attach', args, 'host-unknown', 'no-such-host.invalid');
  });

  test('a web server', async () => {
    const port = await listening(createHttpServer((_, response) => response.end('hello')));
    await checkFailure(
      'attach',
      { connect: { host: '127.0.0.1', port } },
      'web-server',
      'a web server',
    );
  });

  const garbage = Buffer.from([0, 1, 2, 255, 254]);
  const ssh = 'SSH-2.0-OpenSSH_9.6\r\n';
  const debugpy = '{"seq":1,"type":"response","request_seq":1,"success":true,"body":{}}';
  const adapter = `Content-Length: ${debugpy.length}\r\n\r\n${debugpy}`;
  test.each([
    ['random bytes', garbage, 'not-a-dlv', 'it answers with binary data'],
    ['words', '-ERR unknown command\r\n', 'not-a-dlv', 'it answers "-ERR unknown command"'],
    ['an SSH server', ssh, 'not-a-dlv', 'an SSH server answers'],
    ['a TLS server', Buffer.from([0x15, 3, 1, 0, 2, 2, 10]), 'not-a-dlv', 'a TLS server answers'],
    ['another adapter', adapter, 'not-a-dlv', 'another debug adapter answers'],
    ['an immediate end', '', 'connection-closed', 'takes connections and closes them at once'],
  ] as const)('%s', async (_, greeting, code, text) => {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      if (greeting === '') socket.end();
      else socket.once('data', () => socket.write(greeting));
    });
    const port = await listening(server);
    await checkFailure('attach', { mode: 'remote', port, connectTimeout: 0 }, code, text);
  });

  test('a dlv dap without a program', async () => {
    const dap = await startPrinting(
      'dlv',
      ['dap', '--listen=127.0.0.1:0'],
      'DAP server listening at: ',
    );
    ends.push(() => kill(dap.process));
    await checkFailure(
      'attach',
      { mode: 'remote', port: portOf(dap) },
      'dlv-dap-only',
      '"dlv dap" server that has no program',
    );
  });

  test('a dlv that serves somebody else', async () => {
    const dap = await startPrinting(
      'dlv',
      ['dap', '--listen=127.0.0.1:0'],
      'DAP server listening at: ',
    );
    ends.push(() => kill(dap.process));
    const other = connect(portOf(dap), '127.0.0.1');
    ends.push(() => other.destroy());
    await new Promise((resolve) => other.on('connect', resolve));
    await checkFailure(
      'attach',
      { mode: 'remote', port: portOf(dap), connectTimeout: 0 },
      'dlv-busy',
      'another client is connected',
    );
  });

  test('a dlv of before DAP, which hangs up but tells its version', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', (chunk: Buffer) => {
        if (!chunk.includes('GetVersion')) socket.end();
        else socket.end('{"id":1,"error":null,"result":{"DelveVersion":"Version: 1.6.1"}}\n');
      });
    });
    const port = await listening(server);
    await checkFailure('attach', { mode: 'remote', port }, 'dlv-too-old', 'dlv 1.6.1 on 127.0.0.1');
  });
});
