import { type Profile, stackValues, topOf, topOrder } from '../profile/index.ts';
import { ChunkedWriter, type Terminal } from './terminal.ts';

/** Functions by flat value, all of them, as JSON. */
export async function writeTopJson(
  profile: Profile,
  sampleType: number,
  terminal: Terminal,
): Promise<void> {
  const values = stackValues(profile, sampleType);
  const { names, file } = profile.functions;
  const top = topOf(profile, values);
  const type = profile.sampleTypes[sampleType];
  const head = {
    sampleType: type?.type ?? '',
    unit: type?.unit ?? '',
    total: values.absoluteTotal,
  };
  const out = new ChunkedWriter(terminal);
  await out.add(`${JSON.stringify(head).slice(0, -1)},"rows":[`);
  let separator = '\n';
  for (const row of topOrder(profile, top)) {
    const flat = top.flat[row] ?? 0;
    const cum = top.cum[row] ?? 0;
    // Values that cancel each other out leave no row in pprof either.
    if (flat === 0 && cum === 0) continue;
    const path = profile.files[file[row] ?? 0] ?? '';
    await out.add(separator + JSON.stringify({ function: names[row], file: path, flat, cum }));
    separator = ',\n';
  }
  await out.add('\n]}\n');
  await out.end();
}
