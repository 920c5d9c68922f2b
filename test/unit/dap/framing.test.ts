import { describe, expect, test } from 'vitest';
import {
  FrameDecoder,
  FramingError,
  MAX_HEADER_BYTES,
  encodeFrame,
} from '../../../src/dap/framing.ts';

function bodiesOf(stream: Buffer, size: number): string[] {
  const decoder = new FrameDecoder();
  const bodies: string[] = [];
  for (let at = 0; at < stream.length; at += size) {
    for (const body of decoder.push(stream.subarray(at, at + size))) bodies.push(body.toString());
  }
  expect(decoder.isPartial).toBe(false);
  return bodies;
}

function errorOf(...chunks: readonly string[]): FramingError {
  const decoder = new FrameDecoder();
  try {
    for (const chunk of chunks) decoder.push(Buffer.from(chunk));
  } catch (error) {
    if (error instanceof FramingError) return error;
  }
  throw new Error('no framing error');
}

describe('frames', () => {
  const messages = ['{"seq":1}', '', '{"text":"grüße 🚀"}', 'x'.repeat(5000)];
  const stream = Buffer.concat(messages.map(encodeFrame));

  test.each([1, 2, 3, 7, 64, 4096, 1_000_000])('split every %i bytes', (size) => {
    expect(bodiesOf(stream, size)).toEqual(messages);
  });

  test('other headers and other case', () => {
    const text = 'Content-Type: application/json\r\ncontent-length:2\r\n\r\n{}';
    expect(bodiesOf(Buffer.from(text), 5)).toEqual(['{}']);
  });

  test('an unfinished frame is known to be one', () => {
    const decoder = new FrameDecoder();
    decoder.push(Buffer.from('Content-Length: 5\r\n\r\n{'));
    expect(decoder.isPartial).toBe(true);
  });

  test('20 MB in small chunks take less than 200 ms', () => {
    const big = encodeFrame(Buffer.alloc(20_000_000, 0x20));
    const started = performance.now();
    const decoder = new FrameDecoder();
    let length = 0;
    for (let at = 0; at < big.length; at += 16_384) {
      for (const body of decoder.push(big.subarray(at, at + 16_384))) length = body.length;
    }
    expect(length).toBe(20_000_000);
    expect(performance.now() - started).toBeLessThan(200);
  });
});

describe('what is no frame', () => {
  test('an HTTP answer fails on its first line', () => {
    expect(errorOf('HTTP/1.1 400 Bad Request\r\n').message).toContain('at byte 0');
  });

  test('garbage after a frame tells its offset', () => {
    expect(errorOf('Content-Length: 2\r\n\r\n{}', '\u0001\u0002').offset).toBe(23);
  });

  test('a length that is none', () => {
    expect(errorOf('Content-Length: -1\r\n\r\n').message).toContain('Content-Length is "-1"');
  });

  test('a length beyond all reason', () => {
    expect(errorOf('Content-Length: 99999999999\r\n\r\n').message).toContain('is above');
  });

  test('no length', () => {
    expect(errorOf('X-Other: 1\r\n\r\n').message).toContain('without Content-Length');
  });

  test('a header without end', () => {
    const endless = `X-Other: ${'x'.repeat(MAX_HEADER_BYTES)}`;
    expect(errorOf(endless).message).toContain('header longer than');
  });
});
