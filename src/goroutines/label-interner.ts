import { NO_LABELS, labelSetIndex } from './table.ts';
import type { Label, LabelSetIndex } from './table.ts';

/** Gives each label set an index. */
export class LabelInterner {
  readonly sets: (readonly Label[])[] = [[]];
  readonly #indexes = new Map<string, LabelSetIndex>();

  intern(labels: readonly Label[]): LabelSetIndex {
    if (labels.length === 0) return NO_LABELS;
    const key = JSON.stringify(labels);
    const known = this.#indexes.get(key);
    if (known !== undefined) return known;
    const index = labelSetIndex(this.sets.length);
    this.sets.push(labels);
    this.#indexes.set(key, index);
    return index;
  }
}
