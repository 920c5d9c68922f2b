import { hottestLine } from '../../profile/index.ts';
import { KIND_OWN } from '../../protocol/analysis.ts';
import type { ComparisonInfo, ProfileAnswer, ProfileInfo } from '../../protocol/analysis.ts';
import { knownModules } from '../known-modules.ts';
import type { ProfileSession } from '../profile-session.ts';
import { sampleTypeTitle } from '../sample-type-title.ts';

/** Above this many frames on stacks only the default sample type is answered at once: each costs a pass. */
const QUICK_FRAMES = 4_000_000;

/** What the page needs before it asks for anything else. */
export function profileInfo(
  whole: ProfileSession,
  workspaceModules: readonly string[],
): ProfileInfo {
  const session = whole.pair();
  const { profile } = session;
  const types = profile.sampleTypes.slice(0, session.typesAfter ?? undefined);
  return {
    profile: session.path,
    name: session.name,
    sampleTypes: types.map(({ type, unit }, sampleType) => ({
      type,
      unit,
      title: sampleTypeTitle(type),
      total: session.figures(sampleType).values.absoluteTotal,
    })),
    defaultSampleType: profile.defaultSampleType,
    sampleCount: profile.samples.length,
    functionCount: profile.functions.length,
    durationNanos: profile.durationNanos,
    takenAt: Number(profile.timeNanos / 1_000_000n),
    period: profile.period,
    periodUnit: profile.periodType.unit,
    answers: types.map((_, sampleType) =>
      sampleType === profile.defaultSampleType
        ? answer(session, sampleType)
        : quickAnswer(session, sampleType),
    ),
    modules: knownModules(profile, workspaceModules),
    problems: session.problems.map(({ message }) => message),
    comparison: comparisonInfo(whole),
  };
}

function comparisonInfo(session: ProfileSession): ComparisonInfo | null {
  if (session.sides === null) return null;
  const { names, typeCount, notes } = session.sides;
  const sides = names.map((name, side) => ({
    name,
    totals: Array.from({ length: typeCount }, (_, type) => session.whole(side * typeCount + type)),
  }));
  const pair = { before: 0, after: sides.length - 1 };
  return {
    sides,
    pair,
    before: names[pair.before] ?? '',
    after: names[pair.after] ?? '',
    beforeTotals: sides[pair.before]?.totals ?? [],
    notes,
  };
}

export function quickAnswer(session: ProfileSession, sampleType: number): ProfileAnswer | null {
  const isQuick = session.profile.stacks.frame.length <= QUICK_FRAMES;
  return isQuick ? answer(session, sampleType) : null;
}

function answer(session: ProfileSession, sampleType: number): ProfileAnswer {
  const { top, lines } = session.figures(sampleType);
  const own = session.kinds.map((kind) => (kind === KIND_OWN ? 1 : 0));
  let ownSelf = 0;
  for (let row = 0; row < own.length; row++) if (own[row] === 1) ownSelf += top.flat[row] ?? 0;
  const hottest = hottestLine(session.profile, lines, own);
  return {
    ownSelf,
    hottest: hottest && { file: hottest.file, line: hottest.line, value: hottest.flat },
  };
}
