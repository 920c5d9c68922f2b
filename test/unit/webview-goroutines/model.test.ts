import { expect, test } from 'vitest';
import { placeText } from '../../../webview/shared/place-text.ts';
import { GoroutineViews, parseDump } from '../../../src/goroutines/index.ts';
import type { GoroutineView } from '../../../src/protocol/goroutine-view.ts';
import * as completion from '../../../webview/shared/completion.ts';
import { commandOf, filterKey } from '../../../webview/goroutines/input.ts';
import * as model from '../../../webview/goroutines/model.ts';
import type { PanelState } from '../../../webview/goroutines/model.ts';
import { agoText, nameParts, pauseText, rowText } from '../../../webview/goroutines/words.ts';

const DUMP = [1, 2, 3]
  .map((id) => `goroutine ${id} [select]:\nmain.work()\n\t/app/main.go:9 +0x1\n\n`)
  .join('');
const { value: table } = parseDump(DUMP);
const views = new GoroutineViews();

function viewOf(state: PanelState): GoroutineView {
  const context = {
    generation: 1,
    status: 'complete',
    readMillis: 0,
    takenAt: 0,
    problems: [],
  } as const;
  const answer = views.query(table, model.queryOf(state, { start: 0, count: 50 }), context);
  return { ...answer, pause: null, isTotalOpen: false };
}

test('opening shows members and frames; closing hides them', () => {
  let state = model.INITIAL_STATE;
  state = model.toggled(state, model.identityOf(viewOf(state).rows, 0));
  expect(viewOf(state).rows.kind).toEqual([0, 1, 1, 1]);
  const second = model.identityOf(viewOf(state).rows, 2);
  state = model.toggled(state, second);
  const { rows } = viewOf(state);
  expect(rows.kind).toEqual([0, 1, 1, 3, 1]);
  expect(model.parentPosition(rows, 3)).toBe(2);
  expect(model.parentPosition(rows, 2)).toBe(0);
  expect(model.isOpen(state, second)).toBe(true);
  expect(viewOf(model.toggled(state, second)).rows.kind).toEqual([0, 1, 1, 1]);
});

test('a selection is found again by what it stands for', () => {
  const closed = model.INITIAL_STATE;
  const open = model.toggled(closed, model.identityOf(viewOf(closed).rows, 0));
  const third = model.identityOf(viewOf(open).rows, 3);
  expect(third).toMatchObject({ kind: 1, id: 3 });
  expect(model.positionOf(viewOf(open).rows, third)).toBe(3);
  expect(model.positionOf(viewOf(closed).rows, third)).toBe(-1);
});

test('group rows take two lines', () => {
  const open = model.toggled(
    model.INITIAL_STATE,
    model.identityOf(viewOf(model.INITIAL_STATE).rows, 0),
  );
  const view = viewOf(open);
  expect([0, 1, 2, 3].map((at) => model.lineOf(view, at))).toEqual([0, 2, 3, 4]);
  expect(view.rowCount).toBe(5);
});

test('a suggestion replaces the wrong part', () => {
  const state = { ...model.INITIAL_STATE, filter: 'main state:selcet id:1' };
  expect(model.withSuggestion({ ...state, view: viewOf(state) }).filter).toBe(
    'main state:select id:1',
  );
});

test('what is saved is what the question needs', () => {
  const saved = model.savedStateOf({ ...model.INITIAL_STATE, filter: 'x' });
  expect(Object.keys(saved)).not.toContain('view');
  expect({ ...model.INITIAL_STATE, ...saved }.filter).toBe('x');
});

test('words', () => {
  expect(nameParts('example.com/shop/orders.(*Hub).Run.func1')).toEqual({
    packageName: 'orders',
    name: 'Hub.Run.func1',
  });
  expect(placeText('C:\\shop\\main.go', 7)).toBe('main.go:7');
  expect(agoText(0, 48_000)).toBe('48 s');
  expect(agoText(0, 4_000)).toBe('4 s');
  const open = model.toggled(
    model.INITIAL_STATE,
    model.identityOf(viewOf(model.INITIAL_STATE).rows, 0),
  );
  expect(rowText(viewOf(open).rows, 1)).toBe('goroutine 1\tmain.work\tselect\tmain.go:9');
});

