import type { DebugProtocol } from '@vscode/debugprotocol';
import type { ConditionTerm } from '../../condition/index.ts';

export const ANY_GOROUTINE = 'any';
type ModeId = typeof ANY_GOROUTINE | 'this' | 'children' | 'once' | 'tracked';

/** What a client offers beside a breakpoint without anybody typing a condition. They cannot change in a session. */
export const BREAKPOINT_MODES: readonly (DebugProtocol.BreakpointMode & {
  readonly mode: ModeId;
})[] = [
  { mode: ANY_GOROUTINE, label: 'Any goroutine', appliesTo: ['source'] },
  {
    mode: 'this',
    label: 'This goroutine',
    description: 'The goroutine that is selected when the breakpoint is set',
    appliesTo: ['source'],
  },
  {
    mode: 'children',
    label: 'Its children',
    description: 'Goroutines that the selected one started',
    appliesTo: ['source'],
  },
  {
    mode: 'once',
    label: 'Once per goroutine',
    description: 'The first hit of each goroutine',
    appliesTo: ['source'],
  },
  {
    mode: 'tracked',
    label: 'Tracked goroutines',
    description: 'Goroutines that are tracked in the Goroutines view',
    appliesTo: ['source'],
  },
];

/** `selected`: the goroutine that the client looked at when the breakpoint was set; 0 for none. */
export function termOfMode(mode: string, selected: number): ConditionTerm | string | undefined {
  if (mode === 'once') return { kind: 'once' };
  if (mode === 'tracked') return { kind: 'tracked' };
  if (mode !== 'this' && mode !== 'children') return undefined;
  if (selected <= 0)
    return 'No goroutine is selected. Pause, select one, and set the breakpoint again.';
  return { kind: mode === 'this' ? 'goroutine' : 'childOf', id: selected };
}
