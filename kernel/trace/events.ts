/** The columns that go out: `EventTable` of src/trace, a piece at a time. */

/** A turn is three events at most, of four arguments at most. */
export const PIECE: i32 = 1 << 14;
const ROOM: usize = <usize>PIECE + 4;

export const typeColumn: usize = heap.alloc(ROOM);
export const timeColumn: usize = heap.alloc(ROOM << 3);
export const goroutineColumn: usize = heap.alloc(ROOM << 2);
export const procColumn: usize = heap.alloc(ROOM << 2);
export const threadColumn: usize = heap.alloc(ROOM << 2);
export const stackColumn: usize = heap.alloc(ROOM << 2);
export const firstArgColumn: usize = heap.alloc(ROOM << 2);
export const argColumn: usize = heap.alloc(ROOM << 5);

export class Out {
  static length: i32 = 0;
  static argCount: u32 = 0;
  /** Of the events that are added next. */
  static time: f64 = 0;
  static lastTime: f64 = 0;
}

/** A time that does not rise becomes the last one plus 1 ns. */
export function add(type: i32, goroutine: i32, proc: i32, thread: i32, stack: i32): void {
  const row = <usize>Out.length;
  Out.length = <i32>row + 1;
  const rising = Out.time > Out.lastTime ? Out.time : Out.lastTime + 1;
  Out.lastTime = rising;
  store<u8>(typeColumn + row, <u8>type);
  store<f64>(timeColumn + (row << 3), rising);
  store<i32>(goroutineColumn + (row << 2), goroutine);
  store<i32>(procColumn + (row << 2), proc);
  store<i32>(threadColumn + (row << 2), thread);
  store<i32>(stackColumn + (row << 2), stack);
  store<u32>(firstArgColumn + (row << 2), Out.argCount);
}

export function arg(value: f64): void {
  store<f64>(argColumn + ((<usize>Out.argCount) << 3), value);
  Out.argCount++;
}

/** Row `length` of the first arguments is where the last ones end. */
export function closePiece(): void {
  store<u32>(firstArgColumn + ((<usize>Out.length) << 2), Out.argCount);
}

export function startPiece(): void {
  Out.length = 0;
  Out.argCount = 0;
}
