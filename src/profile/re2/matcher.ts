/**
 * Runs a program over texts in time proportional to their length, whatever the expression, as RE2 does: files
 * bring their own expressions (drop_frames), and none of them may hang the reader.
 *
 * 1. A state is the set of steps that wait for the next character, with the kind of the character before it.
 * 2. For the next character: follow splits and the assertions that hold between both characters. Reaching the
 *    match step ends the search. Steps whose set has the character make the next state.
 * 3. States and their transitions are kept, so that most characters cost one look-up.
 */
import { assertNever } from '../../base/assert.ts';
import type { Step } from './program.ts';
import type { Assertion, CharSet } from './syntax.ts';

interface State {
  readonly steps: readonly number[];
  /** Kind of the character before. */
  readonly before: number;
  /** By code of the next character; END stands for the end of the text. */
  readonly next: Map<number, State>;
}

const EDGE = 0;
const NEWLINE = 1;
const WORD = 2;
const OTHER = 3;
const END = -1;
/** States of a hostile expression are forgotten from time to time. */
const STATE_LIMIT = 2_000;

export class Matcher {
  readonly #steps: readonly Step[];
  readonly #states = new Map<string, State>();
  readonly #found: State = { steps: [], before: EDGE, next: new Map() };
  readonly #marks: Uint32Array;
  #mark = 0;

  constructor(steps: readonly Step[]) {
    this.#steps = steps;
    this.#marks = new Uint32Array(steps.length);
  }

  /** True where the expression matches anywhere in the text. */
  test(text: string): boolean {
    let state = this.#state([this.#steps.length - 1], EDGE);
    for (let at = 0; at < text.length; at++) {
      let code = text.charCodeAt(at);
      if (code >= 0xd800 && code < 0xdc00) {
        code = text.codePointAt(at) ?? code;
        if (code > 0xffff) at++;
      }
      state = state.next.get(code) ?? this.#step(state, code);
      if (state === this.#found) return true;
    }
    return (state.next.get(END) ?? this.#step(state, END)) === this.#found;
  }

  #step(state: State, code: number): State {
    const after = kindOf(code);
    const waiting: number[] = [];
    this.#mark++;
    const found = state.steps.some((step) => this.#follow(step, state.before, after, waiting));
    const next = found ? this.#found : this.#advance(waiting, code, after);
    state.next.set(code, next);
    return next;
  }

  #advance(waiting: readonly number[], code: number, kind: number): State {
    const steps = new Set<number>();
    if (code !== END) {
      for (const index of waiting) {
        const step = this.#steps[index];
        if (step?.kind === 'char' && hasChar(step.set, code)) steps.add(step.next);
      }
    }
    // A match may start at each character.
    steps.add(this.#steps.length - 1);
    return this.#state([...steps], kind);
  }

  /** Collects what waits for a character from a step on; true where that reaches the match. */
  #follow(first: number, before: number, after: number, waiting: number[]): boolean {
    const pending = [first];
    for (let index = pending.pop(); index !== undefined; index = pending.pop()) {
      if (this.#marks[index] === this.#mark) continue;
      this.#marks[index] = this.#mark;
      const step = this.#steps[index];
      if (step?.kind === 'match') return true;
      if (step?.kind === 'char') waiting.push(index);
      else if (step?.kind === 'split') pending.push(step.next, step.other);
      else if (step?.kind === 'assert' && holds(step.assertion, before, after)) {
        pending.push(step.next);
      }
    }
    return false;
  }

  #state(steps: number[], before: number): State {
    const sorted = steps.sort((a, b) => a - b);
    const key = `${before}:${sorted.join(' ')}`;
    let state = this.#states.get(key);
    if (!state) {
      if (this.#states.size >= STATE_LIMIT) {
        for (const known of this.#states.values()) known.next.clear();
        this.#states.clear();
      }
      state = { steps: sorted, before, next: new Map() };
      this.#states.set(key, state);
    }
    return state;
  }
}

function kindOf(code: number): number {
  if (code === END) return EDGE;
  if (code === 10) return NEWLINE;
  const isWord =
    (code >= 48 && code <= 57) ||
    (code >= 65 && code <= 90) ||
    (code >= 97 && code <= 122) ||
    code === 95;
  return isWord ? WORD : OTHER;
}

function holds(assertion: Assertion, before: number, after: number): boolean {
  switch (assertion) {
    case 'text-start':
      return before === EDGE;
    case 'text-end':
      return after === EDGE;
    case 'line-start':
      return before === EDGE || before === NEWLINE;
    case 'line-end':
      return after === EDGE || after === NEWLINE;
    case 'word':
      return (before === WORD) !== (after === WORD);
    case 'no-word':
      return (before === WORD) === (after === WORD);
    default:
      return assertNever(assertion);
  }
}

function hasChar({ ranges, properties, negated, fold }: CharSet, code: number): boolean {
  // With folding a character stands for its other cases too, also where a class is negated.
  const codes = fold ? [code, ...foldings(code)] : [code];
  const inRanges = codes.some((each) => {
    for (let k = 0; k < ranges.length; k += 2) {
      if (each >= (ranges[k] ?? 0) && each <= (ranges[k + 1] ?? 0)) return true;
    }
    return false;
  });
  const found =
    inRanges ||
    properties.some(
      (property) =>
        codes.some((each) => property.pattern.test(String.fromCodePoint(each))) !==
        property.negated,
    );
  return found !== negated;
}

function foldings(code: number): number[] {
  const char = String.fromCodePoint(code);
  return [char.toLowerCase(), char.toUpperCase()]
    .map((text) => ({ text, folding: text.codePointAt(0) ?? 0 }))
    .filter(({ text, folding }) => String.fromCodePoint(folding) === text)
    .map(({ folding }) => folding);
}
