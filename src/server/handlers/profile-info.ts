import { flatOfFrames, hottestLine } from '../../profile/index.ts';
import { KIND_OWN } from '../../protocol/analysis.ts';
import type { ComparisonInfo, ProfileAnswer, ProfileInfo } from '../../protocol/analysis.ts';
import { knownModules } from '../known-modules.ts';
import type { ProfileSession } from '../profile-session.ts';
import { sampleTypeTitle } from '../sample-type-title.ts';

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
    answers: types.map((_, sampleType) => profileAnswer(session, sampleType)),
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

/** Flat figures alone: cumulative ones would cost a pass over all frames for each sample type. */
export function profileAnswer(session: ProfileSession, sampleType: number): ProfileAnswer {
  const { profile, kinds } = session;
  const flat = flatOfFrames(profile, session.figures(sampleType).values);
  const own = kinds.map((kind) => (kind === KIND_OWN ? 1 : 0));
  let ownSelf = 0;
  profile.frames.function.forEach((row, frame) => {
    if (own[row] === 1) ownSelf += flat[frame] ?? 0;
  });
  const hottest = hottestLine(profile, flat, own);
  return {
    ownSelf,
    hottest: hottest && { file: hottest.file, line: hottest.line, value: hottest.flat },
  };
}
