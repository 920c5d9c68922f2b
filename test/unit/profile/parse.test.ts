import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addressOf,
  isGzip,
  parseProfile,
  type Profile,
  stackValues,
} from '../../../src/profile/index.ts';
import {
  decodeWithProtobuf,
  drawProfile,
  encodeProfile,
  messageOf,
  type ProfileMessage,
} from '../../support/draw-profile.ts';

const SMALL = `
      main@m.go:5   main@m.go:5   main@m.go:6
      f@f.go:10     f@f.go:11     f@f.go:10
      f@f.go:10     ~g@f.go:30
      = 1           2             4
      = 10          20            40`;
const TYPES = { types: ['samples/count', 'cpu/nanoseconds'] };

describe('a good file', () => {
  test('everything is there', () => {
    const message = messageOf(SMALL, TYPES);
    const strings = message.stringTable;
    const text = (value: string): number => strings.push(value) - 1;
    const { value, problems } = parseProfile(
      encodeProfile({
        ...message,
        mapping: [{ id: 9, filename: text('/bin/shop'), buildId: text('abc'), memoryStart: 4096 }],
        location: message.location.map((location) => ({ ...location, mappingId: 9 })),
        sample: message.sample.map((sample, index) => ({
          ...sample,
          label: [
            { key: text('tenant'), str: text(`t${index}`) },
            { key: text('bytes'), num: 512, numUnit: text('bytes') },
          ],
        })),
        comment: [text('first'), text('second')],
        durationNanos: 5_000_000_000,
        timeNanos: 1_700_000_000_000,
        period: 10_000_000,
        periodType: { type: text('cpu'), unit: text('nanoseconds') },
        defaultSampleType: text('samples'),
      }),
    );
    expect(problems).toEqual([]);
    expect(value.sampleTypes).toEqual([
      { type: 'samples', unit: 'count' },
      { type: 'cpu', unit: 'nanoseconds' },
    ]);
    expect(value.defaultSampleType).toBe(0);
    expect(value.mappings[0]).toMatchObject({ file: '/bin/shop', buildId: 'abc', start: 4096n });
    expect(value.comments).toEqual(['first', 'second']);
    expect(value.timeNanos).toBe(1_700_000_000_000n);
    expect(value.periodType).toEqual({ type: 'cpu', unit: 'nanoseconds' });
    expect(addressOf(value.locations, 0)).toBe(0x1001n);
    expect(labelsOf(value, 1)).toEqual(['tenant=t1', 'bytes=512 bytes']);
    expect(stackValues(value, 1).total).toBe(70);
  });

  test('without a default sample type the last one counts', () => {
    expect(parseProfile(drawProfile(SMALL, TYPES)).value.defaultSampleType).toBe(1);
  });

  test('samples with the same stack share it', () => {
    const { value } = parseProfile(drawProfile('a   a   a\nb   b   c'));
    expect([...value.samples.stack]).toEqual([0, 0, 1]);
    expect(value.stacks.length).toBe(2);
  });

  test('lists that are not packed, fields in another order, unknown fields', () => {
    // sample { location_id: 1, value: 7, unknown 9: 1 }, then the rest, then sample_type.
    const bytes = [0x12, 6, 0x08, 1, 0x10, 7, 0x48, 1, 0x22, 6, 0x08, 1, 0x22, 2, 0x08, 1];
    const tail = [
      0x2a, 4, 0x08, 1, 0x10, 1, 0x32, 0, 0x32, 1, 0x66, 0x0a, 2, 0x08, 1, 0xf8, 0x01, 5,
    ];
    const { value, problems } = parseProfile(Uint8Array.from([...bytes, ...tail]));
    expect(problems).toEqual([]);
    expect(stacksOf(value)).toEqual(['f 7']);
  });

  test('location ids of 64 bits', () => {
    const message = messageOf('a   b\n= 1   2');
    const ids = [2 ** 40 + 1, 2 ** 52 + 3];
    const { value, problems } = parseProfile(
      encodeProfile({
        ...message,
        location: message.location.map((location, row) => ({ ...location, id: ids[row] ?? 0 })),
        sample: message.sample.map((sample, row) => ({ ...sample, locationId: [ids[row] ?? 0] })),
      }),
    );
    expect(problems).toEqual([]);
    expect(stacksOf(value)).toEqual(['a 1', 'b 2']);
  });

  test('code without names counts per binary', () => {
    const message = messageOf('a   b   c');
    const { value } = parseProfile(
      encodeProfile({
        ...message,
        mapping: [{ id: 1, filename: message.stringTable.push('/lib/libc.so.6') - 1 }],
        location: [{ id: 1, mappingId: 1 }, { id: 2, mappingId: 1 }, { id: 3 }],
        function: [],
      }),
    );
    expect(stacksOf(value)).toEqual(['[libc.so.6] 1', '[libc.so.6] 1', '<unknown> 1']);
    expect(value.functions.length).toBe(2);
  });
});

