import { expect, test } from 'vitest';
import type { ExpressionValue } from '../../../src/protocol/expression-view.ts';
import {
  CELL_CALL,
  CELL_NUMBER,
  CELL_OTHER,
  CELL_STRING,
} from '../../../src/protocol/expression-view.ts';
import type { PanelBreakpoint } from '../../../src/protocol/webview-expressions.ts';
import {
  FIRST_STATE as NO_BREAKPOINTS,
  costShare,
  heatCells,
  summaryOf,
  withRemedy,
  withView,
} from '../../../webview/expressions/breakpoint-model.ts';
import {
  closed,
  extended,
  opened,
  parentOf,
  rootNode,
} from '../../../webview/expressions/details-model.ts';
import type { Tree } from '../../../webview/expressions/details-model.ts';
import * as model from '../../../webview/expressions/expression-model.ts';
import { breakpointCommandOf, tableCommandOf } from '../../../webview/expressions/input.ts';

const FORM = {
  goroutines: 'any',
  goroutineValue: '',
  often: 'always',
  every: '',
  after: '',
  from: 'caller',
  fromFunction: '',
  others: '',
  goCondition: '',
  hitCondition: '',
  logMessage: '',
} as const;

function breakpoint(title: string, change: Partial<PanelBreakpoint> = {}): PanelBreakpoint {
  return {
    key: title,
    kind: 'source',
    isEnabled: true,
    title,
    detail: title,
    code: '',
    form: FORM,
    chips: [],
    problems: [],
    isVerified: true,
    message: '',
    status: null,
    canEdit: true,
    ...change,
  };
}

const STATUS = {
  id: 1,
  file: '',
  line: 0,
  cost: 'adapter',
  adapterTerms: ['@stack(main.f)'],
  totalHits: 12,
  goroutines: [9, 3, 5],
  hits: [8, 2, 2],
  evaluationsPerSecond: 210,
  millisPerPass: 1.6,
  advice: '',
  remedy: null,
} as const;

const view = (...breakpoints: PanelBreakpoint[]): Parameters<typeof withView>[1] => ({
  breakpoints,
  tracked: [],
  slowdown: 0.336,
  places: [],
});

test('the answer line: how many, how slow, why', () => {
  const three = view(
    breakpoint('a.go:1'),
    breakpoint('b.go:2', { status: STATUS }),
    breakpoint('c.go:3', { isVerified: false, isEnabled: false }),
  );
  expect(summaryOf(three)).toEqual({
    count: 3,
    slowdown: 34,
    hottest: { key: 'b.go:2', title: 'b.go:2', passes: 210 },
    notSet: 1,
    off: 1,
  });
  expect(costShare(breakpoint('b.go:2', { status: STATUS }))).toBeCloseTo(0.336);
});

test('heat cells stand in the order of the goroutines', () => {
  expect(heatCells(breakpoint('b.go:2', { status: STATUS }))).toEqual([
    { goroutine: 3, hits: 2, share: 0.25 },
    { goroutine: 5, hits: 2, share: 0.25 },
    { goroutine: 9, hits: 8, share: 1 },
  ]);
});

test('what is being typed into the form survives a refresh until it is written', () => {
  const first = withView(NO_BREAKPOINTS, view(breakpoint('a.go:1'), breakpoint('b.go:2')));
  expect(first.selected).toBe('a.go:1');
  const draft = { ...FORM, goCondition: 'x > 1' };
  const typed = withView({ ...first, draft }, view(breakpoint('a.go:1')));
  expect(typed.draft).toEqual(draft);
  expect(withView(typed, view(breakpoint('a.go:1', { form: draft }))).draft).toBeNull();
  expect(withView(typed, view(breakpoint('b.go:2')))).toMatchObject({
    selected: 'b.go:2',
    draft: null,
  });
});

test('columns: added once, changed in place, removed with their order', () => {
  const typed = (draft: string, state = model.FIRST_STATE): model.ExpressionState =>
    model.withDraft({ ...state, draft });
  const two = typed(' o.Kind ', typed('o.ID'));
  expect(two.expressions).toEqual(['o.ID', 'o.Kind']);
  expect(typed('o.ID', two).expressions).toEqual(['o.Kind', 'o.ID']);
  expect(two.history).toEqual(['o.Kind', 'o.ID']);
  const sorted = { ...two, sort: { column: 1, descending: true } };
  expect(model.withDraft({ ...sorted, editing: 1, draft: 'o.Total' })).toMatchObject({
    expressions: ['o.ID', 'o.Total'],
    sort: null,
    editing: null,
  });
  expect(model.withoutColumn(sorted, 0)).toMatchObject({
    expressions: ['o.Kind'],
    sort: { column: 0, descending: true },
  });
  expect(model.withoutColumn(sorted, 1).sort).toBeNull();
});

