import { describe, expect, test } from 'vitest';
import type { GraphPicture, SourceListing, TagTable } from '../../../src/protocol/profile-views.ts';
import {
  beside,
  edgePath,
  fitted,
  heaviest,
  hottest,
  opening,
  revealed,
  zoomed,
} from '../../../webview/flame/graph-geometry.ts';
import { hotLine, listingRows, rowAfter } from '../../../webview/flame/source-rows.ts';
import { keyTerm, tagRows, tagTerm } from '../../../webview/flame/tag-model.ts';

/**
 *        a
 *      5/ \\2
 *      b   c
 */
const PICTURE: GraphPicture = {
  width: 400,
  height: 200,
  length: 3,
  function: Int32Array.of(7, 8, 9),
  names: ['a', 'b', 'c'],
  kind: new Uint8Array(3),
  hits: new Uint8Array(3),
  flat: Float64Array.of(0, 5, 2),
  cum: Float64Array.of(7, 5, 2),
  x: Float64Array.of(200, 100, 300),
  y: Float64Array.of(40, 160, 160),
  boxWidth: Float64Array.of(100, 100, 100),
  boxHeight: Float64Array.of(40, 40, 40),
  textSize: Float64Array.of(12, 22, 18),
  edges: {
    length: 2,
    caller: Uint32Array.of(0, 0),
    callee: Uint32Array.of(1, 2),
    weight: Float64Array.of(5, 2),
    flags: new Uint8Array(2),
    pointStart: Uint32Array.of(0, 3, 5),
    points: Float64Array.of(200, 60, 150, 100, 100, 140, 200, 60, 300, 140),
    labelX: Float64Array.of(150, 250),
    labelY: Float64Array.of(100, 100),
  },
  nodesBefore: 3,
  droppedNodes: 0,
  nodeCutoff: 0,
  droppedEdges: 0,
  edgeCutoff: 0,
  profileTotal: 7,
};

describe('call graph', () => {
  test('keys walk along the heaviest edges and along a layer', () => {
    expect(heaviest(PICTURE, 0, 'callee')).toBe(1);
    expect(heaviest(PICTURE, 2, 'caller')).toBe(0);
    expect(heaviest(PICTURE, 0, 'caller')).toBe(-1);
    expect([beside(PICTURE, 1, 1), beside(PICTURE, 1, -1), beside(PICTURE, 0, 1)]).toEqual([
      2, -1, -1,
    ]);
    expect(hottest(PICTURE)).toBe(1);
  });

  test('a small picture is shown whole, of a large one the part around a box', () => {
    expect(fitted(PICTURE, { width: 800, height: 400 })).toEqual({ x: 200, y: 100, scale: 1 });
    expect(fitted(PICTURE, { width: 200, height: 400 }).scale).toBe(0.5);
    const part = opening(PICTURE, { width: 100, height: 400 }, 2);
    expect(part.scale).toBe(0.85);
    // The middle of the box is in the middle of the view.
    expect(300 * part.scale + part.x).toBeCloseTo(50);
  });

  test('zooming keeps the point under the pointer', () => {
    const place = zoomed({ x: 10, y: 20, scale: 1 }, 2, 110, 120);
    expect(place).toEqual({ x: -90, y: -80, scale: 2 });
    expect(zoomed(place, 100, 0, 0).scale).toBe(3);
  });

  test('a box that is walked to is moved into view, no further', () => {
    const view = { width: 200, height: 200 };
    const at = { x: 0, y: 0, scale: 1 };
    expect(revealed(at, PICTURE, 1, view)).toMatchObject({ x: 0, y: -4 });
    expect(revealed(at, PICTURE, 2, view)).toMatchObject({ x: -174 });
  });

  test('edges are rounded between their points', () => {
    expect(edgePath(PICTURE, 0)).toBe('M200.0 60.0Q150.0 100.0 100.0 140.0');
    expect(edgePath(PICTURE, 1)).toBe('M200.0 60.0L300.0 140.0');
  });
});

describe('source', () => {
  const call = { function: 1, name: 'f', value: 1 };
  const LISTING: SourceListing = {
    file: 'a.go',
    path: '/a.go',
    tried: [],
    flat: 1,
    cum: 8,
    isStale: false,
    isBuild: true,
    line: Uint32Array.of(10, 11, 12),
    text: ['', '', ''],
    flatOf: Float64Array.of(0, 1, 0),
    cumOf: Float64Array.of(2, 1, 5),
    calls: [
      { ...call, at: 0, isInlined: true },
      { ...call, at: 2, isInlined: false },
    ],
    hidden: 0,
  };
  const shown = (turned: string[] = []) =>
    listingRows([LISTING], new Set(turned)).map(({ line, call: called }) =>
      called === null ? String(line) : `${line} ${called.name}`,
    );

  test('inlined calls are shown at first, others when they are asked for', () => {
    expect(shown()).toEqual(['10', '10 f', '11', '12']);
    expect(shown(['0:0', '0:2'])).toEqual(['10', '11', '12', '12 f']);
  });

  test('steps lead along lines, and along those with a figure', () => {
    const rows = listingRows([LISTING], new Set());
    expect(hotLine(rows, [LISTING])).toBe(3);
    expect(rowAfter(rows, 0, 1, ({ isHot }) => isHot)).toBe(2);
    expect(rowAfter(rows, 3, 1)).toBe(3);
    expect(rowAfter(rows, 3, -Infinity)).toBe(0);
  });
});

describe('labels', () => {
  const TABLE: TagTable = {
    keys: [
      {
        key: 'tenant',
        total: 3,
        valueCount: 2,
        values: [
          { text: 'a', term: 'tenant=^a$', value: 3, flat: 0, cum: 0, split: [] },
          { text: 'b', term: 'tenant=^b$', value: 0, flat: 0, cum: 0, split: [] },
        ],
      },
    ],
    columns: [],
    profileTotal: 3,
  };

  test('values without samples have no row', () => {
    expect(tagRows(TABLE).map(({ value }) => value?.text ?? null)).toEqual([null, 'a']);
  });

  test('ignored values of a key add up, anything else takes the place of the term', () => {
    const filter = [{ word: 'tagignore', value: 'tenant=^a$' }] as const;
    const ignored = (value: string) => tagTerm(filter, 'tagignore', value).value;
    expect(ignored('tenant=^b$')).toBe('tenant=^a$,^b$');
    expect(ignored('tenant=^a$')).toBe('tenant=^a$');
    expect(ignored('bytes=512bytes')).toBe('bytes=512bytes');
    expect(tagTerm(filter, 'tagfocus', 'tenant=^b$').value).toBe('tenant=^b$');
  });

  test('keys of tagroot add up', () => {
    const filter = [{ word: 'tagroot', value: 'tenant' }] as const;
    expect(keyTerm(filter, 'tagroot', 'path').value).toBe('tenant,path');
    expect(keyTerm(filter, 'tagroot', 'tenant').value).toBe('tenant');
    expect(keyTerm(filter, 'tagleaf', 'path').value).toBe('path');
  });
});
