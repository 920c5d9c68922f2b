import type { ProblemList } from '../base/problem.ts';
import { internLabels } from './label-sets.ts';
import type { Profile, SampleTable, SampleType } from './model.ts';
import type { RawProfile, RawValueType } from './raw.ts';
import { resolveSymbols } from './resolve.ts';
import { defaultSampleType } from './sample-type.ts';
import { framesOfStacks } from './stacks.ts';
import { Texts } from './texts.ts';

/** Raw columns as a profile, with the frames that it says to drop. */
export function buildProfile(raw: RawProfile, problems: ProblemList): Profile {
  const { scalars } = raw;
  const texts = new Texts(raw.strings, problems);
  const sampleTypes = countedTypes(raw, problems).map((type) => sampleTypeOf(type, texts));
  const symbols = resolveSymbols(raw, texts, problems);
  const dropFrames = texts.at(scalars.dropFrames, 'drop_frames');
  const keepFrames = texts.at(scalars.keepFrames, 'keep_frames');
  const lists = raw.stacks.take();
  const stacks = framesOfStacks(lists, raw.aliases, symbols, problems);
  const { labels, setOf } = internLabels(raw, texts);
  const defaultName = texts.at(scalars.defaultSampleType, 'default sample type');
  return Object.freeze({
    sampleTypes,
    defaultSampleType: defaultSampleType(sampleTypes, defaultName),
    defaultSampleTypeName: defaultName,
    samples: {
      ...samplesOf(raw, lists.rows, sampleTypes.length, problems),
      labelSet: setOf,
    },
    stacks,
    frames: symbols.frames,
    functions: symbols.functions,
    symbols: symbols.symbols,
    places: symbols.places,
    files: symbols.files,
    locations: symbols.locations,
    mappings: symbols.mappings,
    labels,
    comments: raw.comments.map((comment) => texts.at(comment, 'comment')),
    docUrl: texts.at(scalars.docUrl, 'documentation URL'),
    dropFrames,
    keepFrames,
    timeNanos: BigInt.asIntN(64, scalars.timeNanos),
    durationNanos: scalars.durationNanos,
    period: scalars.period,
    periodType: sampleTypeOf(scalars.periodType, texts),
  });
}

/**
 * The sample types that there can be values for: types and samples may be two bytes each, and each type has a column
 * of all samples.
 */
function countedTypes({ sampleTypes, samples, values }: RawProfile, problems: ProblemList) {
  const cells = 2 * values.length + 2 ** 20;
  const most = Math.max(1, Math.floor(cells / Math.max(1, samples.offset.length)));
  if (sampleTypes.length <= most) return sampleTypes;
  problems.push({
    code: 'too-many-records',
    message: `${sampleTypes.length - most} of ${sampleTypes.length} sample types are left out: ${samples.offset.length} samples have ${values.length} values`,
  });
  return sampleTypes.slice(0, most);
}

function sampleTypeOf({ type, unit }: RawValueType, texts: Texts): SampleType {
  return { type: texts.at(type, 'sample type'), unit: texts.at(unit, 'sample unit') };
}

function samplesOf(
  raw: RawProfile,
  stack: Uint32Array,
  typeCount: number,
  problems: ProblemList,
): Omit<SampleTable, 'labelSet'> {
  const length = stack.length;
  const flat = raw.values.view();
  const valueStart = raw.samples.valueStart.view();
  const offsets = raw.samples.offset;
  const values = Array.from({ length: typeCount }, () => new Float64Array(length));
  values.forEach((column, type) => {
    for (let sample = 0; sample < length; sample++) {
      const at = (valueStart[sample] ?? 0) + type;
      if (at < (valueStart[sample + 1] ?? flat.length)) column[sample] = flat[at] ?? 0;
    }
  });
  let wrong = 0;
  let first = -1;
  for (let sample = 0; sample < length; sample++) {
    const count = (valueStart[sample + 1] ?? flat.length) - (valueStart[sample] ?? 0);
    if (count !== typeCount && wrong++ === 0) first = sample;
  }
  if (wrong > 0) {
    const count = (valueStart[first + 1] ?? flat.length) - (valueStart[first] ?? 0);
    problems.push({
      code: 'value-count',
      offset: offsets.at(first),
      message: `${wrong} of ${length} samples have another number of values than the ${typeCount} sample types; the first has ${count}`,
    });
  }
  return { length, stack, values };
}
