import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  FILTER_KEYS,
  GoroutineViews,
  parseDump,
  parseFilter,
} from '../../../src/goroutines/index.ts';

const DUMP = `goroutine 1 [chan receive, 12 minutes labels:{"tenant": "acme", "request": "42"}]:
orders.(*Notifier).Subscribe.func1()
\t/app/notifier.go:97 +0x1
created by orders.(*Notifier).Subscribe in goroutine 9
\t/app/notifier.go:88 +0x1

goroutine 2 [sync.Mutex.Lock, 1 minutes]:
inventory.(*Store).Reserve()
\t/app/store.go:5 +0x1

goroutine 3 [running]:
main.main()
\t/app/main.go:7 +0x1

goroutine 4 [GC worker (idle)]:
runtime.gopark()
\t/go/runtime/proc.go:1 +0x1
runtime.gcBgMarkWorker()
\t/go/runtime/mgc.go:2 +0x1
`;
const { value: table } = parseDump(DUMP);
const context = {
  generation: 1,
  status: 'complete',
  readMillis: 0,
  takenAt: 0,
  problems: [],
} as const;

/** Ids that pass, in the order of the list; or the error with the wrong part of the filter. */
function matches(filter: string): string {
  const groups = { groupBy: 'start', labelKey: null, sort: 'count', hideSystem: false } as const;
  const views = new GoroutineViews();
  const closed = { ...groups, filter, openGroups: [], openGoroutines: [], start: 0, count: 99 };
  const openGroups = views.query(table, closed, context).rows.key.map((key) => ({ key, limit: 9 }));
  const { rows, filterError: error } = views.query(table, { ...closed, openGroups }, context);
  if (error) {
    return `${error.message} [${filter.slice(error.from, error.to)}] → ${error.suggestion}`;
  }
  return rows.id
    .filter((id) => id > 0)
    .sort((a, b) => a - b)
    .join(' ');
}

test.each([
  ['', '1 2 3 4'],
  ['notifier', '1'],
  ['NOTIFIER.go:97', '1'],
  ['acme', '1'],
  ['state:chan-receive', '1'],
  ['state:chan', '1'],
  ['state:sync.mutex', '2'],
  ['state:waiting', '1 2 4'],
  ['-state:waiting', '3'],
  ['state:lock', '2'],
  ['state:gc', '4'],
  ['age:>5m', '1'],
  ['age:<5m', '2'],
  ['age:>=60s', '1 2'],
  ['age:>5', '1 2 3 4'],
  ['label:tenant', '1'],
  ['label:tenant=acme label:request=42', '1'],
  ['label:tenant=zulu', ''],
  ['func:reserve', '2'],
  ['file:/app/ -file:main', '1 2'],
  ['creator:subscribe', '1'],
  ['id:2-3,9', '2 3'],
  ['"main.main"', '3'],
  ['state:', '1 2 3 4'],
  ['state:chan-recieve age:>5m', 'No state “chan-recieve”. [chan-recieve] → chan-receive'],
  ['stat:running', 'No filter “stat:”. [stat] → state'],
  ['age:>5minutes', 'No age “>5minutes”. [>5minutes] → >5s'],
  ['id:seven', 'No goroutine id “seven”. [seven] → null'],
])('%s → %s', (filter, expected) => {
  expect(matches(filter)).toBe(expected);
});

describe('any text', () => {
  const words = fc.constantFrom(
    ...FILTER_KEYS,
    'x',
    ':',
    '-',
    '"',
    ' ',
    '>',
    '5m',
    '=',
    ',',
    'chan',
    'é',
  );
  it('is parsed without an exception, and errors lie within it', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(words).map((parts) => parts.join('')),
        ),
        (text) => {
          const { error } = parseFilter(text);
          if (error) {
            expect(error.from).toBeGreaterThanOrEqual(0);
            expect(error.to).toBeGreaterThan(error.from);
            expect(error.to).toBeLessThanOrEqual(text.length);
          }
        },
      ),
    );
  });

  it('keeps and leaves out the same goroutines that its negation leaves out and keeps', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('notifier', 'state:waiting', 'label:tenant', 'file:app', 'id:1-2'),
        (term) => {
          expect(
            [matches(term), matches(`-${term}`)].join(' ').split(' ').filter(Boolean).sort(),
          ).toEqual(['1', '2', '3', '4']);
        },
      ),
    );
  });
});
