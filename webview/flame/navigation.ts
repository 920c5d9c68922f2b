/** Where keys lead in the flame graph. */
import type { FlameWindow } from '../../src/protocol/analysis.ts';
import { biggestCallee, callerOf, sibling } from './geometry.ts';
import type { FrameIndex } from './geometry.ts';
import type { FlameCommand } from './input.ts';

export type FlameMove = Extract<FlameCommand, 'caller' | 'callee' | 'left' | 'right'>;

export function isMove(command: FlameCommand): command is FlameMove {
  return command in MOVES;
}

/** The frame a move leads to; -1 where there is none. */
export function frameAfter(
  move: FlameMove,
  window: FlameWindow,
  index: FrameIndex,
  frame: number,
): number {
  return MOVES[move](window, index, frame);
}

type Step = (window: FlameWindow, index: FrameIndex, frame: number) => number;

const MOVES: Readonly<Record<FlameMove, Step>> = {
  caller: callerOf,
  callee: biggestCallee,
  left: (window, index, frame) => sibling(window, index, frame, -1),
  right: (window, index, frame) => sibling(window, index, frame, 1),
};
