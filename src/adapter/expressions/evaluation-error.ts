import { CELL_CALL, CELL_ERROR } from '../../protocol/expression-view.ts';
import type { ValueText } from './value-text.ts';

/** dlv's refusal of a function call (pkg/proc/evalop, v1.27.2); for an unknown name it says so instead. */
const CALLS = /function calls not allowed/;

/** dlv's reason in the words of a table cell. */
export function errorCell(message: string): ValueText {
  if (CALLS.test(message)) return { kind: CELL_CALL, text: '' };
  const symbol = /could not find symbol (?:value for )?(\S+)/.exec(message);
  if (symbol) return { kind: CELL_ERROR, text: `not in scope: ${symbol[1] ?? ''}` };
  return { kind: CELL_ERROR, text: message.replace(/^error evaluating expression:\s*/, '') };
}
