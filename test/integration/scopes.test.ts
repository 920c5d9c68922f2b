import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { objectOf } from '../../src/dap/messages.ts';
import type { DapClient } from '../support/dap-client.ts';
import { lineOf } from '../support/go-program.ts';
import type { Answer } from '../support/scopes-program.ts';
import { atGate, goroutines, placeOf, set, visitors } from '../support/scopes-program.ts';

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
  let answers: Answer[] = [];
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
  let answers: Answer[] = [];
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
