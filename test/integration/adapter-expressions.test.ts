import { afterEach, expect, test } from 'vitest';
import type {
  ExpressionFrames,
  ExpressionTableView,
  ExpressionValue,
} from '../../src/protocol/expression-view.ts';
import { CELL_CALL, CELL_ERROR, CELL_NUMBER } from '../../src/protocol/expression-view.ts';
import { objectOf } from '../../src/dap/messages.ts';
import { DapClient } from '../support/dap-client.ts';
import { builtFixture, lineOf, sourceOf, until } from '../support/go-program.ts';

let client = DapClient.start('--help');
afterEach(() => client.close());

async function stoppedWith(count: number): Promise<number> {
  client = DapClient.start();
  await client.start(
    'launch',
    { mode: 'exec', program: builtFixture('values'), args: [String(count)] },
    { path: sourceOf('values'), lines: [lineOf('values', 'fmt.Fprintln(os.Stderr, "round"')] },
  );
  return (await client.stopped()).threadId;
}

interface Asked {
  readonly expressions: readonly string[];
  readonly filter?: string;
  readonly hideSystem?: boolean;
  readonly frame?: object;
  readonly sort?: object;
  readonly count?: number;
  readonly start?: number;
}

async function ask({ sort, count = 50, start = 0, ...asked }: Asked): Promise<ExpressionTableView> {
  const definition = { hideSystem: true, filter: 'func:main.serve', ...asked };
  const query = { definition, sort, count, start };
  // Checked by what is expected of it.
  return (await client.request(
    'delvescope/expressionTable',
    query,
  )) as unknown as ExpressionTableView;
}

async function complete(asked: Asked): Promise<ExpressionTableView> {
  for (;;) {
    const view = await ask(asked);
    if (view.status !== 'reading') return view;
    await client.event('delvescope/expressionTableChanged');
  }
}

async function valueOf(
  expression: string,
  { goroutine = -1, start = 0, count = 100 } = {},
): Promise<ExpressionValue> {
  const scope = { goroutine, frame: 0, deferred: 0 };
  const query = { scope, expression, start, count };
  return (await client.request('delvescope/expressionValue', query)) as unknown as ExpressionValue;
}

test('five expressions over 1,000 goroutines in their own frame, with errors per row', async () => {
  await stoppedWith(1000);
  const expressions = ['o.ID', 'o.Kind', 'o.Customer.Name', 'len(o.Items)', 'o.Sum()'];
  const view = await complete({ expressions });
  expect(view).toMatchObject({ status: 'complete', read: 1000, total: 1000, rowCount: 1000 });
  expect(new Set(view.rows.name)).toEqual(new Set(['main.serve']));
  expect(view.rows.file[0]).toBe(sourceOf('values'));
  const ids = view.columns[0];
  expect(ids).toMatchObject({ isNumeric: true, distinct: 1000, errors: 0 });
  expect(view.columns[1]).toMatchObject({ isNumeric: false, distinct: 1 });
  expect(view.columns[2]?.errors).toBe(334);
  expect(view.errors).toBe(334);
  expect(view.columns[4]).toMatchObject({ calls: true, errors: 0 });
  expect(view.rows.cells[4]?.kind[0]).toBe(CELL_CALL);
  const row = view.rows.cells[0]?.text.indexOf('3') ?? -1;
  if (row >= 0) expect(view.rows.cells[2]?.kind[row]).toBe(CELL_ERROR);
  // Numbers are numbers: 999 is more than 99.
  const sorted = await complete({ expressions, sort: { column: 0, descending: true }, count: 3 });
  expect(sorted.rows.cells[0]).toEqual({
    text: ['999', '998', '997'],
    kind: [CELL_NUMBER, CELL_NUMBER, CELL_NUMBER],
  });
  expect(sorted.rows.labels[0]).toEqual([['request', '999']]);
  expect(sorted.generation).toBe(view.generation);
  // What could not be read stands last, whichever way.
  const byName = { column: 2, descending: true };
  const tail = await complete({ expressions, sort: byName, start: 998, count: 2 });
  expect(tail.rows.cells[2]?.kind).toEqual([CELL_ERROR, CELL_ERROR]);
});

