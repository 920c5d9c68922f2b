import { open } from 'node:fs/promises';
import type { Mapping } from '../profile/index.ts';

/** Turns an address of a process into the one that its binary has for it. */
export type ToObjectAddress = (address: bigint, mapping: Mapping | null) => bigint;

interface Segment {
  readonly offset: bigint;
  readonly address: bigint;
  readonly size: bigint;
}

/**
 * A position independent program lies somewhere else in each process: the mapping says where, and the program headers
 * of the binary what it has there (internal/elfexec of pprof, GetBase). Other binaries lie where they say.
 */
export async function objectAddresses(binary: string): Promise<ToObjectAddress> {
  const segments = await codeSegments(binary).catch(() => null);
  if (!segments) return (address) => address;
  return (address, mapping) => {
    if (!mapping || mapping.start === 0n) return address;
    const offset = address - mapping.start + mapping.fileOffset;
    const segment = segments.find(
      (each) => each.offset <= offset && offset < each.offset + each.size,
    );
    return segment ? offset - segment.offset + segment.address : address;
  };
}

/** The executable parts of a position independent binary; null for others, and for those of other systems. */
async function codeSegments(binary: string): Promise<Segment[] | null> {
  const file = await open(binary);
  try {
    const header = await read(HEADER_BYTES, 0n);
    const isElf64 = header.getUint32(0) === ELF_MAGIC && header.getUint16(4) === CLASS_64_LITTLE;
    if (!isElf64 || header.getUint16(16, true) !== TYPE_SHARED) return null;
    const size = header.getUint16(54, true);
    const count = header.getUint16(56, true);
    const table = await read(size * count, header.getBigUint64(32, true));
    const segments: Segment[] = [];
    for (let at = 0; at + 56 <= table.byteLength; at += size) {
      const isCode = (table.getUint32(at + 4, true) & EXECUTABLE) !== 0;
      if (table.getUint32(at, true) !== LOADED || !isCode) continue;
      segments.push({
        offset: table.getBigUint64(at + 8, true),
        address: table.getBigUint64(at + 16, true),
        size: table.getBigUint64(at + 40, true),
      });
    }
    return segments;
  } finally {
    await file.close();
  }

  async function read(length: number, position: bigint): Promise<DataView> {
    const bytes = new Uint8Array(length);
    const { bytesRead } = await file.read(bytes, 0, length, Number(position));
    return new DataView(bytes.buffer, 0, bytesRead);
  }
}

const HEADER_BYTES = 64;
/** `\x7fELF`. */
const ELF_MAGIC = 0x7f454c46;
const CLASS_64_LITTLE = 0x0201;
const TYPE_SHARED = 3;
const LOADED = 1;
const EXECUTABLE = 1;
