import { objectOf } from '../../src/dap/messages.ts';
import { DapClient } from '../support/dap-client.ts';
import { builtFixture, lineOf, sourceOf } from '../support/go-program.ts';
import type { BenchLine } from './adapter.ts';

const FILE = sourceOf('scopes');
const PASSES = 1500;

/** None of them holds in the hot loop: what is measured is the deciding. */
const CONDITIONS: readonly (readonly [name: string, condition: string])[] = [
  ['plain', 'i == -1'],
  ['goroutine', '@goroutine(99999) && i == -1'],
  ['child-of', '@childOf(99999) && i == -1'],
  ['created-by', '@createdBy(main.spawn) && i == -1'],
  ['started-as', '@startedAs(main.worker) && i == -1'],
  ['label', '@label(request=42) && i == -1'],
  ['once', '@once && i == -1'],
  ['every', '@every(3) && i == -1'],
  ['caller', '@caller(main.spawn) && i == -1'],
  ['alive', '@alive(>100000) && i == -1'],
  ['alive-alone', '@alive(>100000)'],
  // All that were made may be so many: the free ones are read too.
  ['alive-counted', '@alive(<1)'],
  ['after', '@after(main.go:AFTER) && i == -1'],
  ['stack', '@stack(main.spawn)'],
];

/** What a condition costs for each pass of a line, beside dlv's own condition. */
export async function* cases(): AsyncGenerator<BenchLine> {
  const on = `${PASSES} passes of a hot loop in fixtures/go/scopes, best of three`;
  const best = new Map<string, number>();
  // Interleaved, so that what else the machine does hits all alike.
  for (let round = 0; round < 3; round++) {
    for (const [name, condition] of CONDITIONS) {
      const millis = await millisPerPass(condition);
      best.set(name, Math.min(millis, best.get(name) ?? Number.POSITIVE_INFINITY));
    }
  }
  const plain = best.get('plain') ?? Number.NaN;
  for (const [name, millis] of best) {
    yield { name: `condition-${name}`, value: millis, unit: 'ms', on };
    yield { name: `condition-${name}-ratio`, value: millis / plain, unit: 'times', on };
  }
}

async function millisPerPass(condition: string): Promise<number> {
  const client = DapClient.start();
  const args = ['1', String(PASSES), '0'];
  const launch = { mode: 'exec', program: builtFixture('scopes'), args };
  await client.start('launch', launch, { path: FILE, lines: [lineOf('scopes', 'started :=')] });
  const { threadId } = await client.stopped();
  const written = condition.replace('AFTER', String(lineOf('scopes', '// open')));
  const breakpoints = [{ line: lineOf('scopes', '// step'), condition: written }];
  const set = await client.request('setBreakpoints', { source: { path: FILE }, breakpoints });
  const [answer] = Array.isArray(set['breakpoints']) ? set['breakpoints'].map(objectOf) : [];
  if (answer?.['verified'] !== true)
    throw new Error(`${condition}: ${String(answer?.['message'])}`);
  await client.request('continue', { threadId });
  await client.event('terminated');
  const micros = Number(/hot (\d+)/.exec(client.output('stdout'))?.[1]);
  await client.disconnect();
  return micros / 1000 / PASSES;
}
