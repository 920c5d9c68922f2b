import { detached } from './detached.ts';
import type { GoroutineTableBuilder } from './table-builder.ts';
import { NO_FRAME } from './table.ts';
import type { FrameIndex } from './table.ts';

const TAB = 9;
const RETURN = 13;
const SPACE = 32;
const OPEN = 40;
const CLOSE = 41;
const DOT = 46;
const COLON = 58;
const BRACKET = 91;
const LOWER_C = 99;
const LOWER_G = 103;

/**
 * Reads the stack below a goroutine header (`traceback2`, `printAncestorTraceback`, runtime/traceback.go, Go 1.26):
 *
 *     main.work({0xc000012345, 0x1?}, ...)        function and arguments; `(...)` when inlined
 *     <tab>/app/main.go:12 +0x1d fp=0x.. sp=0x..  place
 *     ...23 frames elided...
 *     created by main.main in goroutine 1
 *     <tab>/app/main.go:30 +0x45
 *     [originating from goroutine 1]:             stacks of ancestors follow
 *
 * One object reads all goroutines of a dump; its fields hold the last one. A place is looked up by its text, so
 * that a function's name is only compared, not copied, when the place is known.
 */
export class DumpFrames {
  readonly #text: string;
  readonly #builder: GoroutineTableBuilder;
  readonly #places = new Map<string, Place[]>();
  #last: Place | null = null;
  /** Innermost first. */
  stack: FrameIndex[] = [];
  creation: FrameIndex = NO_FRAME;
  /** 0 when not known. */
  parent = 0;
  isElided = false;
  /** The text ends inside this goroutine. */
  isCut = false;
  /** Offset behind the goroutine and the empty line. */
  end = 0;
  /** The frame of `runtime.goexit`. */
  #exit: FrameIndex = NO_FRAME;
  #endsElided = false;
  #inAncestors = false;
  #isCreation = false;
  /** Range of the function name that waits for its place; empty when none does. */
  #nameStart = 0;
  #nameEnd = 0;

  constructor(text: string, builder: GoroutineTableBuilder) {
    this.#text = text;
    this.#builder = builder;
  }

  /** The outermost frame: the function of the go statement. Not known when the outer frames are elided. */
  start(): FrameIndex {
    if (this.#endsElided) return NO_FRAME;
    const last = this.stack.length - 1;
    // With GOTRACEBACK=system the return address of every goroutine is listed too.
    const isExit = this.stack[last] === this.#exit && this.#exit !== NO_FRAME;
    return this.stack[isExit ? last - 1 : last] ?? NO_FRAME;
  }

  read(offset: number): void {
    this.#reset();
    this.end = offset;
    const text = this.#text;
    let at = offset;
    while (at < text.length) {
      const newline = text.indexOf('\n', at);
      const next = newline < 0 ? text.length : newline + 1;
      let end = newline < 0 ? text.length : newline;
      if (end > at && text.charCodeAt(end - 1) === RETURN) end--;
      this.end = next;
      if (end === at) break;
      if (text.charCodeAt(at) === TAB) {
        // Without its newline a last place may lack digits of its line.
        if (newline < 0 && !isWholePlace(text, at, end)) this.isCut = true;
        else this.#readPlace(at + 1, end);
      } else if (!this.#readFunction(at, end)) {
        this.end = at;
        break;
      }
      at = next;
    }
    if (this.#nameEnd > 0 && at >= text.length) this.isCut = true;
  }

  #reset(): void {
    this.stack = [];
    this.creation = NO_FRAME;
    this.parent = 0;
    this.isElided = false;
    this.isCut = false;
    this.#endsElided = false;
    this.#inAncestors = false;
    this.#isCreation = false;
    this.#nameEnd = 0;
  }

  /** False when the line belongs to no goroutine. */
  #readFunction(at: number, end: number): boolean {
    const text = this.#text;
    const first = text.charCodeAt(at);
    this.#isCreation = false;
    this.#nameEnd = 0;
    if (first === BRACKET && text.startsWith('[originating from goroutine ', at)) {
      this.#inAncestors = true;
      return true;
    }
    if (first === DOT && text.startsWith('...', at)) {
      this.isElided ||= !this.#inAncestors;
      this.#endsElided ||= !this.#inAncestors;
      return true;
    }
    if (first === LOWER_C && text.startsWith('created by ', at)) {
      this.#readCreator(at + 'created by '.length, end);
      return true;
    }
    if (first === LOWER_G && text.startsWith('goroutine ', at)) return false;
    this.#nameStart = at;
    this.#nameEnd = nameEnd(text, at, end);
    return true;
  }

