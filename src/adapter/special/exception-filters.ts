import type { DebugProtocol } from '@vscode/debugprotocol';

/** Filters that dlv does not have, set through JSON-RPC. */
export type OwnFilter = 'all-panics' | 'goroutine-start' | 'goroutine-exit';

export const OWN_FILTERS: readonly (DebugProtocol.ExceptionBreakpointsFilter & {
  readonly filter: OwnFilter;
})[] = [
  {
    filter: 'all-panics',
    label: 'All Panics',
    description: 'Also panics that are recovered.',
    default: false,
  },
  {
    filter: 'goroutine-start',
    label: 'Goroutine Starts',
    description:
      'Stops at every go statement. Slow: each start halts the program for about a millisecond, also where the condition does not hold.',
    default: false,
    supportsCondition: true,
    conditionDescription: 'Function that it starts, for instance main.serve',
  },
  {
    filter: 'goroutine-exit',
    label: 'Goroutine Ends',
    description:
      'Stops at the end of every goroutine. Slow: each end halts the program for about a millisecond, also where the condition does not hold.',
    default: false,
    supportsCondition: true,
    conditionDescription: 'Function that it was started with, for instance main.serve',
  },
];

export function isOwnFilter(name: unknown): name is OwnFilter {
  return OWN_FILTERS.some(({ filter }) => filter === name);
}
