import type { RpcClient } from '../../../delve/rpc-client.ts';

/** What dlv reads in one call at most (ExamineMemoryLengthLimit, service/rpc2/server.go, v1.27.2). */
const BLOCK = 65_536;
/** Less than a page: bridging it never touches a page that none of the pieces is on. */
const GAP = 4095;

export interface Piece {
  readonly address: number;
  readonly size: number;
}

type Reader = Pick<RpcClient, 'call'>;

/** Reads pieces of the target's memory in as few calls as it takes. What cannot be read is missing in the answer. */
export async function readMemory(rpc: Reader, pieces: readonly Piece[]): Promise<Memory> {
  const blocks = await Promise.all(blocksOf(pieces).map((block) => readBlock(rpc, block)));
  return new Memory(blocks.flat());
}

interface Block extends Piece {
  readonly pieces: readonly Piece[];
}

interface Bytes {
  readonly address: number;
  readonly bytes: Buffer;
}

/** Pieces close to each other are read together. */
export function blocksOf(pieces: readonly Piece[]): readonly Block[] {
  const blocks: Block[] = [];
  let from = 0;
  let end = 0;
  let members: Piece[] = [];
  const close = (): void => {
    if (members.length > 0) blocks.push({ address: from, size: end - from, pieces: members });
  };
  for (const piece of pieces.toSorted((a, b) => a.address - b.address)) {
    const pieceEnd = piece.address + piece.size;
    if (members.length > 0 && piece.address - end <= GAP && pieceEnd - from <= BLOCK) {
      members.push(piece);
      end = Math.max(end, pieceEnd);
      continue;
    }
    close();
    from = piece.address;
    end = pieceEnd;
    members = [piece];
  }
  close();
  return blocks;
}

/** A block that cannot be read as a whole is halved until only what is unreadable is missing. */
async function readBlock(rpc: Reader, block: Block): Promise<Bytes[]> {
  if (block.size <= 0 || block.size > BLOCK) return [];
  try {
    const args = { Address: block.address, Length: block.size };
    const { Mem } = await rpc.call('ExamineMemory', args);
    return [{ address: block.address, bytes: Buffer.from(Mem, 'base64') }];
  } catch {
    const middle = block.pieces.length >> 1;
    if (middle === 0) return [];
    const halves = [block.pieces.slice(0, middle), block.pieces.slice(middle)];
    const parts = halves.flatMap((half) => blocksOf(half));
    return (await Promise.all(parts.map((part) => readBlock(rpc, part)))).flat();
  }
}

export function u64At(bytes: Buffer, at: number): number {
  return bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4) * 0x1_0000_0000;
}

/** What was read. Numbers are little-endian; addresses and ids of real programs fit a double exactly. */
export class Memory {
  readonly #blocks: readonly Bytes[];
  #last: Bytes | undefined;

  constructor(blocks: readonly Bytes[]) {
    this.#blocks = blocks.toSorted((a, b) => a.address - b.address);
  }

  has(address: number, size: number): boolean {
    const block = this.#find(address);
    return block !== undefined && address + size <= block.address + block.bytes.length;
  }

  /** One piece, without a copy; undefined when it was not read as a whole. */
  piece(address: number, size: number): Buffer | undefined {
    const block = this.#find(address);
    if (!block) return undefined;
    const at = address - block.address;
    return at + size > block.bytes.length ? undefined : block.bytes.subarray(at, at + size);
  }

  /** The readers throw a RangeError for what `has` denies. */
  u64(address: number): number {
    const block = this.#block(address);
    return u64At(block.bytes, address - block.address);
  }

  u32(address: number): number {
    const block = this.#block(address);
    return block.bytes.readUInt32LE(address - block.address);
  }

  u8(address: number): number {
    const block = this.#block(address);
    return block.bytes.readUInt8(address - block.address);
  }

  text(address: number, size: number): string {
    if (size === 0) return '';
    const block = this.#block(address);
    const at = address - block.address;
    return block.bytes.toString('utf8', at, at + size);
  }

  #block(address: number): Bytes {
    const block = this.#find(address);
    if (!block) throw new RangeError(`0x${address.toString(16)} was not read`);
    return block;
  }

  /** The last block that begins at or before the address, when it reaches that far. */
  #find(address: number): Bytes | undefined {
    const last = this.#last;
    if (last && address >= last.address && address < last.address + last.bytes.length) return last;
    let low = 0;
    let high = this.#blocks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#blocks[middle]?.address ?? 0) <= address) low = middle;
      else high = middle - 1;
    }
    const found = this.#blocks[low];
    if (!found || address < found.address || address >= found.address + found.bytes.length)
      return undefined;
    return (this.#last = found);
  }
}