describe('bad input is a problem, never an exception', () => {
  test.each<[string, (message: ReturnType<typeof messageOf>) => ProfileMessage, string]>([
    ['id 0', (m) => ({ ...m, location: m.location.map((l) => ({ ...l, id: 0 })) }), 'id-zero'],
    [
      'the same id twice',
      (m) => ({ ...m, function: [...m.function, ...m.function] }),
      'id-duplicate',
    ],
    ['no locations', (m) => ({ ...m, location: [] }), 'location-missing'],
    ['no functions', (m) => ({ ...m, function: [] }), 'function-missing'],
    ['no strings', (m) => ({ ...m, stringTable: [] }), 'string-out-of-range'],
    [
      'the first string is not empty',
      (m) => ({ ...m, stringTable: m.stringTable.with(0, 'x') }),
      'first-string-not-empty',
    ],
    [
      'too few values',
      (m) => ({ ...m, sample: m.sample.map((s) => ({ ...s, value: [1] })) }),
      'value-count',
    ],
    [
      'too many values',
      (m) => ({ ...m, sample: m.sample.map((s) => ({ ...s, value: [1, 2, 3] })) }),
      'value-count',
    ],
    [
      'a value beyond 2^53',
      (m) => ({ ...m, sample: m.sample.map((s) => ({ ...s, value: [2 ** 60, 1] })) }),
      'value-inexact',
    ],
    [
      'a broken regular expression',
      (m) => ({ ...m, dropFrames: m.stringTable.push('(') - 1 }),
      'frames-regexp',
    ],
  ])('%s', (_, breakIt, code) => {
    const { value, problems } = parseProfile(encodeProfile(breakIt(messageOf(SMALL, TYPES))));
    expect(problems.map((problem) => problem.code)).toContain(code);
    expect(value.samples.length).toBe(3);
    expect(value.sampleTypes.length).toBe(2);
  });

  test('labels that samples share are a problem in each of them', () => {
    const broken = [0x12, 4, 0x1a, 2, 0x0b, 0];
    const rounded = [0x12, 12, 0x1a, 10, 0x18, ...Array<number>(8).fill(0xff), 0x7f];
    const { value, problems } = parseProfile(
      Uint8Array.from([0x0a, 0, ...broken, ...rounded, ...broken, ...rounded]),
    );
    const wire = problems.filter(({ code }) => code === 'bad-wire-type');
    expect(wire.map(({ offset }) => offset)).toEqual([6, 26]);
    const inexact = problems.find(({ code }) => code === 'value-inexact');
    expect(inexact?.message).toMatch(/^2 values/);
    expect(value.samples.length).toBe(2);
    expect(value.labels.length).toBe(2);
  });

  test('without strings functions keep apart', () => {
    const { value } = parseProfile(encodeProfile({ ...messageOf(SMALL, TYPES), stringTable: [] }));
    expect(value.functions.length).toBe(3);
  });

  test.each([
    ['', 'an empty file'],
    ['<!DOCTYPE html><html>', 'a web page'],
    ['go 1.26 trace\0\0\0\x31', 'an execution trace'],
    ['{"a": 1}', 'JSON'],
    ['hello there, this is text\n', 'text'],
    ['\x1f\x8b\x08\0', 'gzip data that was not inflated'],
  ])('%j seems to be %s', (text, description) => {
    const { value, problems } = parseProfile(Uint8Array.from(text, (c) => c.charCodeAt(0)));
    expect(problems.find(({ code }) => code === 'not-a-profile')?.message).toContain(description);
    expect(value.samples.length).toBe(0);
  });

  test('gzip is recognised', () => {
    expect(isGzip(Uint8Array.of(0x1f, 0x8b))).toBe(true);
    expect(isGzip(Uint8Array.of())).toBe(false);
  });

  test('every prefix: problems say so, what is complete is kept', () => {
    const bytes = drawProfile(SMALL, TYPES);
    const whole = parseProfile(bytes).value;
    let samplesBefore = 0;
    for (let size = 0; size < bytes.length; size++) {
      const { value, problems } = parseProfile(bytes.subarray(0, size));
      expect(problems, `prefix of ${size} bytes`).not.toEqual([]);
      expect(value.samples.length).toBeGreaterThanOrEqual(samplesBefore);
      expect(value.samples.length).toBeLessThanOrEqual(whole.samples.length);
      samplesBefore = value.samples.length;
    }
    expect(samplesBefore).toBe(3);
  });

  test('any bytes, any change of a byte', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void parseProfile(bytes)));
    const good = drawProfile(SMALL, TYPES);
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), (at, byte) => {
        const { value } = parseProfile(good.with(at, byte));
        expect(value.samples.stack.every((stack) => stack < value.stacks.length)).toBe(true);
        expect(value.stacks.frame.every((frame) => frame < value.frames.length)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

test('agrees with protobufjs on random messages', () => {
  const id = fc.integer({ min: 1, max: 12 });
  const value = fc.maxSafeInteger();
  const message = fc.record({
    locations: fc.array(fc.array(id, { maxLength: 5 }), { maxLength: 20 }),
    values: fc.array(fc.tuple(value, value), { minLength: 20, maxLength: 20 }),
  });
  fc.assert(
    fc.property(message, ({ locations, values }) => {
      const bytes = encodeProfile({
        stringTable: ['', 'a', 'b'],
        sampleType: [
          { type: 1, unit: 2 },
          { type: 2, unit: 1 },
        ],
        sample: locations.map((locationId, row) => ({ locationId, value: values[row] ?? [0, 0] })),
        location: Array.from({ length: 12 }, (_, row) => ({
          id: row + 1,
          line: [{ functionId: 1, line: row }],
        })),
        function: [{ id: 1, name: 1, systemName: 1 }],
      });
      const { value: profile, problems } = parseProfile(bytes);
      const expected = decodeWithProtobuf(bytes);
      expect(problems).toEqual([]);
      expected.sample?.forEach((sample, row) => {
        expect(profile.samples.values.map((column) => column[row])).toEqual(sample.value);
        const stack = profile.samples.stack[row] ?? 0;
        const frames = profile.stacks.frame.slice(
          profile.stacks.start[stack],
          profile.stacks.start[stack + 1],
        );
        const ids = [...frames].map((frame) => (profile.frames.location[frame] ?? 0) + 1);
        expect(ids).toEqual(sample.locationId);
      });
    }),
  );
});

function stacksOf(profile: Profile): string[] {
  return [...profile.samples.stack].map((stack, sample) => {
    const { start, frame } = profile.stacks;
    const names = Array.from(
      frame.slice(start[stack], start[stack + 1]),
      (row) => profile.functions.names[profile.frames.function[row] ?? 0],
    );
    return `${names.join(' < ')} ${profile.samples.values[0]?.[sample]}`;
  });
}

function labelsOf({ labels, samples }: Profile, sample: number): string[] {
  const rows: string[] = [];
  const set = samples.labelSet[sample] ?? 0;
  for (let row = labels.start[set] ?? 0; row < (labels.start[set + 1] ?? 0); row++) {
    const text = labels.strings[labels.text[row] ?? 0] ?? '';
    const number = `${labels.number[row]} ${labels.strings[labels.unit[row] ?? 0]}`;
    rows.push(`${labels.strings[labels.key[row] ?? 0]}=${text === '' ? number : text}`);
  }
  return rows;
}
