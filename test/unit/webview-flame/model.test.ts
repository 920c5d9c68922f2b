import { describe, expect, test } from 'vitest';
import { PATH_CALLER, PATH_FUNCTION } from '../../../src/protocol/analysis.ts';
import type {
  FunctionDetail,
  ProfileInfo,
  SearchResult,
  TableWindow,
} from '../../../src/protocol/analysis.ts';
import * as model from '../../../webview/flame/model.ts';
import type { PageState } from '../../../webview/flame/model.ts';
import { wantedQuestions } from '../../../webview/flame/questions.ts';
import { fromSaved, toSaved } from '../../../webview/flame/saved-state.ts';
import { stepOut } from '../../../webview/flame/shape.ts';
import { drawnWindow } from './drawn-window.ts';

const INFO: ProfileInfo = {
  profile: '/tmp/cpu.pb.gz',
  name: 'cpu.pb.gz',
  sampleTypes: [
    { type: 'samples', unit: 'count', title: 'Samples', total: 100 },
    { type: 'cpu', unit: 'nanoseconds', title: 'CPU time', total: 1e9 },
    { type: 'none', unit: 'count', title: 'Nothing', total: 0 },
  ],
  defaultSampleType: 1,
  sampleCount: 100,
  functionCount: 10,
  durationNanos: 1e9,
  takenAt: 0,
  period: 1e7,
  periodUnit: 'nanoseconds',
  answers: [],
  modules: [],
  problems: [],
  comparison: null,
};
const SHOP = drawnWindow(`
  all 100
    serve 70
      read 20`);
const READY: PageState = {
  ...model.withProfile(model.INITIAL_STATE, INFO),
  widthPixels: 1000,
  flame: SHOP,
};

/** `flame root=0 search=` per question, in order. */
function asked(state: PageState): readonly string[] {
  return wantedQuestions(state).map(({ slot, query }) => {
    const { sampleType, ...rest } = query;
    return `${slot} ${sampleType} ${JSON.stringify(rest)}`;
  });
}

function detailOf(functionId: number): FunctionDetail {
  return {
    function: functionId,
    name: 'main.read',
    kind: 0,
    file: 'read.go',
    line: 1,
    hottestLine: 2,
    callSites: 1,
    self: new Float64Array(3),
    total: new Float64Array(3),
    callers: [],
    callees: [],
    source: null,
  };
}

function found(nodes: readonly number[], error: string | null = null): SearchResult {
  return { functions: nodes.length, total: 1, nodes: Uint32Array.from(nodes), error };
}

function tableOf(start: number, functions: readonly number[], rowCount: number): TableWindow {
  const zeros = new Float64Array(functions.length);
  const none = functions.map(() => '');
  return {
    rowCount,
    start,
    length: functions.length,
    function: Uint32Array.from(functions),
    self: zeros,
    total: zeros,
    line: new Uint32Array(functions.length),
    kind: new Uint8Array(functions.length),
    flags: new Uint8Array(functions.length),
    pathStart: Uint32Array.from([0, ...functions.keys()], (_, row) => row),
    path: Uint32Array.from(functions),
    direction: new Uint8Array(functions.length),
    names: none,
    files: none,
    largestSelf: 0,
    profileTotal: 0,
  };
}

