/**
 * The cursors that have a next event, as a min-heap by its time: heapInsert and so on of
 * internal/trace/batchcursor.go, move for move, because ties are decided by where a cursor stands.
 */
export class Frontier {
  length = 0;
  readonly #time: Float64Array;
  readonly #heap: Int32Array;

  /** `time` is by cursor. */
  constructor(time: Float64Array) {
    this.#time = time;
    this.#heap = new Int32Array(time.length);
  }

  /** The cursor at a place; place 0 has the earliest. */
  at(place: number): number {
    return this.#heap[place] ?? 0;
  }

  insert(cursor: number): void {
    this.#heap[this.length++] = cursor;
    this.#siftUp(this.length - 1);
  }

  /** The cursor at a place has another time. */
  update(place: number): void {
    if (place === 0 || this.#siftUp(place) === place) this.#siftDown(place);
  }

  /** The cursor at a place has no event any more. */
  remove(place: number): void {
    const heap = this.#heap;
    for (let at = place; at > 0;) {
      const parent = (at - 1) >> 1;
      this.#swap(parent, at);
      at = parent;
    }
    this.length--;
    heap[0] = heap[this.length] ?? 0;
    this.#siftDown(0);
  }

  /** A sorted heap is still a heap. */
  sort(): void {
    const time = this.#time;
    this.#heap.subarray(0, this.length).sort((a, b) => (time[a] ?? 0) - (time[b] ?? 0));
  }

  #siftUp(place: number): number {
    const heap = this.#heap;
    const time = this.#time;
    let at = place;
    const cursor = heap[at] ?? 0;
    const own = time[cursor] ?? 0;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent] ?? 0;
      if (!((time[above] ?? 0) > own)) break;
      heap[at] = above;
      heap[parent] = cursor;
      at = parent;
    }
    return at;
  }

  #siftDown(place: number): void {
    const heap = this.#heap;
    const time = this.#time;
    const { length } = this;
    let at = place;
    if (at >= length) return;
    const cursor = heap[at] ?? 0;
    const own = time[cursor] ?? 0;
    for (;;) {
      let lowest = at;
      let lowestTime = own;
      const left = 2 * at + 1;
      if (left < length) {
        const leftTime = time[heap[left] ?? 0] ?? 0;
        if (leftTime < lowestTime) {
          lowestTime = leftTime;
          lowest = left;
        }
        if (left + 1 < length && (time[heap[left + 1] ?? 0] ?? 0) < lowestTime) lowest = left + 1;
      }
      if (lowest === at) return;
      heap[at] = heap[lowest] ?? 0;
      heap[lowest] = cursor;
      at = lowest;
    }
  }

  #swap(a: number, b: number): void {
    const heap = this.#heap;
    const cursor = heap[a] ?? 0;
    heap[a] = heap[b] ?? 0;
    heap[b] = cursor;
  }
}