test('keys', () => {
  const plain = { ctrlKey: false, metaKey: false, altKey: false };
  expect(commandOf({ ...plain, key: 'ArrowDown' })).toEqual({ kind: 'move', by: 1 });
  expect(commandOf({ ...plain, key: 'G' })).toEqual({ kind: 'groupBy' });
  expect(commandOf({ ...plain, key: 'c', metaKey: true })).toEqual({ kind: 'copy' });
  expect(commandOf({ ...plain, key: 'g', ctrlKey: true })).toBeNull();
});

const OFFER = {
  from: 6,
  to: 9,
  items: [
    { text: 'tenant', detail: '3' },
    { text: 'tenant=acme', detail: '2' },
  ],
};

test('the list of completions: arrows choose, Tab takes the first, Enter only what is chosen', () => {
  const key = { ctrlKey: false, metaKey: false, altKey: false };
  const open = completion.opened(OFFER, 'label:ten');
  if (!open) throw new Error('nothing offered');
  expect(filterKey({ ...key, key: 'Enter' }, open)).toEqual({ kind: 'leave' });
  expect(filterKey({ ...key, key: 'Tab' }, open)).toEqual({ kind: 'accept', index: 0 });
  expect(completion.moved(open, -1).chosen).toBe(1);
  const second = completion.moved(completion.moved(open, 1), 1);
  expect(second.chosen).toBe(1);
  expect(completion.moved(second, 1).chosen).toBe(0);
  expect(filterKey({ ...key, key: 'Enter' }, second)).toEqual({ kind: 'accept', index: 1 });
  expect(filterKey({ ...key, key: 'Escape' }, second)).toEqual({ kind: 'close' });
  expect(filterKey({ ...key, key: 'Escape' }, null)).toEqual({
    kind: 'command',
    command: { kind: 'clearFilter' },
  });
  expect(filterKey({ ...key, key: 'a' }, open)).toBe(null);
  expect(completion.accepted(second, 1, 'label:ten')).toEqual({
    filter: 'label:tenant=acme ',
    caret: 18,
  });
  const keyOnly = { ...open, from: 0, to: 2, items: [{ text: 'state:', detail: '' }] };
  expect(completion.accepted(keyOnly, 0, 'st id:1')).toEqual({ filter: 'state: id:1', caret: 6 });
  expect(completion.opened({ ...OFFER, items: OFFER.items.slice(0, 1) }, 'label:tenant')).not.toBe(
    null,
  );
  expect(completion.opened({ ...OFFER, items: [] }, 'label:ten')).toBe(null);
});

test('a row as a filter term, added once', () => {
  const { rows } = viewOf(model.INITIAL_STATE);
  const place = { ...rows, file: ['/app/hub.go'], line: [88], key: ['parent 17'] };
  expect(model.termOf('creation', place, 0)).toBe('creator:hub.go:88');
  expect(model.termOf('parent', place, 0)).toBe('parent:17');
  const object = { ...rows, title: ['jobs chan int 0xc000014060'] };
  expect(model.termOf('object', object, 0)).toBe('waits:0xc000014060');
  const labels = { ...rows, labels: [[['path', '/a b']] as const] };
  expect(model.termOf('label', labels, 0)).toBe('label:"path=/a b"');
  expect(model.withTerm('age:>1s ', 'id:7')).toBe('age:>1s id:7');
  expect(model.withTerm('id:7', 'id:7')).toBe('id:7');
});

test('how long a program was paused, in words', () => {
  expect(pauseText({ count: 1, millis: 14.2, rest: null })).toBe('a 14 ms pause');
  expect(pauseText({ count: 3, millis: 0.3, rest: null })).toBe('3 pauses of at most 1 ms');
});
