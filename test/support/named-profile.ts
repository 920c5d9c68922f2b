import { ProblemList } from '../../src/base/problem.ts';
import { buildProfile } from '../../src/profile/build.ts';
import { encodeProfile } from '../../src/profile/index.ts';
import { RawWriter } from '../../src/profile/raw-writer.ts';

/** A file with a sample for each name, as linkers name functions, in their order. */
export function profileOfNames(names: readonly string[]): Uint8Array {
  const raw = new RawWriter();
  const has = { functions: true, files: true, lines: true, inlines: true };
  const range = { start: 0n, limit: 2n ** 60n, fileOffset: 0n };
  raw.mapping({ id: 1, ...range, file: '/no/such/program', buildId: '', has });
  names.forEach((name, row) => {
    const id = row + 1;
    raw.function({ id, name, systemName: name, file: 'x.cc', startLine: 0 });
    const lines = [{ functionId: id, line: 1, column: 0 }];
    raw.location({ id, mappingId: 1, address: BigInt(id + 16), folded: 0, lines });
    raw.sample([id], [names.length - row]);
  });
  raw.header({
    sampleTypes: [{ type: 'cpu', unit: 'count' }],
    defaultSampleTypeName: '',
    comments: [],
    docUrl: '',
    dropFrames: '',
    keepFrames: '',
    timeNanos: 0n,
    durationNanos: 0,
    period: 0,
    periodType: { type: '', unit: '' },
  });
  const profile = buildProfile(raw.take(), new ProblemList());
  return encodeProfile(profile, { ratio: 1, simplifyNames: false });
}
