/** Messages between the goroutine panel and the extension. */
import type {
  GoroutineCompletion,
  GoroutineCompletionQuery,
  GoroutineView,
  GoroutineViewQuery,
} from './goroutine-view.ts';

/** Where the shown goroutines come from; the panel offers the others in a drop-down. */
export interface GoroutineSource {
  readonly id: string;
  readonly kind: 'live' | 'dump';
  /** `Launch shop`, `shop.goroutines.txt`. */
  readonly name: string;
}

export type ToGoroutinePanel =
  | {
      readonly kind: 'sources';
      readonly sources: readonly GoroutineSource[];
      readonly current: string | null;
    }
  /** Something changed: ask for the visible rows again. */
  | { readonly kind: 'changed' }
  | { readonly kind: 'view'; readonly request: number; readonly view: GoroutineView }
  | { readonly kind: 'failed'; readonly request: number; readonly message: string }
  | {
      readonly kind: 'completion';
      readonly request: number;
      readonly completion: GoroutineCompletion;
    }
  /** The asked snapshot is there, or not and why. */
  | { readonly kind: 'snapshotTaken'; readonly failure: string | null }
  | { readonly kind: 'focusFilter' };

export type FromGoroutinePanel =
  | { readonly kind: 'ready' }
  | { readonly kind: 'query'; readonly request: number; readonly query: GoroutineViewQuery }
  /** Go to a place; for a goroutine of a live session also select its thread. */
  | {
      readonly kind: 'open';
      readonly file: string;
      readonly line: number;
      readonly goroutine: number;
      readonly preserveFocus: boolean;
    }
  | { readonly kind: 'source'; readonly id: string }
  | { readonly kind: 'closeSource'; readonly id: string }
  | { readonly kind: 'readAll' }
  | { readonly kind: 'stopReading' }
  /** Pause the running program for an instant and read what fits; `isWhole`: as long as everything takes. */
  | { readonly kind: 'snapshot'; readonly isWhole: boolean }
  | {
      readonly kind: 'complete';
      readonly request: number;
      readonly query: GoroutineCompletionQuery;
    }
  | { readonly kind: 'copy'; readonly text: string }
  /** A breakpoint at its line for this goroutine alone; or track it. */
  | {
      readonly kind: 'breakIn';
      readonly goroutine: number;
      readonly file: string;
      readonly line: number;
    }
  | { readonly kind: 'track'; readonly goroutine: number }
  /** Show the goroutines that were created at a line, in a trace of the program. */
  | { readonly kind: 'createdInTrace'; readonly file: string; readonly line: number }
  | { readonly kind: 'start'; readonly what: 'debug' | 'attach' | 'dump' | 'clipboard' | 'pause' }
  | { readonly kind: 'log'; readonly message: string };