test('a column is sorted up, down, not at all', () => {
  const up = model.nextSort(null, 2);
  expect(up).toEqual({ column: 2, descending: false });
  const down = model.nextSort(up, 2);
  expect(down).toEqual({ column: 2, descending: true });
  expect(model.nextSort(down, 2)).toBeNull();
  expect(model.nextSort(down, 0)).toEqual({ column: 0, descending: false });
});

test('nothing is asked without a program, an expression, or the function that was promised', () => {
  const session = { name: 'p', phase: 'stopped' } as const;
  const state = { ...model.FIRST_STATE, expressions: ['x'], session };
  expect(model.isAskable(state)).toBe(true);
  expect(model.isAskable({ ...state, expressions: [] })).toBe(false);
  expect(model.isAskable({ ...state, frame: { kind: 'function', text: ' ' } })).toBe(false);
  expect(model.isAskable(model.FIRST_STATE)).toBe(false);
});

function list(names: readonly string[], length: number): ExpressionValue {
  return {
    type: '[]int',
    text: '[]int{…}',
    kind: CELL_OTHER,
    length,
    isString: false,
    canSet: false,
    children: {
      name: names,
      type: names.map(() => 'int'),
      text: names.map(() => '1'),
      kind: names.map(() => CELL_NUMBER),
      length: names.map(() => 2),
      isString: names.map(() => false),
      canSet: names.map(() => true),
      expression: names.map((name) => `x${name}`),
    },
  };
}

const shown = (tree: Tree): string[] =>
  tree.map(({ kind, depth, name, loaded, total }) => {
    const text = kind === 'more' ? `more ${loaded}/${total}` : name;
    return '  '.repeat(depth) + text;
  });

test('a tree of pages opens, grows and closes', () => {
  let tree: Tree = [rootNode('x', CELL_OTHER, '…'), rootNode('y', CELL_OTHER, '…')];
  tree = opened(tree, 0, list(['[0]', '[1]'], 1_000_000));
  expect(shown(tree)).toEqual(['x', '  [0]', '  [1]', '  more 2/1000000', 'y']);
  tree = extended(tree, 3, list(['[2]'], 1_000_000));
  expect(shown(tree)).toEqual(['x', '  [0]', '  [1]', '  [2]', '  more 3/1000000', 'y']);
  tree = opened(tree, 1, list(['a', 'b'], 2));
  expect(shown(tree).slice(0, 5)).toEqual(['x', '  [0]', '    a', '    b', '  [1]']);
  expect(parentOf(tree, 3)).toBe(1);
  expect(shown(closed(tree, 0))).toEqual(['x', 'y']);
});

test('a long text comes in lines', () => {
  const text = {
    ...list([], 100_000_000),
    isString: true,
    kind: CELL_STRING,
    text: 'a\nb'.repeat(3),
  };
  const tree = opened([rootNode('s', CELL_STRING, '"a"…+99')], 0, text);
  expect(tree.slice(1).map((node) => node.text || node.kind)).toEqual([
    'a',
    'ba',
    'ba',
    'b',
    'more',
  ]);
  expect(tree.at(-1)).toMatchObject({ loaded: 9, total: 100_000_000, isString: true });
});

test('a call is not opened but run', () => {
  expect(rootNode('o.Sum()', CELL_CALL, '').canOpen).toBe(false);
});

test('keys', () => {
  const key = (name: string, change: object = {}): Parameters<typeof tableCommandOf>[0] => ({
    key: name,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    ...change,
  });
  expect(tableCommandOf(key('2'))).toEqual({ kind: 'sort', column: 1 });
  expect(tableCommandOf(key('c', { ctrlKey: true }))).toEqual({ kind: 'copy' });
  expect(tableCommandOf(key('Enter', { altKey: true }))).toEqual({ kind: 'open' });
  expect(tableCommandOf(key('x'))).toBeNull();
  expect(breakpointCommandOf(key(' '))).toEqual({ kind: 'toggle' });
  expect(breakpointCommandOf(key('Enter'))).toEqual({ kind: 'edit' });
  expect(breakpointCommandOf(key('Enter', { altKey: true }))).toEqual({ kind: 'open' });
});

test('advice is applied where it says the same as the form, and nothing else is lost', () => {
  const { form } = breakpoint('a.go:1');
  const stack = { ...form, from: 'stack', fromFunction: 'main.f', goCondition: 'x > 1' } as const;
  const applied = (kind: 'caller' | 'startedAs', change: object = {}): unknown => {
    const status = { ...STATUS, remedy: { kind, function: 'main.f' } };
    return withRemedy(breakpoint('a.go:1', { form: { ...stack, ...change }, status }));
  };
  expect(applied('caller')).toEqual({ ...stack, from: 'caller' });
  expect(applied('startedAs')).toEqual({
    ...stack,
    fromFunction: '',
    goroutines: 'startedAs',
    goroutineValue: 'main.f',
  });
  expect(applied('startedAs', { goroutines: 'tracked' })).toBe(null);
  expect(applied('caller', { fromFunction: 'main.g' })).toBe(null);
});