test('where: keeps the rows whose value fits, a function on the stack chooses frame and goroutines', async () => {
  await stoppedWith(60);
  const where = await complete({
    expressions: ['o.ID'],
    filter: 'func:main.serve where:o.Total > 14',
  });
  expect(where.rows.cells[0]?.text.map(Number).toSorted((a, b) => a - b)).toEqual([57, 58, 59]);
  expect(where.rowCount).toBe(3);
  expect(where.read).toBe(60);
  const undecided = await complete({
    expressions: ['o.ID'],
    filter: 'func:main.serve where:o.Customer.Name == "customer 4"',
  });
  expect(undecided.rows.cells[0]?.text).toEqual(['4']);
  expect(undecided.whereErrors).toBe(20);
  expect(undecided.whereError).toBe('o.Customer is nil');
  const inMain = await complete({
    expressions: ['i', 'nosuch'],
    filter: '',
    frame: { kind: 'function', text: 'main.stop' },
  });
  expect(inMain.rows.cells[0]?.text).toEqual(['0']);
  expect(inMain.rows.cells[1]?.text).toEqual(['not in scope: nosuch']);
  expect(inMain.rows.name).toEqual(['main.stop']);
  const wrong = await ask({ expressions: ['o.ID'], filter: 'stat:running' });
  expect(wrong.filterError?.suggestion).toBe('state');
  expect(wrong.rowCount).toBe(0);
});

test('stopped, gone on, resumed: rows are kept and marked, a step waits for no table', async () => {
  const threadId = await stoppedWith(4000);
  const asked = { expressions: ['o.ID', 'o.Kind'] };
  const first = await ask(asked);
  expect(first.status).toBe('reading');
  await client.request('delvescope/expressionTableStop', { resume: false });
  const stopped = await ask(asked);
  expect(stopped.status).toBe('stopped');
  expect(stopped.read).toBeLessThan(4000);
  expect((await ask(asked)).read).toBe(stopped.read);
  await client.request('delvescope/expressionTableStop', { resume: true });
  expect((await ask(asked)).status).toBe('reading');
  const began = performance.now();
  await client.request('next', { threadId });
  await client.stopped();
  // 4,000 goroutines take half a second and more; a batch takes 25 ms.
  expect(performance.now() - began).toBeLessThan(400);
  const anew = await ask(asked);
  expect(anew.generation).toBeGreaterThan(first.generation);
  await client.request('continue', { threadId });
  const stale = await ask(asked);
  expect(['stale', 'reading', 'complete']).toContain(stale.status);
  await client.stopped();
  const all = await complete(asked);
  expect(all).toMatchObject({ status: 'complete', read: 4000 });
  await client.request('setBreakpoints', { source: { path: sourceOf('values') }, breakpoints: [] });
  await client.request('continue', { threadId });
  const kept = await ask(asked);
  expect(kept).toMatchObject({ status: 'stale', read: 4000, rowCount: 4000 });
  expect(kept.rows.cells[0]?.text).toHaveLength(50);
  await client.request('pause', { threadId: 0 });
  await client.stopped();
});

test('a slice of a million, 100 MB of text and a map are read in pages', async () => {
  await stoppedWith(3);
  const big = await valueOf('big');
  expect(big.children.name).toEqual(['*']);
  const { children } = await valueOf('*big');
  expect(children.name).toEqual(['Numbers', 'Text', 'Names']);
  expect(children.length).toEqual([1_000_000, 100_000_000, 5000]);
  const [numbers = '', text = '', names = ''] = children.expression;
  const began = performance.now();
  const page = await valueOf(numbers, { start: 900_000, count: 1000 });
  expect(page.children.name[0]).toBe('[900000]');
  expect(page.children.text.at(-1)).toBe('900999');
  expect(page.children.name).toHaveLength(1000);
  const element = await valueOf(page.children.expression[5] ?? '');
  expect(element).toMatchObject({ text: '900005', canSet: true, length: 0 });
  const part = await valueOf(text, { start: 99_999_990, count: 500 });
  expect(part).toMatchObject({ text: 'abcdefghij', length: 100_000_000, isString: true });
  const entries = await valueOf(names, { start: 4900, count: 1000 });
  expect(entries.children.name).toHaveLength(100);
  expect(performance.now() - began).toBeLessThan(2000);
});

test("the editor's own variables page arrays and cut long text", async () => {
  const threadId = await stoppedWith(3);
  const { stackFrames } = await client.request('stackTrace', { threadId, levels: 1 });
  const frameId = (stackFrames as { id: number }[])[0]?.id; // As DAP has it.
  const read = (expression: string): Promise<Readonly<Record<string, unknown>>> =>
    client.request('evaluate', { expression, frameId, context: 'watch' });
  const numbers = await read('big.Numbers');
  expect(numbers['indexedVariables']).toBe(1_000_000);
  const page = await client.request('variables', {
    variablesReference: numbers['variablesReference'],
    filter: 'indexed',
    start: 999_000,
    count: 100,
  });
  expect((page['variables'] as { value: string }[]).at(-1)?.value).toBe('999099');
  expect(String((await read('big.Text'))['result']).length).toBeLessThan(10_000);
});

