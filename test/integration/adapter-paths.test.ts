import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/dap/messages.ts';
import { objectOf } from '../../src/dap/messages.ts';
import type { PathReport } from '../../src/protocol/path-doctor.ts';
import { DapClient } from '../support/dap-client.ts';
import { FIXTURES, isServing, lineOf } from '../support/go-program.ts';
import type { RemoteDelve } from '../support/remote-delve.ts';
import { FOR_MANY, startRemoteDelve } from '../support/remote-delve.ts';

const LINE = lineOf('server', 'count := served');
const ROOT = realpathSync(mkdtempSync(join(tmpdir(), 'paths-')));

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});
afterAll(() => rmSync(ROOT, { recursive: true, force: true }));

/** A copy of the server's module: the workspace, or where it was built. */
function copy(name: string): string {
  const folder = join(ROOT, name);
  mkdirSync(folder, { recursive: true });
  cpSync(join(FIXTURES, 'server'), join(folder, 'server'), { recursive: true });
  cpSync(join(FIXTURES, 'go.mod'), join(folder, 'go.mod'));
  return folder;
}

const WORK = copy('work');

/** Builds the server in a folder that is gone afterwards. */
function build(name: string, ...flags: readonly string[]): string {
  const folder = copy(`build-${name}`);
  const program = join(ROOT, name);
  const args = ['build', ...flags, '-gcflags=-N -l', '-o', program, './server'];
  execFileSync('go', args, { cwd: folder });
  rmSync(folder, { recursive: true });
  return program;
}

/** Ends with the test, if not before. */
async function remote(program: string, ...flags: readonly string[]): Promise<RemoteDelve> {
  const delve = await startRemoteDelve(flags, program);
  ends.push(() => delve.end());
  return delve;
}

/** Attaches, and sets the breakpoint in a file of this disk. */
async function attach(
  { port }: RemoteDelve,
  workspaceFolders: readonly string[],
  path: string,
  more: object = {},
): Promise<{ readonly client: DapClient; readonly breakpoint: JsonObject }> {
  const client = DapClient.start();
  ends.push(() => client.close());
  await client.initialize();
  const args = { mode: 'remote', port, __workspaceFolders: workspaceFolders, ...more };
  const attached = client.request('attach', args);
  await client.event('initialized');
  const set = await client.request('setBreakpoints', {
    source: { path },
    breakpoints: [{ line: LINE }],
  });
  await client.request('configurationDone');
  await attached;
  const [breakpoint = {}] = set['breakpoints'] as JsonObject[];
  return { client, breakpoint };
}

async function report(client: DapClient): Promise<PathReport> {
  return (await client.request('delvescope/pathDoctor')) as unknown as PathReport;
}

/** Runs into the breakpoint; the paths of the stack, the innermost first. */
async function stackAt(client: DapClient, { serves }: RemoteDelve): Promise<readonly string[]> {
  const answer = isServing(serves, 20_000);
  const { threadId } = await client.stopped();
  const { stackFrames } = await client.request('stackTrace', { threadId, levels: 3 });
  await client.request('continue', { threadId });
  expect(await answer).toBe(true);
  return (stackFrames as JsonObject[]).map(({ source }) => String(objectOf(source)['path']));
}

const MAIN = join('server', 'main.go');
let goRoot = '';
let trimmed = '';
let plain = '';
beforeAll(() => {
  goRoot = execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim();
  trimmed = build('trimmed', '-trimpath');
  plain = build('plain');
}, 120_000);