  #readCreator(at: number, end: number): void {
    const space = this.#text.indexOf(' ', at);
    this.#isCreation = true;
    this.#nameStart = at;
    this.#nameEnd = space < 0 || space > end ? end : space;
    if (this.#inAncestors || !this.#text.startsWith(' in goroutine ', this.#nameEnd)) return;
    // Since Go 1.21.
    const id = this.#text.slice(this.#nameEnd + ' in goroutine '.length, end);
    this.parent = Number.parseInt(id, 10) || 0;
  }

  #readPlace(at: number, end: number): void {
    if (this.#nameEnd > 0 && !this.#inAncestors) {
      const place = this.#place(at, end);
      this.#last = place;
      if (this.#isCreation) {
        this.creation = place.frame;
      } else {
        this.stack.push(place.frame);
        this.#endsElided = false;
      }
    }
    this.#nameEnd = 0;
  }

  /** Most goroutines look like an earlier one: the place that followed the last one before is tried first. */
  #place(at: number, end: number): Place {
    const guess = this.#last?.next;
    if (guess && this.#isAt(guess, at, end)) return guess;
    const placeText = this.#text.slice(at, placeEnd(this.#text, at, end));
    const known = this.#places.get(placeText);
    const found = known?.find((place) => this.#isAt(place, at, end)) ?? this.#newPlace(placeText);
    if (this.#last) this.#last.next = found;
    return found;
  }

  #isAt(place: Place, at: number, end: number): boolean {
    const text = this.#text;
    const placeEndAt = at + place.text.length;
    return (
      place.name.length === this.#nameEnd - this.#nameStart &&
      (placeEndAt === end || (placeEndAt < end && text.charCodeAt(placeEndAt) === SPACE)) &&
      text.startsWith(place.text, at) &&
      text.startsWith(place.name, this.#nameStart)
    );
  }

  #newPlace(slice: string): Place {
    const text = detached(slice);
    const name = detached(this.#text.slice(this.#nameStart, this.#nameEnd));
    const colon = text.lastIndexOf(':');
    const line = colon < 0 ? Number.NaN : Number(text.slice(colon + 1));
    // C frames without debug information have no place.
    const frame = Number.isNaN(line)
      ? this.#builder.frame(name, '', 0)
      : this.#builder.frame(name, detached(text.slice(0, colon)), line);
    if (name === 'runtime.goexit') this.#exit = frame;
    const place: Place = { name, text, frame, next: null };
    const known = this.#places.get(text);
    if (known) known.push(place);
    else this.#places.set(text, [place]);
    return place;
  }
}

interface Place {
  /** The function. */
  readonly name: string;
  /** `/app/main.go:12`. */
  readonly text: string;
  readonly frame: FrameIndex;
  /** The place that came after this one the last time. */
  next: Place | null;
}

/** Before the parenthesis of the arguments; C functions have none. */
function nameEnd(text: string, start: number, end: number): number {
  if (text.charCodeAt(end - 1) !== CLOSE) return end;
  for (let at = end - 2; at > start; at--) if (text.charCodeAt(at) === OPEN) return at;
  return end;
}

/** Behind the digits after the last colon: the rest is an offset into the function and register values. */
function placeEnd(text: string, start: number, end: number): number {
  for (let at = end - 1; at >= start; at--) {
    const code = text.charCodeAt(at);
    if (code !== COLON) continue;
    let digits = at + 1;
    while (digits < end && text.charCodeAt(digits) !== SPACE) digits++;
    return digits;
  }
  return end;
}

function isWholePlace(text: string, start: number, end: number): boolean {
  const tail = text.slice(Math.max(start, end - 80), end);
  return /:\d+(?: .*)?$/.test(tail) || !tail.includes('/');
}
