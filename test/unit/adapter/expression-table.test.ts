import { expect, test } from 'vitest';
import { errorCell } from '../../../src/adapter/expressions/evaluation-error.ts';
import { FrameChoice } from '../../../src/adapter/expressions/frame-choice.ts';
import { ExpressionTable } from '../../../src/adapter/expressions/table.ts';
import { valueText } from '../../../src/adapter/expressions/value-text.ts';
import type { ValueText } from '../../../src/adapter/expressions/value-text.ts';
import { splitWhere } from '../../../src/adapter/expressions/where.ts';
import type { RpcVariable } from '../../../src/delve/rpc-types.ts';
import {
  CELL_CALL,
  CELL_ERROR,
  CELL_NUMBER,
  CELL_STRING,
} from '../../../src/protocol/expression-view.ts';

const FRAME = { position: 0, name: 'main.f', file: 'f.go', line: 1 };

function number(text: string): ValueText {
  return { kind: CELL_NUMBER, text };
}

/** One goroutine per value; its id is 10 more than its position. */
function tableOf(values: readonly ValueText[], queued = values.length): ExpressionTable {
  const table = new ExpressionTable(['x'], false);
  for (let at = 0; at < queued; at++) table.enqueue(at, at + 10);
  for (const value of values) table.add(FRAME, [value]);
  return table;
}

test('numbers are sorted as numbers, errors stand last, equal rows keep their order', () => {
  const table = tableOf([
    number('9'),
    errorCell('could not find symbol value for x'),
    number('100'),
    number('waitReasonSelect (18)'),
    number('9'),
    number('-3'),
  ]);
  expect(table.order({ column: 0, descending: false })).toEqual([5, 0, 4, 3, 2, 1]);
  expect(table.order({ column: 0, descending: true })).toEqual([2, 3, 0, 4, 5, 1]);
  expect(table.order({ column: -1, descending: true })).toEqual([5, 4, 3, 2, 1, 0]);
  expect(table.columns[0]).toMatchObject({ isNumeric: true, errors: 1 });
});

test('what is not read yet follows what is', () => {
  const table = tableOf([number('2'), number('1')], 4);
  expect(table.order(null)).toEqual([0, 1, 2, 3]);
  expect(table.order({ column: 0, descending: false })).toEqual([1, 0, 2, 3]);
  expect(table.read).toBe(2);
});

test('a text among the numbers makes the column a text', () => {
  const table = tableOf([number('10'), { kind: CELL_STRING, text: '"a"' }, number('9')]);
  expect(table.columns[0]?.isNumeric).toBe(false);
  expect(table.order({ column: 0, descending: false })).toEqual([1, 0, 2]);
});

test('dlv’s reasons in words', () => {
  expect(errorCell('could not find symbol value for o')).toEqual({
    kind: CELL_ERROR,
    text: 'not in scope: o',
  });
  expect(errorCell("function calls not allowed without using 'call'").kind).toBe(CELL_CALL);
  expect(errorCell('o.Customer is nil').text).toBe('o.Customer is nil');
});

test('where: and all after it is a Go condition', () => {
  expect(splitWhere('state:chan where:o.Kind == "a b" && o.Total>1')).toEqual({
    filter: 'state:chan',
    where: 'o.Kind == "a b" && o.Total>1',
  });
  expect(splitWhere('where:x')).toEqual({ filter: '', where: 'x' });
  expect(splitWhere('somewhere:x')).toEqual({ filter: 'somewhere:x', where: '' });
});

test('the first frame of own code, else the first outside the runtime', () => {
  const frame = (name: string, file: string): Parameters<FrameChoice['choose']>[0][number] => ({
    pc: 0,
    file,
    line: 7,
    function: { name, value: 0 },
    FrameOffset: 0,
    FramePointerOffset: 0,
    Bottom: false,
    Err: '',
  });
  const park = frame('runtime.gopark', '/go/src/runtime/proc.go');
  const lock = frame('sync.(*Mutex).Lock', '/go/src/sync/mutex.go');
  const own = frame('example.com/shop/orders.(*Service).Place', '/shop/orders.go');
  const main = frame('main.main', '/shop/main.go');
  const choice = new FrameChoice({ kind: 'own' }, ['example.com/shop']);
  expect(choice.choose([park, lock, own, main])).toEqual({
    position: 2,
    name: 'example.com/shop/orders.(*Service).Place',
    file: '/shop/orders.go',
    line: 7,
  });
  expect(choice.choose([park, lock]).position).toBe(1);
  expect(choice.choose([park]).position).toBe(0);
  const named = new FrameChoice({ kind: 'function', text: 'main.main' }, []);
  expect(named.choose([park, lock, own, main]).position).toBe(3);
  expect(named.choose([park]).position).toBe(-1);
});

function variable(fields: Partial<RpcVariable>): RpcVariable {
  return {
    name: '',
    addr: 1,
    value: '',
    type: 'int',
    realType: 'int',
    kind: 2,
    len: 0,
    cap: 0,
    flags: 0,
    onlyAddr: false,
    base: 1,
    children: null,
    unreadable: '',
    ...fields,
  };
}

test('values as one line of Go', () => {
  const text = (fields: Partial<RpcVariable>): string => valueText(variable(fields)).text;
  const one = variable({ name: 'ID', value: '1' });
  expect(text({ value: '5' })).toBe('5');
  expect(text({ kind: 24, value: 'paid', len: 4 })).toBe('"paid"');
  expect(text({ kind: 24, value: 'ab', len: 100 })).toBe('"ab"…+98');
  expect(text({ kind: 22, type: '*int', children: [variable({ addr: 0 })] })).toBe('nil');
  expect(text({ kind: 23, type: '[]int', len: 9, children: [one] })).toBe('[]int{1, …+8}');
  expect(text({ kind: 23, type: '[]int', base: 0 })).toBe('nil');
  const order = variable({ kind: 25, type: 'a.b/shop/orders.Order', len: 2, children: [one] });
  expect(valueText(order).text).toBe('orders.Order{ID: 1, …+1}');
  expect(text({ kind: 22, type: '*orders.Order', children: [order] })).toBe(
    '*orders.Order{ID: 1, …+1}',
  );
  expect(text({ kind: 20, type: 'error', children: [variable({ kind: 0, addr: 0 })] })).toBe('nil');
  const queue = [
    variable({ name: 'qcount', value: '2' }),
    variable({ name: 'dataqsiz', value: '8' }),
  ];
  expect(text({ kind: 18, type: 'chan int', children: queue })).toBe('chan int 2/8');
  expect(text({ kind: 18, type: 'chan int', children: [] })).toBe('nil');
  expect(text({ kind: 24, value: 'x'.repeat(500), len: 500 }).length).toBe(241);
  expect(valueText(variable({ unreadable: 'gone' }))).toEqual({ kind: CELL_ERROR, text: 'gone' });
});
