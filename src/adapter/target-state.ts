export type TargetPhase = 'starting' | 'stopped' | 'running' | 'ended';

export interface TargetListener {
  /** A new stop; `goroutine` is the one it is about, 0 when dlv named none. */
  stopped?(generation: number, goroutine: number): void;
  resumed?(): void;
  /** There is no dlv until `stopped` is called again; what it knew, its ids above all, is gone. */
  lost?(): void;
  /** A program begins: at the start, and after each restart. */
  configured?(): void;
  ended?(): void;
}

/**
 * What the target is doing, as far as the DAP traffic tells.
 *
 *            attach answered          resuming request sent
 *   starting ───────────────▶ stopped ─────────────────────▶ running
 *                               ▲   `stopped` event, answer of a call,  │
 *                               └── refused resume ◀───────────────────┘
 *   any ── exited, terminated, disconnected ──▶ ended
 *   any ── connection lost ──▶ starting, for another dlv
 */
export class TargetState {
  #phase: TargetPhase = 'starting';
  #generation = 0;
  #goroutine = 0;
  readonly #listeners: TargetListener[] = [];

  get phase(): TargetPhase {
    return this.#phase;
  }

  /** Counts stops; what was read in another generation may be wrong now. */
  get generation(): number {
    return this.#generation;
  }

  get stoppedGoroutine(): number {
    return this.#goroutine;
  }

  listen(listener: TargetListener): void {
    this.#listeners.push(listener);
  }

  /** dlv halts the target for the configuration, at the start and after a restart; no stop is shown for that. */
  configuring(): void {
    this.#phase = 'stopped';
    for (const listener of this.#listeners) listener.configured?.();
  }

  stopped(goroutine: number): void {
    if (this.#phase === 'ended') return;
    this.#phase = 'stopped';
    this.#generation++;
    this.#goroutine = goroutine;
    for (const listener of this.#listeners) listener.stopped?.(this.#generation, goroutine);
  }

  running(): void {
    if (this.#phase !== 'stopped') return;
    this.#phase = 'running';
    for (const listener of this.#listeners) listener.resumed?.();
  }

  /** A request that runs the target for its own time has been answered: it stands again, perhaps elsewhere. */
  stoodStill(): void {
    if (this.#phase === 'running') this.stopped(this.#goroutine);
  }

  /** The connection to dlv is gone, and another one may come: as far as anybody knows the target runs. */
  lost(): void {
    if (this.#phase === 'ended') return;
    const wasStopped = this.#phase === 'stopped';
    this.#phase = 'starting';
    for (const listener of this.#listeners) {
      if (wasStopped) listener.resumed?.();
      listener.lost?.();
    }
  }

  ended(): void {
    if (this.#phase === 'ended') return;
    this.#phase = 'ended';
    for (const listener of this.#listeners) listener.ended?.();
  }

  /** The client looks at another goroutine; no stop. */
  select(goroutine: number): void {
    this.#goroutine = goroutine;
  }
}
