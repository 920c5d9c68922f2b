import { LabelInterner } from '../label-sets.ts';
import type { Profile } from '../model.ts';

/** The profile with a text label on all samples, instead of those they have for the key. */
export function withLabel(profile: Profile, key: string, text: string): Profile {
  const { labels, samples } = profile;
  const strings = [...labels.strings, key, text];
  const keyIndex = labels.strings.length;
  const interner = new LabelInterner();
  const setOf = Uint32Array.from({ length: labels.length }, (_, set) => {
    const rows: number[] = [];
    for (let row = labels.start[set] ?? 0; row < (labels.start[set + 1] ?? 0); row++) {
      const isSameText = labels.text[row] !== 0 && strings[labels.key[row] ?? 0] === key;
      if (!isSameText) rows.push(row);
    }
    const list = {
      key: Uint32Array.from([...rows.map((row) => labels.key[row] ?? 0), keyIndex]),
      text: Uint32Array.from([...rows.map((row) => labels.text[row] ?? 0), keyIndex + 1]),
      number: Float64Array.from([...rows.map((row) => labels.number[row] ?? 0), 0]),
      unit: Uint32Array.from([...rows.map((row) => labels.unit[row] ?? 0), 0]),
    };
    return interner.intern(list, 0, rows.length + 1);
  });
  return {
    ...profile,
    labels: interner.take(strings),
    samples: { ...samples, labelSet: samples.labelSet.map((set) => setOf[set] ?? 0) },
  };
}
