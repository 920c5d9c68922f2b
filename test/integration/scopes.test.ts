import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { objectOf } from '../../src/dap/messages.ts';
import { DapClient } from '../support/dap-client.ts';
import { builtFixture, lineOf, sourceOf } from '../support/go-program.ts';

const FILE = sourceOf('scopes');
/** A line of its own for each breakpoint of a test; the same goroutines pass all of them. */
const placeOf = (index: number): number => lineOf('scopes', `// place ${index + 1}.`);

/** A session that stands where all goroutines wait for the gate to open. */
async function atGate(...args: readonly number[]): Promise<DapClient> {
  const client = DapClient.start();
  await client.start(
    'launch',
    { mode: 'exec', program: builtFixture('scopes'), args: args.map(String) },
    { path: FILE, lines: [lineOf('scopes', '// open')] },
  );
  await client.stopped();
  return client;
}

interface Set {
  readonly verified: boolean;
  readonly message: string;
  readonly id: number;
}

async function set(client: DapClient, ...breakpoints: readonly object[]): Promise<Set[]> {
  const body = await client.request('setBreakpoints', { source: { path: FILE }, breakpoints });
  const list: unknown = body['breakpoints'];
  return (Array.isArray(list) ? list : []).map((each) => {
    const { verified, message, id } = objectOf(each);
    return {
      verified: verified === true,
      message: typeof message === 'string' ? message : '',
      id: Number(id),
    };
  });
}

