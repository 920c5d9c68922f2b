/** Ranges and regions in progress, by row of their goroutine or proc (rangeState and gState in order.go). */

/** Special ranges: STW, mark assist, sweep. At most one of a kind per owner, of STW one per reason. */
export class Ranges {
  /** Pairs of the type of the event that began it and a string row. */
  readonly #inFlight = new Map<number, number[]>();

  /** False when it is in progress already. */
  begin(owner: number, type: number, detail: number): boolean {
    if (this.has(owner, type, detail)) return false;
    const list = this.#inFlight.get(owner);
    if (list === undefined) this.#inFlight.set(owner, [type, detail]);
    else list.push(type, detail);
    return true;
  }

  has(owner: number, type: number, detail: number): boolean {
    const list = this.#inFlight.get(owner) ?? NOTHING;
    for (let k = 0; k < list.length; k += 2) {
      if (list[k] === type && list[k + 1] === detail) return true;
    }
    return false;
  }

  /** The detail with which the range began, or -1 when none of this type is in progress. */
  end(owner: number, type: number): number {
    const list = this.#inFlight.get(owner);
    if (list === undefined) return -1;
    for (let k = 0; k < list.length; k += 2) {
      if (list[k] !== type) continue;
      const detail = list[k + 1] ?? 0;
      const last = list.length - 2;
      list[k] = list[last] ?? 0;
      list[k + 1] = list[last + 1] ?? 0;
      list.length = last;
      return detail;
    }
    return -1;
  }

  /** The owner is gone. */
  clear(owner: number): void {
    if (this.#inFlight.size > 0) this.#inFlight.delete(owner);
  }
}

/** User regions: a stack per goroutine. */
export class Regions {
  /** Pairs of task and name. */
  readonly #active = new Map<number, number[]>();

  begin(owner: number, task: number, name: number): void {
    const stack = this.#active.get(owner);
    if (stack === undefined) this.#active.set(owner, [task, name]);
    else stack.push(task, name);
  }

  /** False when the innermost region is another one; none at all means that it began before the trace. */
  end(owner: number, task: number, name: number): boolean {
    const stack = this.#active.get(owner);
    if (stack === undefined || stack.length === 0) return true;
    if (stack.at(-2) !== task || stack.at(-1) !== name) return false;
    stack.length -= 2;
    return true;
  }

  /** The goroutine is gone. */
  clear(owner: number): void {
    if (this.#active.size > 0) this.#active.delete(owner);
  }
}

const NOTHING: readonly number[] = [];