describe('breakpoints bind without a word from the user', () => {
  test('in a program built with -trimpath', async () => {
    const dlv = await remote(trimmed, ...FOR_MANY);
    const { client, breakpoint } = await attach(dlv, [WORK], join(WORK, MAIN));
    expect(breakpoint).toMatchObject({ verified: true, line: LINE });
    const [main, http] = await stackAt(client, dlv);
    expect(main).toBe(join(WORK, MAIN));
    expect(http).toBe(join(goRoot, 'src/net/http/server.go'));
    expect(client.output('console')).toMatch(
      /^Folders of the program found here: .* is .*work\.$/m,
    );
    expect(client.output('important')).not.toContain('trimpath');
    const { findings } = await report(client);
    expect(
      findings.map(({ kind, certainty, found, files }) => [kind, certainty, found === files]),
    ).toEqual([
      ['own', 'sure', true],
      ['standard-library', 'sure', true],
    ]);
    await client.disconnect();
  });

  test('in a program built in a folder that is not here', async () => {
    const dlv = await remote(plain, ...FOR_MANY);
    const { client, breakpoint } = await attach(dlv, [WORK], join(WORK, MAIN));
    expect(breakpoint).toMatchObject({ verified: true });
    expect((await stackAt(client, dlv))[0]).toBe(join(WORK, MAIN));
    await client.disconnect();
  });

  test('through a symbolic link, of which the program knows nothing', async () => {
    const link = join(ROOT, 'link "quoted"');
    symlinkSync(WORK, link);
    const program = join(ROOT, 'linked');
    execFileSync('go', ['build', '-gcflags=-N -l', '-o', program, './server'], { cwd: WORK });
    const dlv = await remote(program, ...FOR_MANY);
    const { client, breakpoint } = await attach(dlv, [link], join(link, MAIN));
    expect(breakpoint).toMatchObject({ verified: true });
    expect((await stackAt(client, dlv))[0]).toBe(join(link, MAIN));
    await client.disconnect();
  });

  test('with a dlv for one client', async () => {
    const dlv = await remote(trimmed);
    const { client, breakpoint } = await attach(dlv, [WORK], join(WORK, MAIN));
    expect(breakpoint).toMatchObject({ verified: true });
    await client.disconnect();
  });

  test('again after dlv was started anew, with a program built in another way', async () => {
    const first = await remote(plain, ...FOR_MANY);
    const { client, breakpoint } = await attach(first, [WORK], join(WORK, MAIN));
    await first.end();
    await client.event('delvescope/waiting');
    const second = await remote(trimmed, ...FOR_MANY, `--listen=127.0.0.1:${first.port}`);
    const event = await client.event('breakpoint', (body) => {
      return objectOf(body['breakpoint'])['verified'] === true;
    });
    expect(objectOf(event.body)['breakpoint']).toMatchObject({ id: breakpoint['id'], line: LINE });
    expect((await stackAt(client, second))[0]).toBe(join(WORK, MAIN));
    await client.disconnect();
  });

  test('by the rules of the user, which go first', async () => {
    const dlv = await remote(plain, ...FOR_MANY);
    const other = copy('other');
    const substitutePath = [{ from: other, to: join(ROOT, 'build-plain') }];
    const { client, breakpoint } = await attach(dlv, [WORK], join(other, MAIN), { substitutePath });
    expect(breakpoint).toMatchObject({ verified: true });
    const { findings } = await report(client);
    expect(findings[0]).toMatchObject({ certainty: 'configured', here: other });
    await client.disconnect();
  });
});

test('what has two answers is asked for, and holds once it is answered', async () => {
  const twin = copy('twin');
  const dlv = await remote(trimmed, ...FOR_MANY);
  const { client, breakpoint } = await attach(dlv, [WORK, twin], join(twin, MAIN));
  const [module] = /^\S+$/m.exec(
    execFileSync('go', ['list', '-m'], { cwd: WORK, encoding: 'utf8' }),
  ) ?? [''];
  expect(breakpoint['verified']).toBe(false);
  const words = `The program knows main.go as ${module}/server/main.go. Open the path doctor.`;
  expect(breakpoint['message']).toBe(words);
  const notice = objectOf((await client.event('delvescope/notice')).body);
  expect(notice).toMatchObject({ code: 'path-unknown', message: words });
  const { findings } = await report(client);
  expect(findings[0]).toMatchObject({
    folder: module,
    certainty: 'open',
    here: null,
    candidates: [WORK, twin],
  });

  const rules = [{ from: twin, to: module }];
  const after = (await client.request('delvescope/usePaths', { rules })) as unknown as PathReport;
  expect(after.findings[0]).toMatchObject({ folder: module, certainty: 'configured', here: twin });
  const event = objectOf(objectOf((await client.event('breakpoint')).body)['breakpoint']);
  expect(event).toMatchObject({ id: breakpoint['id'], verified: true, line: LINE });
  const [main, http] = await stackAt(client, dlv);
  expect(main).toBe(join(twin, MAIN));
  expect(http).toBe(join(goRoot, 'src/net/http/server.go'));
  const resolved = await client.request('delvescope/resolveSource', {
    file: `${module}/server/main.go`,
    line: 1,
  });
  expect(resolved['path']).toBe(join(twin, MAIN));
  await client.disconnect();
});

test('a file that the program was not built from is told as such', async () => {
  const dlv = await remote(plain, ...FOR_MANY);
  const { client, breakpoint } = await attach(dlv, [WORK], join(WORK, 'server', 'other.go'));
  expect(breakpoint['message']).toBe(
    'The program has no file other.go: it was built without this package, or from another version of it.',
  );
  await client.disconnect();
});