describe('questions', () => {
  test('nothing before the profile, before the layout, or without samples', () => {
    expect(asked(model.INITIAL_STATE)).toEqual([]);
    expect(asked({ ...READY, widthPixels: 0 })).toEqual([]);
    expect(asked(model.withSampleType(READY, 2))).toEqual([]);
  });

  test('the flame graph asks for its window', () => {
    expect(asked(READY)).toEqual([
      'flame 1 {"filter":[],"root":0,"widthPixels":1000,"firstRow":0,"rowCount":64,"search":""}',
      'overview 1 {"filter":[],"root":0,"widthPixels":200,"firstRow":0,"rowCount":512,"search":""}',
    ]);
  });

  test('the table asks in blocks', () => {
    const table = { ...model.withView(READY, 'table'), tableStart: 70, tableCount: 50 };
    expect(asked(table)).toEqual([
      'table 1 {"filter":[],"sort":"self","descending":true,"search":"","start":64,"count":64}',
    ]);
  });

  test('the answer about a node asks nothing new', () => {
    const selected = model.selectNode(READY, 2);
    const answered = model.withDetail(selected, detailOf(7));
    expect(answered.selection).toEqual({ node: 2, function: 7 });
    expect(asked(answered)).toEqual(asked(selected));
  });

  test('a function of the table is located when the flame graph is shown', () => {
    const table = model.selectFunction(model.withView(READY, 'table'), 7, 0);
    expect(asked(table).at(-1)).toBe('detail 1 {"filter":[],"target":{"function":7}}');
    const flame = model.withView(table, 'flame');
    expect(asked(flame).at(-1)).toBe('locate 1 {"filter":[],"target":{"function":7}}');
    const located = model.withLocated(flame, { function: 7, node: 2, path: [0, 1], name: 'read' });
    expect(located.selection?.node).toBe(2);
  });
});

describe('search', () => {
  test('holds when the server has understood it', () => {
    const typed = model.withSearch(READY, 're');
    expect(typed.appliedSearch).toBe('');
    expect(model.withFound(typed, found([2]), 're').appliedSearch).toBe('re');
  });

  test('an answer to what was typed before changes nothing on screen', () => {
    const typed = model.withSearch(READY, 'read');
    const late = model.withFound(typed, found([2]), 're');
    expect(late.appliedSearch).toBe('');
    expect(model.foundOf(late)).toBeNull();
  });

  test('a wrong expression keeps the last valid one', () => {
    const good = model.withFound(model.withSearch(READY, 're'), found([2]), 're');
    const bad = model.withFound(model.withSearch(good, 're('), found([], 'missing )'), 're(');
    expect(bad.appliedSearch).toBe('re');
    expect(model.foundOf(bad)?.error).toBe('missing )');
  });

  test('steps through the hits and around the end', () => {
    const state = model.withFound(model.withSearch(READY, 'r'), found([1, 2]), 'r');
    const nodes: (number | null | undefined)[] = [];
    let step = state;
    for (const by of [1, 1, 1, -1] as const) {
      step = model.stepHit(step, by);
      nodes.push(step.selection?.node);
    }
    expect(nodes).toEqual([1, 2, 1, 2]);
    expect(model.stepHit(state, -1).selection?.node).toBe(2);
  });
});

describe('reveal', () => {
  test('a node of the window is only selected', () => {
    const state = model.revealNode(READY, 2);
    expect([state.selection?.node, state.zoom, state.revealing]).toEqual([2, 0, 2]);
  });

  test('a narrow node is zoomed to', () => {
    expect(model.revealNode(READY, 99).zoom).toBe(99);
  });

  test('where deeper rows were not asked for, they come first', () => {
    const deep = { ...READY, flame: { ...SHOP, depth: 200 } };
    const state = model.revealNode(deep, 99);
    expect([state.zoom, state.rowCount > 200]).toEqual([0, true]);
    expect(model.withFlame(state, { ...SHOP, depth: 200 }).zoom).toBe(99);
  });

  test('a node that does not exist is given up', () => {
    const state = model.withFlame(model.revealNode(READY, 99), SHOP);
    expect(state.revealing).toBeNull();
  });
});

