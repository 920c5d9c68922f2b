import { expect } from 'vitest';
import { objectOf } from '../../src/dap/messages.ts';
import { DapClient } from './dap-client.ts';
import { builtFixture, lineOf, sourceOf } from './go-program.ts';

const FILE = sourceOf('scopes');

/** A line of its own for each breakpoint of a test; the same goroutines pass all of them. */
export const placeOf = (index: number): number => lineOf('scopes', `// place ${index + 1}.`);

/** A session that stands where all goroutines wait for the gate to open. */
export async function atGate(...args: readonly number[]): Promise<DapClient> {
  const client = DapClient.start();
  await client.start(
    'launch',
    { mode: 'exec', program: builtFixture('scopes'), args: args.map(String) },
    { path: FILE, lines: [lineOf('scopes', '// open')] },
  );
  await client.stopped();
  return client;
}

export interface Answer {
  readonly verified: boolean;
  readonly message: string;
  readonly id: number;
}

/** All breakpoints of the program. */
export async function set(client: DapClient, ...breakpoints: readonly object[]): Promise<Answer[]> {
  return answersOf(await client.request('setBreakpoints', { source: { path: FILE }, breakpoints }));
}

export function answersOf({ breakpoints }: Readonly<Record<string, unknown>>): Answer[] {
  return (Array.isArray(breakpoints) ? breakpoints : []).map((each) => {
    const { verified, message, id } = objectOf(each);
    return {
      verified: verified === true,
      message: typeof message === 'string' ? message : '',
      id: Number(id),
    };
  });
}

/** Runs to the end: who stood at which breakpoint, in alphabetical order, by the breakpoint's id. */
export async function visitors(client: DapClient): Promise<Map<number, string[]>> {
  const names = new Map<number, string[]>();
  await client.request('continue', { threadId: 1 });
  for (;;) {
    const stop = await nextStop(client);
    if (!stop) return names;
    for (const [threadId, id] of stop.hits) {
      const name = await valueOf(client, threadId, 'name');
      names.set(id, [...(names.get(id) ?? []), name].sort());
    }
    await client.request('continue', { threadId: stop.threadId });
  }
}

export interface Stopped {
  readonly threadId: number;
  readonly reason: string;
  readonly text: string;
  /** Goroutine and breakpoint of everybody who stood at one, as the event and the view tell. */
  readonly hits: readonly (readonly [goroutine: number, breakpoint: number])[];
}

/** Undefined: the program is over. */
export async function nextStop(client: DapClient): Promise<Stopped | undefined> {
  const event = await client.event(['stopped', 'terminated']);
  if (event.event === 'terminated') return undefined;
  const { threadId, hitBreakpointIds, reason, text } = objectOf(event.body);
  const own = (Array.isArray(hitBreakpointIds) ? hitBreakpointIds : []).map(Number);
  const { simultaneous } = await client.request('delvescope/breakpointView');
  const others = (Array.isArray(simultaneous) ? simultaneous : []).map(objectOf);
  return {
    threadId: Number(threadId),
    reason: String(reason),
    text: typeof text === 'string' ? text : '',
    hits: [
      ...own.map((id) => [Number(threadId), id] as const),
      ...others.map((hit) => [Number(hit['goroutine']), Number(hit['breakpoint'])] as const),
    ],
  };
}

/** Continues to the next stop, which must come. */
export async function goOn(client: DapClient, threadId = 1): Promise<Stopped> {
  await client.request('continue', { threadId });
  const stop = await nextStop(client);
  if (!stop) throw new Error('the program is over');
  return stop;
}

export async function valueOf(
  client: DapClient,
  threadId: number,
  expression: string,
  isFrame: (name: string) => boolean = () => true,
): Promise<string> {
  const stack = { threadId, startFrame: 0, levels: 5 };
  const { stackFrames } = await client.request('stackTrace', stack);
  const frames = (Array.isArray(stackFrames) ? stackFrames : []).map(objectOf);
  const frame = frames.find(({ name }) => isFrame(String(name)));
  const { result } = await client.request('evaluate', { expression, frameId: frame?.['id'] });
  return String(result).replaceAll('"', '');
}

/** Ids of the goroutines that wait for the gate, by the `name` of their worker. */
export async function goroutines(client: DapClient): Promise<Map<string, number>> {
  const { threads } = await client.request('threads');
  const ids = new Map<string, number>();
  for (const thread of Array.isArray(threads) ? threads : []) {
    const { id, name } = objectOf(thread);
    if (String(name).includes('main.parent')) ids.set('parent', Number(id));
    if (!String(name).includes('main.worker')) continue;
    ids.set(
      await valueOf(client, Number(id), 'name', (frame) => frame === 'main.worker'),
      Number(id),
    );
  }
  expect(ids.size).toBeGreaterThan(0);
  return ids;
}