test('values are written, functions called at the user’s word, endless ones stopped', async () => {
  const threadId = await stoppedWith(3);
  const scope = { goroutine: threadId, frame: 0, deferred: 0 };
  await client.request('delvescope/expressionSet', { scope, expression: 'i', value: '7' });
  expect((await valueOf('i')).text).toBe('7');
  await client.request('delvescope/expressionSet', { scope, expression: 'text', value: '"new"' });
  expect((await valueOf('text')).text).toBe('new');
  const refused = await client.try('delvescope/expressionSet', {
    scope,
    expression: 'i',
    value: 'x',
  });
  expect(refused.success).toBe(false);
  const called = await client.request('delvescope/expressionCall', {
    scope,
    expression: 'o.Sum()',
  });
  expect(called['text']).toMatch(/0/);
  const parked = (await complete({ expressions: ['o.ID'] })).rows.id[0];
  const inParked = await client.try('delvescope/expressionCall', {
    scope: { ...scope, goroutine: parked },
    expression: 'o.Sum()',
  });
  expect(inParked.message).toMatch(/parked/);
  const endless = client.try('delvescope/expressionCall', { scope, expression: 'o.Forever()' });
  expect(await until(() => client.output('stderr').includes('forever'))).toBe(true);
  await client.request('delvescope/expressionCallStop');
  expect((await endless).success).toBe(false);
  await client.stopped();
  // The runtime runs the call in a goroutine of its own; it stands in the middle of it and can be looked at.
  const forever = await complete({
    expressions: ['o.ID >= 0'],
    filter: 'func:Forever',
    hideSystem: false,
  });
  expect(forever.rows.name).toEqual(['main.(*order).Forever']);
  expect(forever.rows.cells[0]?.text).toEqual(['true']);
});

test('what a frame has deferred', async () => {
  await stoppedWith(3);
  const { rows } = await complete({ expressions: ['o.ID'] });
  const [goroutine = 0, frame = 0] = [rows.id[0], rows.frame[0]];
  const frames = (await client.request('delvescope/expressionFrames', {
    goroutine,
  })) as unknown as ExpressionFrames; // As the protocol has it.
  expect(frames.name[frame]).toBe('main.serve');
  expect(frames.deferred[frame]).toEqual(['main.finish']);
  const inDeferred = (expression: string): ReturnType<DapClient['try']> => {
    const scope = { goroutine, frame, deferred: 1 };
    return client.try('delvescope/expressionValue', { scope, expression, start: 0, count: 10 });
  };
  expect(Number(objectOf((await inDeferred('runtime.allglen')).body)['text'])).toBeGreaterThan(3);
  expect((await inDeferred('runtime.curg.goid')).message).toMatch(/another goroutine/);
  expect((await inDeferred('id')).message).toMatch(/the frame that defers it has the values/);
  const channel = await complete({ expressions: ['wake'] });
  expect(channel.rows.cells[0]?.text[0]).toBe('chan int 0/0');
});

test('what is shown can be exported', async () => {
  await stoppedWith(5);
  const asked = { expressions: ['o.ID', 'o.Kind'] };
  await complete(asked);
  const sort = { column: 0, descending: false };
  const csv = await client.request('delvescope/expressionTableExport', { sort, format: 'csv' });
  const lines = String(csv['text']).trim().split('\r\n');
  expect(lines[0]).toBe('goroutine,labels,o.ID,o.Kind,line');
  expect(lines[1]).toMatch(/^\d+,request=0,0,"""paid""",.*main\.go:\d+$/);
  const json = await client.request('delvescope/expressionTableExport', { sort, format: 'json' });
  const rows = JSON.parse(String(json['text'])) as { values: object }[]; // Written above.
  expect(rows.map(({ values }) => values).at(-1)).toEqual({ 'o.ID': 4, 'o.Kind': '"paid"' });
});

test('functions are found by a part of their name, own ones first', async () => {
  await stoppedWith(3);
  const find = async (text: string): Promise<unknown> =>
    (await client.request('delvescope/expressionFunctions', { text, count: 2 }))['names'];
  expect(await find('main.s')).toEqual(['main.serve', 'main.stop']);
  expect(await find('(*order).sum')).toEqual(['main.(*order).Sum']);
});
