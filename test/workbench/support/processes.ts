/** The processes of this machine: from /proc where there is one, since small containers lack `ps`. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

interface Process {
  readonly pid: number;
  readonly parent: number;
  /** `Z` is a zombie: gone, but not yet waited for. */
  readonly state: string;
}

/** Children, their children, and so on. */
export function descendantsOf(ancestor: number | undefined): number[] {
  const processes = existsSync('/proc/self/stat') ? fromProc() : fromPs();
  const family: number[] = [];
  let generation = ancestor === undefined ? [] : [ancestor];
  while (generation.length > 0) {
    const parents = new Set(generation);
    generation = processes.filter(({ parent }) => parents.has(parent)).map(({ pid }) => pid);
    family.push(...generation);
  }
  return family;
}

/** Whether a process still runs. */
export function isAlive(pid: number): boolean {
  const processes = existsSync('/proc/self/stat') ? fromProc() : fromPs();
  return processes.some((process) => process.pid === pid && !process.state.startsWith('Z'));
}

function fromProc(): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        // `pid (command, which may hold anything) state parent …`
        const text = readFileSync(`/proc/${name}/stat`, 'utf8');
        const [state = '', parent = ''] = text.slice(text.lastIndexOf(')') + 2).split(' ');
        return [{ pid: Number(name), parent: Number(parent), state }];
      } catch {
        return []; // It ended while we were looking.
      }
    });
}

function fromPs(): Process[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,stat='], { encoding: 'utf8' });
  return stdout
    .trim()
    .split('\n')
    .map((line) => {
      const [pid = '', parent = '', state = ''] = line.trim().split(/\s+/);
      return { pid: Number(pid), parent: Number(parent), state };
    });
}
