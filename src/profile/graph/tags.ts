/** Labels of the samples of a node, for drawings (graph.Node.addSample of pprof vendored in Go 1.26). */
import { compareText } from '../compare-text.ts';
import { type LabelValues, labelValuesOf } from '../query/label-sets.ts';
import type { CallGraph, GraphInput } from './call-graph.ts';

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
  const { profile, keys } = input;
  const { stacks } = profile;
  const inGraph = new Uint8Array(keys.length);
  for (const node of graph.nodes) inGraph[node] = 1;
  const sets = labelValuesOf(profile.labels).map((labels) => tagSetOf(labels, input, formatTag));
  const tags: (NodeTags | undefined)[] = [];
  for (const group of sampleGroups(input)) {
    const set = sets[group.labelSet];
    if (!set) continue;
    const seen = new Set<number>();
    const leaf = stacks.start[group.stack] ?? 0;
    let last = -1;
    for (let k = (stacks.start[group.stack + 1] ?? 0) - 1; k >= leaf; k--) {
      const node = keys.nodeOf[stacks.frame[k] ?? 0] ?? 0;
      last = inGraph[node] === 1 ? node : -1;
      if (last < 0 || seen.has(node)) continue;
      seen.add(node);
      addTo((tags[node] ??= { texts: new Map(), numbers: new Map() }), set, group, false);
    }
    const leafTags = tags[last];
    if (leafTags) addTo(leafTags, set, group, true);
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

interface SampleGroup {
  readonly stack: number;
  readonly labelSet: number;
  value: number;
  divisor: number;
}

/** Samples with the same stack and labels, summed. */
function sampleGroups({ profile, sampleType, mean }: GraphInput): Iterable<SampleGroup> {
  const { samples, labels } = profile;
  const groups = new Map<number, SampleGroup>();
  for (let sample = 0; sample < samples.length; sample++) {
    const value = samples.values[sampleType]?.[sample] ?? 0;
    const divisor = mean ? (samples.values[0]?.[sample] ?? 0) : 0;
    if (value === 0 && divisor === 0) continue;
    const stack = samples.stack[sample] ?? 0;
    const labelSet = samples.labelSet[sample] ?? 0;
    const known = groups.get(stack * labels.length + labelSet);
    if (known) {
      known.value += value;
      known.divisor += divisor;
    } else groups.set(stack * labels.length + labelSet, { stack, labelSet, value, divisor });
  }
  return groups.values();
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

function addTo(
  { texts, numbers }: NodeTags,
  set: TagSet,
  { value, divisor }: SampleGroup,
  flat: boolean,
): void {
  if (set.text !== '') add(tagIn(texts, { name: set.text, unit: '', value: 0 }));
  let list = numbers.get(set.text);
  if (!list) numbers.set(set.text, (list = new Map()));
  for (const number of set.numbers) add(tagIn(list, number));

  function add(tag: Tag): void {
    if (flat) {
      tag.flat += value;
      tag.flatDivisor += divisor;
    } else {
      tag.cum += value;
      tag.cumDivisor += divisor;
    }
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
