import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { messageOf, UserError } from '../base/user-error.ts';
import type { SymbolLines, UnsymbolizedAddress } from '../profile/index.ts';
import { objectAddresses } from './object-addresses.ts';

/**
 * Asks `go tool addr2line` for the functions of addresses. It answers each with two lines, the name and `file:line`,
 * `?` where the binary does not know; what was inlined there it does not tell, as
 * little as Go's pprof does (`SourceLine` in cmd/pprof/pprof.go, Go 1.26): the line is that of the innermost call, in
 * the name of the outermost function. Throws `UserError` when Go or the binary cannot be used.
 */
export async function symbolizeByGo(
  binary: string,
  addresses: readonly UnsymbolizedAddress[],
): Promise<Map<bigint, SymbolLines>> {
  const found = new Map<bigint, SymbolLines>();
  if (addresses.length === 0) return found;
  const toObject = await objectAddresses(binary);
  const questions = addresses.map(
    ({ address, mapping }) => `0x${toObject(address, mapping).toString(16)}\n`,
  );
  const lines = (await ask(binary, questions.join(''))).split('\n');
  addresses.forEach(({ address }, index) => {
    const name = lines[index * 2] ?? '?';
    const place = /^(.*):(\d+)$/.exec(lines[index * 2 + 1] ?? '');
    if (name === '?' || name === '') return;
    found.set(address, [{ name, file: place?.[1] ?? '', line: Number(place?.[2] ?? 0) }]);
  });
  return found;
}

async function ask(binary: string, questions: string): Promise<string> {
  const child = spawn('go', ['tool', 'addr2line', binary], { stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  // A tool that has ended does not read: its status says why.
  child.stdin.on('error', () => undefined);
  child.stdin.end(questions);
  try {
    const [output, errors, status] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      ended,
    ]);
    if (status === 0) return output;
    throw new Error(errors.trim());
  } catch (error) {
    const cause = messageOf(error);
    throw new UserError(
      'not-symbolized',
      `${binary} cannot be asked for functions (${cause}): it needs Go, and a Go binary`,
    );
  }
}