/** Runs to the end: who stood at which breakpoint, in alphabetical order, by the breakpoint's id. */
async function visitors(client: DapClient): Promise<Map<number, string[]>> {
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

interface Stopped {
  readonly threadId: number;
  /** Goroutine and breakpoint of everybody who stood at one, as the event and the view tell. */
  readonly hits: readonly (readonly [goroutine: number, breakpoint: number])[];
}

/** Undefined: the program is over. */
async function nextStop(client: DapClient): Promise<Stopped | undefined> {
  const event = await client.event(['stopped', 'terminated']);
  if (event.event === 'terminated') return undefined;
  const { threadId, hitBreakpointIds, reason } = objectOf(event.body);
  expect(reason).toBe('breakpoint');
  const own = (Array.isArray(hitBreakpointIds) ? hitBreakpointIds : []).map(Number);
  const { simultaneous } = await client.request('delvescope/breakpointView');
  const others = (Array.isArray(simultaneous) ? simultaneous : []).map(objectOf);
  return {
    threadId: Number(threadId),
    hits: [
      ...own.map((id) => [Number(threadId), id] as const),
      ...others.map((hit) => [Number(hit['goroutine']), Number(hit['breakpoint'])] as const),
    ],
  };
}

async function valueOf(client: DapClient, threadId: number, expression: string): Promise<string> {
  const { stackFrames } = await client.request('stackTrace', {
    threadId,
    startFrame: 0,
    levels: 1,
  });
  const frameId = Array.isArray(stackFrames) ? objectOf(stackFrames[0])['id'] : undefined;
  const { result } = await client.request('evaluate', { expression, frameId });
  return String(result).replaceAll('"', '');
}

/** Ids of the goroutines that wait for the gate, by the `name` of their worker. */
async function goroutines(client: DapClient): Promise<Map<string, number>> {
  const { threads } = await client.request('threads');
  const ids = new Map<string, number>();
  for (const thread of Array.isArray(threads) ? threads : []) {
    const { id, name } = objectOf(thread);
    const word = String(name);
    if (word.includes('main.worker')) {
      ids.set(await workerName(client, Number(id)), Number(id));
    } else if (word.includes('main.parent')) ids.set('parent', Number(id));
  }
  return ids;
}

async function workerName(client: DapClient, threadId: number): Promise<string> {
  const { stackFrames } = await client.request('stackTrace', {
    threadId,
    startFrame: 0,
    levels: 5,
  });
  const frames = (Array.isArray(stackFrames) ? stackFrames : []).map(objectOf);
  const frameId = frames.find(({ name }) => String(name) === 'main.worker')?.['id'];
  const { result } = await client.request('evaluate', { expression: 'name', frameId });
  return String(result).replaceAll('"', '');
}

const words = (text: string): string[] => (text === '' ? [] : text.split(' ')).sort();
const EVERYBODY = 'spawned closure method request42 request43 child1 child2';

describe('each term lets its goroutines stop', () => {
  const terms: readonly (readonly [condition: string, who: string])[] = [
    ['@goroutine(ID:closure)', 'closure closure closure'],
    ['@childOf(ID:parent)', 'child1 child1 child1 child2 child2 child2'],
    ['@createdBy(main.spawn)', 'spawned spawned spawned'],
    ['@createdBy(main.spawnInClosure)', 'closure closure closure'],
    ['@createdBy(main.spawnInClosure.func1)', 'closure closure closure'],
    ['@startedAs(main.(*server).serve)', 'method method method method method method'],
    ['@startedAs(main.worker) && @createdBy(main.parent) && i == 1', 'child1 child2'],
    ['@label(request=42)', 'request42 request42 request42'],
    ['@label(request) && i == 0', 'request42 request43'],
    ['@label(kind=scoped) && @every(3)', 'request42 request43'],
    ['@once', EVERYBODY],
    ['@every(3)', `${EVERYBODY} method`],
    ['@after(main.go:LINE:mark)', 'spawned spawned'],
    ['@after(main.go:LINE:mark) && @once', 'spawned'],
    ['@caller(main.viaHelper)', 'method method method'],
    ['@stack(main.viaHelper) && i > 0', 'method method'],
    ['@stack(main.(*server).serve) && @every(2)', 'method method method'],
    ['@alive(>=2) && @goroutine(ID:closure) && i == 1', 'closure'],
    ['@alive(>1000)', ''],
    ['@tracked && @once', 'child1 closure'],
    ['i == 2 && name != "method"', EVERYBODY.replace(' method', '')],
    ['delve.catch(nosuch.field == 3) && @once', ''],
  ];
  let client: DapClient;
  let found = new Map<number, string[]>();
  let answers: Set[] = [];
  beforeAll(async () => {
    client = await atGate(3);
    const ids = await goroutines(client);
    const conditions = terms.map(([template]) =>
      template
        .replaceAll(/ID:(\w+)/g, (_all, name: string) => String(ids.get(name)))
        .replaceAll(/LINE:(\w+)/g, (_all, name: string) => String(lineOf('scopes', `// ${name}`))),
    );
    answers = await set(
      client,
      ...conditions.map((condition, index) => ({ line: placeOf(index), condition })),
    );
    for (const name of ['child1', 'closure']) {
      await client.request('delvescope/trackGoroutine', {
        goroutine: ids.get(name),
        isTracked: true,
      });
    }
    found = await visitors(client);
  });
  afterAll(() => client.disconnect());

  test.each(terms.map(([term, who], index) => [term, who, index] as const))(
    '%s',
    (_term, who, index) => {
      const answer = answers[index];
      expect([answer?.verified, found.get(answer?.id ?? 0) ?? []]).toEqual([true, words(who)]);
    },
  );
});

describe('a wrong condition never stops the program', () => {
  const refused = [
    ['@onse', 'There is no term @onse. Did you mean @once?'],
    ['@once || i > 3', 'Terms with @ are joined by && only.'],
    [
      '@createdBy(main.spwan)',
      'The program has no function main.spwan: not in it. Did you mean main.spawn?',
    ],
    ['@stack(nosuch.f)', 'The program has no function nosuch.f: nothing of nosuch is in it.'],
    ['@after(main.go:1)', 'could not find statement at'],
    ['@after(nosuch.go:1)', 'location "nosuch.go:1" not found'],
    ['nosuchvar == 1', 'could not find symbol value for nosuchvar'],
    ['@once && nosuchvar == 1', 'could not find symbol value for nosuchvar'],
    ['i == ', 'expected operand'],
    ['hot(i) == 2', "function calls not allowed without using 'call'"],
    ['"text"', 'condition expression not boolean'],
  ] as const;
  const atFirstHit = [
    ['i', 'condition expression not boolean'],
    ['gate == 1', 'can not convert 1 constant to chan struct {}'],
    ['total == done', 'mismatched types'],
    ['@once && name.field == 3', 'has no member field'],
    ['@once && name > 3', 'can not convert 3 constant to string'],
  ] as const;
  let client: DapClient;
  let found = new Map<number, string[]>();
  let answers: Set[] = [];
  beforeAll(async () => {
    client = await atGate(2);
    const conditions = [...refused, ...atFirstHit].map(([condition]) => condition);
    answers = await set(
      client,
      ...conditions.map((condition, index) => ({ line: placeOf(index), condition })),
    );
    found = await visitors(client);
  });
  afterAll(() => client.disconnect());

  test('none does', () => expect(found).toEqual(new Map()));
  test.each(refused.map(([...row], index) => [...row, index] as const))(
    '%s',
    (_text, reason, index) => {
      expect(answers[index]).toMatchObject({
        verified: false,
        message: expect.stringContaining(reason),
      });
    },
  );
  test.each(atFirstHit.map(([...row], index) => [...row, index] as const))(
    '%s is found out at the first hit',
    async (_text, reason, index) => {
      const { id, verified } = answers[refused.length + index] ?? { id: 0, verified: false };
      expect(verified).toBe(true);
      const told = await client.event(
        'breakpoint',
        (body) => objectOf(body['breakpoint'])['id'] === id,
      );
      const message: unknown = expect.stringContaining(reason);
      expect(objectOf(told.body)['breakpoint']).toMatchObject({ id, verified: false, message });
    },
  );
});
