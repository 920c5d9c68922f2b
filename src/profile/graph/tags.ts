/** Labels of the samples of a node, for drawings (graph.Node.addSample of pprof vendored in Go 1.26). */
import { compareText } from '../compare-text.ts';
import { type LabelValues, labelValuesOf } from '../query/label-sets.ts';
import type { CallGraph, GraphInput } from './call-graph.ts';
import { type CellSums, LabelSums } from './label-sums.ts';

export interface Tag {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  flat: number;
  flatDivisor: number;
  cum: number;
  cumDivisor: number;
}

/** Tags of a node: by their text, and numbers by the text that they come with (empty for none). */
export interface NodeTags {
  readonly texts: Map<string, Tag>;
  readonly numbers: Map<string, Map<string, Tag>>;
}

/** A label set as tags: all texts joined, and the numbers of `bytes`. */
interface TagSet {
  readonly text: string;
  readonly numbers: readonly { readonly name: string; readonly unit: string; value: number }[];
}

/** Tags of the nodes of the graph. Samples marked as those of a base profile have no tag for it. */
export function addTags(
  input: GraphInput,
  graph: CallGraph,
  formatTag: (value: number, unit: string) => string,
): (NodeTags | undefined)[] {
  const sets = labelValuesOf(input.profile.labels).map((labels) =>
    tagSetOf(labels, input, formatTag),
  );
  const tags: (NodeTags | undefined)[] = [];
  const sums = new LabelSums();
  sums.addAll(input, graph);
  for (let cell = 0; cell < sums.length; cell++) {
    const set = sets[sums.labelSet(cell)];
    const node = sums.node(cell);
    if (set) addTo((tags[node] ??= { texts: new Map(), numbers: new Map() }), set, sums.at(cell));
  }
  return tags;
}

/** graph.SortTags. */
export function sortTags(tags: readonly Tag[], byFlat: boolean): Tag[] {
  return [...tags].sort((a, b) => {
    if (!byFlat && a.cum !== b.cum) return Math.abs(b.cum) - Math.abs(a.cum);
    if (a.flat !== b.flat) return Math.abs(b.flat) - Math.abs(a.flat);
    return compareText(a.name, b.name);
  });
}

/** graph.TrimLowFrequencyTags. */
export function trimTags(tags: readonly (NodeTags | undefined)[], cutoff: number): void {
  for (const node of tags) {
    if (!node) continue;
    for (const list of [node.texts, ...node.numbers.values()]) {
      for (const [name, { flat, cum }] of list) {
        if (Math.abs(flat) < cutoff && Math.abs(cum) < cutoff) list.delete(name);
      }
    }
  }
}

/** Tags with a flat value (graph.countTags). */
export function countedTags(tags: NodeTags | undefined): number {
  if (!tags) return 0;
  let count = 0;
  for (const list of [tags.texts, ...tags.numbers.values()]) {
    for (const { flat } of list.values()) if (flat !== 0) count++;
  }
  return count;
}

function tagSetOf(
  { texts, numbers }: LabelValues,
  { numericUnits }: GraphInput,
  formatTag: (value: number, unit: string) => string,
): TagSet {
  const joined = [...texts]
    .filter(([key]) => key !== 'pprof::base')
    .flatMap(([key, values]) => values.map((value) => `${key}:${value}`))
    .sort(compareText)
    .join('\\n');
  const unit = numericUnits.get('bytes') ?? '';
  const bytes = numbers.get('bytes')?.values ?? [];
  return {
    text: joined,
    numbers: bytes.map((value) => ({ name: formatTag(value, unit), unit, value })),
  };
}

function addTo({ texts, numbers }: NodeTags, set: TagSet, sums: CellSums): void {
  if (set.text !== '') add(tagIn(texts, { name: set.text, unit: '', value: 0 }));
  let list = numbers.get(set.text);
  if (!list) numbers.set(set.text, (list = new Map()));
  for (const number of set.numbers) add(tagIn(list, number));

  function add(tag: Tag): void {
    tag.flat += sums.flat;
    tag.flatDivisor += sums.flatDivisor;
    tag.cum += sums.cum;
    tag.cumDivisor += sums.cumDivisor;
  }
}

function tagIn(tags: Map<string, Tag>, tag: Pick<Tag, 'name' | 'unit' | 'value'>): Tag {
  let known = tags.get(tag.name);
  if (!known) {
    known = { ...tag, flat: 0, flatDivisor: 0, cum: 0, cumDivisor: 0 };
    tags.set(tag.name, known);
  }
  return known;
}
