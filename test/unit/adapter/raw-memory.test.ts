import { expect, test } from 'vitest';
import { blocksOf, readMemory } from '../../../src/adapter/goroutines/raw/memory.ts';
import type { RpcClient } from '../../../src/delve/rpc-client.ts';

const text = (pieces: readonly (readonly [address: number, size: number])[]): string =>
  blocksOf(pieces.map(([address, size]) => ({ address, size })))
    .map(({ address, size, pieces: { length } }) => `${address}+${size} ${length}`)
    .join(', ');

test('pieces close to each other are read together', () => {
  expect(text([])).toBe('');
  expect(
    text([
      [9000, 100],
      [1000, 100],
      [1100, 8],
    ]),
  ).toBe('1000+108 2, 9000+100 1');
  expect(
    text([
      [0, 8],
      [4103, 8],
      [8207, 8],
    ]),
  ).toBe('0+4111 2, 8207+8 1');
});

test('a block holds what dlv reads in one call', () => {
  const pieces = Array.from({ length: 40 }, (_, at): [number, number] => [at * 4000, 4000]);
  expect(text(pieces)).toBe('0+64000 16, 64000+64000 16, 128000+32000 8');
});

/** Memory in which every byte is the low byte of its address, and one page is missing. */
function target(missing: number): { readonly rpc: Pick<RpcClient, 'call'>; calls: number } {
  const told = {
    calls: 0,
    rpc: {
      call: (_method: string, args: object) => {
        told.calls++;
        const { Address: from, Length: length } = args as { Address: number; Length: number };
        if (from < missing + 4096 && from + length > missing) {
          return Promise.reject(new Error('input/output error'));
        }
        const bytes = Buffer.from(Array.from({ length }, (_, at) => (from + at) & 0xff));
        return Promise.resolve({ Mem: bytes.toString('base64'), IsLittleEndian: true });
      },
    } as Pick<RpcClient, 'call'>, // One method of the table is enough here.
  };
  return told;
}

test('what cannot be read is missing, the rest is there', async () => {
  const { rpc } = target(8192);
  const addresses = [0, 4000, 8190, 8200, 12_288, 14_000];
  const memory = await readMemory(
    rpc,
    addresses.map((address) => ({ address, size: 16 })),
  );
  expect(addresses.map((address) => memory.has(address, 16))).toEqual([
    true,
    true,
    false,
    false,
    true,
    true,
  ]);
  expect(memory.u8(4001)).toBe(0xa1);
  expect(memory.u32(12_288)).toBe(0x03020100);
  expect(memory.u64(12_288)).toBe(0x07060504 * 2 ** 32 + 0x03020100);
  expect(memory.has(14_010, 16)).toBe(false);
  expect(() => memory.u8(8192)).toThrow('was not read');
});

test('numbers above 2^53 lose precision but not magnitude; text is cut out', async () => {
  const { rpc } = target(1 << 30);
  const memory = await readMemory(rpc, [{ address: 65, size: 26 }]);
  expect(memory.text(65, 4)).toBe('ABCD');
  expect(memory.text(1, 0)).toBe('');
  expect(memory.u64(72)).toBeGreaterThan(2 ** 62);
});
