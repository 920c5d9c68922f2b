/** Pairs of word and stack, each by the key under which it first came: span-keys.ts of src/trace/timeline. */
import { grown } from './memory';

const INITIAL: i32 = 1 << 12;

export class SpanKeys {
  length: i32 = 0;
  private capacity: i32 = INITIAL;
  /** u32 by key. */
  words: usize = grown(0, 0, INITIAL << 2, 0);
  stacks: usize = grown(0, 0, INITIAL << 2, 0);
  /** f64 by key, for who wants to sum. */
  nanos: usize = grown(0, 0, INITIAL << 3, 0);
  /** i32 keys, four for each that may be there; -1 where there is none. */
  private slots: usize = grown(0, 0, INITIAL << 4, -1);

  @inline
  keyOf(word: u32, stack: u32): i32 {
    const mask = ((<u32>this.capacity) << 2) - 1;
    let slot = hashOf(word, stack) & mask;
    let key = load<i32>(this.slots + ((<usize>slot) << 2));
    while (key >= 0) {
      const at = (<usize>key) << 2;
      if (load<u32>(this.words + at) == word && load<u32>(this.stacks + at) == stack) return key;
      slot = (slot + 1) & mask;
      key = load<i32>(this.slots + ((<usize>slot) << 2));
    }
    return this.add(word, stack, slot);
  }

  clear(): void {
    this.length = 0;
    memory.fill(this.slots, 0xff, (<usize>this.capacity) << 4);
  }

  private add(word: u32, stack: u32, slot: u32): i32 {
    const key = this.length++;
    store<i32>(this.slots + ((<usize>slot) << 2), key);
    store<u32>(this.words + ((<usize>key) << 2), word);
    store<u32>(this.stacks + ((<usize>key) << 2), stack);
    store<f64>(this.nanos + ((<usize>key) << 3), 0);
    if (this.length == this.capacity) this.grow();
    return key;
  }

  private grow(): void {
    const old = (<usize>this.capacity) << 2;
    this.capacity <<= 1;
    this.words = grown(this.words, old, old << 1, 0);
    this.stacks = grown(this.stacks, old, old << 1, 0);
    this.nanos = grown(this.nanos, old << 1, old << 2, 0);
    heap.free(this.slots);
    this.slots = grown(0, 0, old << 3, -1);
    const mask = ((<u32>this.capacity) << 2) - 1;
    for (let key = 0; key < this.length; key++) {
      const at = (<usize>key) << 2;
      let slot = hashOf(load<u32>(this.words + at), load<u32>(this.stacks + at)) & mask;
      while (load<i32>(this.slots + ((<usize>slot) << 2)) >= 0) slot = (slot + 1) & mask;
      store<i32>(this.slots + ((<usize>slot) << 2), key);
    }
  }
}

function hashOf(word: u32, stack: u32): u32 {
  const hash = (word ^ (stack * 0x85ebca6b)) * 0x9e3779b1;
  return hash ^ (hash >> 15);
}