describe('zoom', () => {
  test('goes back the way it came, then clears the selection', () => {
    let state = model.zoomTo(model.zoomTo(model.selectNode(READY, 2), 1), 2);
    const levels: number[] = [];
    for (let i = 0; i < 2; i++) {
      state = stepOut(state);
      levels.push(state.zoom);
    }
    expect(levels).toEqual([1, 0]);
    expect(stepOut(state).selection).toBeNull();
  });

  test('another sample type has other nodes: only the function stays', () => {
    const zoomed = model.withDetail(model.selectNode(model.zoomTo(READY, 1), 2), detailOf(7));
    const state = model.withSampleType(zoomed, 0);
    expect([state.zoom, state.selection, state.flame]).toEqual([
      0,
      { node: null, function: 7 },
      null,
    ]);
  });

  test('a question that fails while zoomed goes back to everything', () => {
    const state = model.withFailure(model.zoomTo(READY, 1), 'no such node', true);
    expect([state.zoom, state.failure]).toEqual([0, 'no such node']);
  });
});

describe('table', () => {
  const TABLE = { ...model.withView(READY, 'table'), table: tableOf(64, [5, 6, 7], 100) };

  test('keys stay within the rows', () => {
    expect(model.tableRowAfter({ ...TABLE, tableRow: 64 }, 1)).toBe(65);
    expect(model.tableRowAfter({ ...TABLE, tableRow: 64 }, Infinity)).toBe(99);
    expect(model.tableRowAfter({ ...TABLE, tableRow: 64 }, -Infinity)).toBe(0);
  });

  test('start from the selected function when its row is known', () => {
    const selected = model.selectFunction(TABLE, 6);
    expect(model.tableRowAfter(selected, 1)).toBe(66);
  });

  test('a row outside the window is selected when its window arrives', () => {
    const waiting = model.selectRow({ ...TABLE, tableRow: 10 });
    expect(waiting.selection).toBeNull();
    const arrived = model.withTable(waiting, tableOf(0, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 42], 100));
    expect(model.selectRow(arrived).selection?.function).toBe(42);
  });

  test('the same header turns around, another starts in its natural order', () => {
    const byName = model.withSort(TABLE, 'name');
    expect([byName.sort, byName.descending]).toEqual(['name', false]);
    expect(model.withSort(byName, 'name').descending).toBe(true);
    expect(model.withSort(byName, 'total').descending).toBe(true);
  });
});

describe('callers and callees in the table', () => {
  const table: TableWindow = {
    ...tableOf(0, [4, 7, 4], 3),
    direction: Uint8Array.of(PATH_FUNCTION, PATH_CALLER, PATH_FUNCTION),
    pathStart: Uint32Array.of(0, 1, 3, 4),
    path: Uint32Array.of(5, 5, 7, 4),
    function: Uint32Array.of(5, 7, 4),
  };
  const state = { ...READY, table };

  test('a row below a function has its path and leads back', () => {
    expect(model.pathOfRow(state, 1)).toEqual({ direction: PATH_CALLER, functions: [5, 7] });
    expect([model.parentRow(state, 1), model.parentRow(state, 2)]).toEqual([0, 2]);
  });

  test('hiding a function forgets what was shown below it', () => {
    const top = { direction: PATH_FUNCTION, functions: [5] };
    const below = { direction: PATH_CALLER, functions: [5, 7] };
    const open = model.withToggled(model.withToggled(state, top), below);
    expect(open.expanded).toEqual([top, below]);
    expect(model.withToggled(open, below).expanded).toEqual([top]);
    expect(model.withToggled(open, top).expanded).toEqual([]);
  });
});

describe('kept state', () => {
  test('comes back for the same profile', () => {
    const state = model.selectNode(model.zoomTo(model.withSampleType(READY, 0), 1), 2);
    const back = model.withProfile(fromSaved(toSaved(state, { flame: 10, table: 20 })), INFO);
    expect([back.sampleType, back.zoom, back.selection?.node]).toEqual([0, 1, 2]);
  });

  test('is left aside for another profile, except the view', () => {
    const state = model.withView(model.zoomTo(READY, 1), 'table');
    const other = model.withProfile(fromSaved(toSaved(state, {})), { ...INFO, profile: '/b' });
    expect([other.zoom, other.view]).toEqual([0, 'table']);
  });
});
