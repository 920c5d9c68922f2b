import { describe, expect, test } from 'vitest';
import { INITIAL_STATE, selectNode, withSpans } from '../../../webview/flame/model.ts';
import type { PageState } from '../../../webview/flame/model.ts';
import { moduleOf } from '../../../webview/flame/module-of.ts';
import * as shapes from '../../../webview/flame/shape.ts';
import { WHOLE_SPANS } from '../../../webview/flame/span.ts';

const SELECTED: PageState = { ...INITIAL_STATE, zoom: 9, selection: { node: 9, function: 3 } };

describe('shapes', () => {
  test('a sandwich has nodes of its own; the function stays', () => {
    const state = shapes.around(SELECTED, 3);
    expect(state.shape).toEqual({ around: 3 });
    expect([state.zoom, state.selection]).toEqual([0, { node: null, function: 3 }]);
  });

  test('the root of a sandwich is its function, that of everything is none', () => {
    const state = shapes.around(SELECTED, 3);
    expect(selectNode(state, 0).selection).toEqual({ node: 0, function: 3 });
    expect(selectNode(SELECTED, 0).selection).toEqual({ node: 0, function: null });
  });

  test('Esc goes back through sandwiches', () => {
    let state = shapes.around(shapes.around(SELECTED, 3), 4);
    state = shapes.stepOut(withSpans(state, { ...WHOLE_SPANS, below: { from: 0.1, to: 0.2 } }));
    expect([state.shape, state.spans]).toEqual([{ around: 4 }, WHOLE_SPANS]);
    state = shapes.stepOut(state);
    expect(state.shape).toEqual({ around: 3 });
    state = shapes.stepOut(state);
    expect([state.shape, state.shapedFrom]).toEqual(['callees', []]);
  });

  test('leaving a sandwich leads to the graph it began in', () => {
    const state = shapes.around(shapes.around(shapes.reversed(SELECTED), 3), 4);
    expect(shapes.leaveSandwich(state).shape).toBe('callers');
  });
});

test('colours of changes are for comparisons only', () => {
  expect(shapes.colourModes(INITIAL_STATE)).not.toContain('change');
  expect(shapes.coloursOf({ ...INITIAL_STATE, colours: 'change' })).toBe('code');
  const modes = shapes.colourModes(INITIAL_STATE);
  const around = modes.reduce((state) => shapes.nextColours(state), INITIAL_STATE);
  expect(shapes.coloursOf(around)).toBe('code');
});

test.each([
  ['github.com/go-chi/chi/v5/middleware', 'github.com/go-chi/chi'],
  ['golang.org/x/net/http2', 'golang.org/x/net'],
  ['go.uber.org/zap/zapcore', 'go.uber.org/zap'],
  ['shop/api/orders', 'shop'],
  ['net/http', 'Go'],
  ['runtime', 'Go'],
  ['main', 'main'],
  ['', 'Go'],
])('%s is of the module %s', (path, module) => {
  expect(moduleOf(path, [])).toBe(module);
});

test('a module that is known is not guessed', () => {
  const modules = ['gitlab.example/a/b', 'gitlab.example/a/b/c', 'shop/api'];
  expect(moduleOf('gitlab.example/a/b/c/d', modules)).toBe('gitlab.example/a/b/c');
  expect(moduleOf('gitlab.example/a/b/cd', modules)).toBe('gitlab.example/a/b');
  expect(moduleOf('shop/api/orders', modules)).toBe('shop/api');
});
