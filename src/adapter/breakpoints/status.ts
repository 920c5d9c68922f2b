import type {
  BreakpointRemedy,
  BreakpointStatus,
  UsageStatus,
} from '../../protocol/breakpoint-view.ts';
import { told } from '../special/usage-breakpoints.ts';
import type { UsageBreakpoint } from '../special/usage-breakpoints.ts';
import type { PlainBreakpoint } from './breakpoint-desk.ts';
import type { OwnedBreakpoint } from './owned-breakpoint.ts';

/** Measured in a hot loop on two cores (`npm run bench adapter`): one pass that dlv judges itself. */
const NATIVE_MILLIS = 0.6;
const LISTED = 100;
/** Beyond either a program crawls. */
const HOT_RATE = 200;
const HOT_SHARE = 0.2;

export function statusOf(owned: OwnedBreakpoint, now: number): BreakpointStatus {
  const { clientId, wanted, answer, isJudged, meter } = owned;
  const terms = adapterTerms(owned);
  const remedy = remedyFor(owned);
  return {
    id: clientId,
    file: wanted.file,
    line: answer.line ?? wanted.line,
    cost: isJudged ? 'adapter' : 'native',
    adapterTerms: terms,
    ...hitsOf(owned.hits()),
    evaluationsPerSecond: isJudged ? meter.rate(now) : null,
    millisPerPass: isJudged ? meter.millisEach(now) : NATIVE_MILLIS,
    advice: isJudged ? adviceFor(owned, terms, remedy, now) : '',
    remedy,
  };
}

export function plainStatus(
  { id, file, line }: PlainBreakpoint,
  hits: ReadonlyMap<number, number> = new Map(),
): BreakpointStatus {
  return {
    id,
    file,
    line,
    cost: 'native',
    adapterTerms: [],
    ...hitsOf(hits),
    evaluationsPerSecond: null,
    millisPerPass: NATIVE_MILLIS,
    advice: '',
    remedy: null,
  };
}

export function usageStatus(breakpoint: UsageBreakpoint): UsageStatus {
  const { id, hits } = breakpoint;
  return { ...told(breakpoint), status: plainStatus({ id, setKey: '', file: '', line: 0 }, hits) };
}

function hitsOf(
  hits: ReadonlyMap<number, number>,
): Pick<BreakpointStatus, 'totalHits' | 'goroutines' | 'hits'> {
  const most = [...hits].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, LISTED);
  return {
    totalHits: [...hits.values()].reduce((sum, count) => sum + count, 0),
    goroutines: most.map(([goroutine]) => goroutine),
    hits: most.map(([, count]) => count),
  };
}

function adapterTerms({ lowered, wanted }: OwnedBreakpoint): string[] {
  const terms = lowered?.checks.map(({ term }) => term) ?? [];
  if (terms.length === 0 && lowered?.total)
    return [`hit count ${String(wanted.raw['hitCondition'])}`];
  return terms;
}

/** What would make it cheaper. */
function adviceFor(
  { meter, lowered }: OwnedBreakpoint,
  terms: readonly string[],
  remedy: BreakpointRemedy | null,
  now: number,
): string {
  const rate = meter.rate(now);
  if (rate <= HOT_RATE && meter.share(now) <= HOT_SHARE) return '';
  const heat = `${terms.join(', ')} stops the program ${Math.round(rate)} times a second.`;
  if (remedy) {
    const place =
      remedy.kind === 'caller' ? 'made the call itself' : 'was what the goroutine was started as';
    return (
      `${heat} In all hits so far ${remedy.function} ${place}: ` +
      `@${remedy.kind}(${remedy.function}) is decided by dlv.`
    );
  }
  const kinds = new Set(lowered?.checks.map(({ kind }) => kind));
  const other = kinds.has('stack')
    ? 'use @caller for the direct caller, or add a term that dlv evaluates itself, like @createdBy'
    : 'add a term that dlv evaluates itself, like @goroutine or @createdBy';
  return (
    `${heat} To make it cheaper, ${other}; ` +
    'or write the condition into the program: if cond { runtime.Breakpoint() }.'
  );
}

/** For a single `@stack`. */
function remedyFor({ lowered, scope, stackPlaces }: OwnedBreakpoint): BreakpointRemedy | null {
  const [term, ...others] = scope.terms.flatMap((each) => (each.kind === 'stack' ? [each] : []));
  const kind = stackPlaces.always;
  const check = lowered?.checks.find((each) => each.kind === 'stack');
  if (!term || others.length > 0 || kind === null || check?.canBeNative !== true) return null;
  return { kind, function: term.function };
}
