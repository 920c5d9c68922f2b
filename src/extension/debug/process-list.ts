import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { UserError } from '../../base/user-error.ts';

const run = promisify(execFile);

export interface RunningProcess {
  readonly pid: number;
  /** Path of the executable; empty where it may not be read. */
  readonly executable: string;
  readonly commandLine: string;
}

/** All processes that can be seen, newest first. Linux reads /proc; macOS asks ps; Windows asks CIM. */
export async function listProcesses(): Promise<RunningProcess[]> {
  const found = await (process.platform === 'linux'
    ? fromProc()
    : process.platform === 'win32'
      ? fromCim()
      : fromPs());
  return found.filter(({ pid }) => pid !== process.pid).sort((a, b) => b.pid - a.pid);
}

/**
 * The executables that were built by Go, with their version. One `go version` reads them all; files it cannot
 * read are skipped.
 */
export async function goVersions(
  go: string,
  executables: readonly string[],
): Promise<Map<string, string>> {
  const versions = new Map<string, string>();
  if (executables.length === 0) return versions;
  let output: string;
  try {
    output = (await run(go, ['version', ...executables], { maxBuffer: 4_000_000 })).stdout;
  } catch (error) {
    // go exits with 1 when one of the files is not a Go binary; what it printed for the others still holds.
    output = error instanceof Error && 'stdout' in error ? String(error.stdout) : '';
  }
  for (const line of output.split(/\r?\n/)) {
    const match = /^(.*): (go\S+|devel \S+)/.exec(line);
    if (match?.[1] !== undefined && match[2] !== undefined) versions.set(match[1], match[2]);
  }
  return versions;
}

/** The id of the only process whose program has this name. Throws a UserError for none and for several. */
export async function findProcessByName(name: string): Promise<number> {
  const wanted = name.toLowerCase();
  const matching = (await listProcesses()).filter(({ executable, commandLine }) => {
    const program = basename(executable === '' ? (commandLine.split(' ', 1)[0] ?? '') : executable);
    return program.toLowerCase().replace(/\.exe$/, '') === wanted.replace(/\.exe$/, '');
  });
  const [only, second] = matching;
  if (!only) throw new UserError('no-process', `No process runs a program named "${name}".`);
  if (second) {
    const ids = matching.map(({ pid }) => pid).join(', ');
    throw new UserError('many-processes', `Several processes run "${name}": ${ids}. Give the id.`);
  }
  return only.pid;
}

async function fromProc(): Promise<RunningProcess[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    ids.map(async (id) => {
      const commandLine = await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '');
      const executable = await readlink(`/proc/${id}/exe`).catch(() => '');
      return {
        pid: Number(id),
        executable: executable.replace(/ \(deleted\)$/, ''),
        commandLine: commandLine.replaceAll('\0', ' ').trim(),
      };
    }),
  );
  // Kernel threads have no command line.
  return found.filter(({ commandLine }) => commandLine !== '');
}

async function fromPs(): Promise<RunningProcess[]> {
  const { stdout } = await run('ps', ['-axww', '-o', 'pid=,comm=,args='], {
    maxBuffer: 16_000_000,
  });
  const found: RunningProcess[] = [];
  for (const line of stdout.split('\n')) {
    const match = /^\s*(\d+)\s+(\S+)\s+(.*)$/.exec(line);
    if (match)
      found.push({
        pid: Number(match[1]),
        executable: match[2] ?? '',
        commandLine: match[3] ?? '',
      });
  }
  return found;
}

async function fromCim(): Promise<RunningProcess[]> {
  const query =
    'Get-CimInstance Win32_Process | Select-Object ProcessId,ExecutablePath,CommandLine | ConvertTo-Json -Compress';
  const { stdout } = await run('powershell.exe', ['-NoProfile', '-Command', query], {
    maxBuffer: 32_000_000,
  });
  const parsed: unknown = JSON.parse(stdout);
  return (Array.isArray(parsed) ? parsed : [parsed]).flatMap((row: unknown) => {
    if (typeof row !== 'object' || row === null || !('ProcessId' in row)) return [];
    const executable =
      'ExecutablePath' in row && typeof row.ExecutablePath === 'string' ? row.ExecutablePath : '';
    const line =
      'CommandLine' in row && typeof row.CommandLine === 'string' ? row.CommandLine : executable;
    return [{ pid: Number(row.ProcessId), executable, commandLine: line }];
  });
}
