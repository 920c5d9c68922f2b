import type { Profile } from '../model.ts';
import type { StackValues } from '../stack-values.ts';
import { topOf, topOrder } from '../top.ts';

/** Functions by flat value, a line each; values in the unit of the sample type. */
export function* csvTable(profile: Profile, values: StackValues): Iterable<string> {
  const { functions, files, sampleTypes } = profile;
  const unit = sampleTypes[values.sampleType]?.unit ?? '';
  yield ['function', 'file', 'line', `flat (${unit})`, 'flat %', `cum (${unit})`, 'cum %']
    .map(cell)
    .join();
  const top = topOf(profile, values);
  const share = (value: number): string =>
    values.absoluteTotal === 0 ? '0' : ((value / values.absoluteTotal) * 100).toFixed(2);
  for (const row of topOrder(profile, top)) {
    const flat = top.flat[row] ?? 0;
    const cum = top.cum[row] ?? 0;
    if (flat === 0 && cum === 0) continue;
    yield [
      cell(functions.names[row] ?? ''),
      cell(files[functions.file[row] ?? 0] ?? ''),
      functions.startLine[row] ?? 0,
      flat,
      share(flat),
      cum,
      share(cum),
    ].join();
  }
}

/** Quoted where needed. A spreadsheet takes some beginnings for a formula: those get an apostrophe. */
function cell(text: string): string {
  const safe = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
