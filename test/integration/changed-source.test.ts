import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AnalysisServerProcess } from '../support/analysis-client.ts';

const run = promisify(execFile);
const CPU = 1;
const SOURCE = `package main

import (
	"os"
	"runtime/pprof"
	"time"
)

var sum int

func main() {
	_ = pprof.StartCPUProfile(os.Stdout)
	burn(time.Now().Add(300 * time.Millisecond))
	pprof.StopCPUProfile()
}

func burn(until time.Time) {
	for time.Now().Before(until) {
		for i := range 10000 {
			sum += i * i % 7
		}
	}
}
`;
const HOT = line('sum += i');

let server: AnalysisServerProcess;
let folder: string;
let source: string;
let profile: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'changed-'));
  source = join(folder, 'main.go');
  profile = join(folder, 'cpu.pb.gz');
  await writeFile(join(folder, 'go.mod'), 'module changed.example\n\ngo 1.24\n');
  await writeFile(source, SOURCE);
  await git('init', '-q');
  await commit('built');
  await run('go', ['build', '-o', 'burner', '.'], { cwd: folder });
  const options = { cwd: folder, encoding: 'buffer' } as const;
  await writeFile(profile, (await run(join(folder, 'burner'), [], options)).stdout);
});

afterAll(() => rm(folder, { recursive: true }));

async function git(...args: string[]): Promise<void> {
  const who = ['-c', 'user.name=A', '-c', 'user.email=a@example.com'];
  await run('git', [...who, ...args], { cwd: folder });
}

async function commit(message: string): Promise<void> {
  await git('add', 'main.go', 'go.mod');
  await git('commit', '-qm', message);
}

function line(text: string, of = SOURCE): number {
  return of.split('\n').findIndex((one) => one.includes(text)) + 1;
}

/** Lines of the source with figures and their states, and where the hot line is now, as a server sees them that was just started. */
async function figures(): Promise<Record<number, number>> {
  server = await AnalysisServerProcess.start({ workspaceFolders: [folder] });
  try {
    await server.request('delvescope/openProfile', { path: profile });
    const query = { profile, sampleType: CPU, path: source };
    const answer = await server.request('delvescope/lineFigures', query);
    const place = { profile, file: source, line: HOT };
    expect(await server.request('delvescope/placeNow', place)).toMatchObject({
      path: source,
      line: line('sum += i', await readFile(source, 'utf8')),
    });
    return Object.fromEntries(
      Array.from(answer?.line ?? [], (one, index) => [one, answer?.state[index] ?? -1]),
    );
  } finally {
    server.stop();
  }
}

test('what is as it was built is fresh', async () => {
  expect((await figures())[HOT]).toBe(0);
});

test('the revision of the binary is compared, not the time of the file', async () => {
  const later = new Date(Date.now() + 60_000);
  await utimes(source, later, later);
  expect((await figures())[HOT]).toBe(0);
});

test('lines are followed through what was committed since', async () => {
  const more = '\tprintln("more")\n\tburn(time.Now())\n';
  const now = SOURCE.replace('\tpprof.Stop', `${more}\tpprof.Stop`).replace(
    'range 10000',
    'range 20000',
  );
  await writeFile(source, now);
  await commit('changed');
  const states = await figures();
  expect(states[line('sum += i', now)]).toBe(2);
  expect(states[line('range 20000', now)]).toBe(3);
  expect(states[line('burn(time.Now().Add', now)]).toBe(2);
});

test('without the binary, the revision at the time of the profile is found', async () => {
  await rm(join(folder, 'burner'));
  const later = new Date(Date.now() + 60_000);
  await utimes(source, later, later);
  const states = await figures();
  expect(Object.values(states)).toContain(3);
});

test('without revisions, a file that was written later is greyed', async () => {
  await rm(join(folder, '.git'), { recursive: true });
  await writeFile(source, SOURCE);
  const earlier = new Date(Date.now() - 3600_000);
  await utimes(source, earlier, earlier);
  expect((await figures())[HOT]).toBe(0);
  const later = new Date(Date.now() + 60_000);
  await utimes(source, later, later);
  expect((await figures())[HOT]).toBe(1);
});
