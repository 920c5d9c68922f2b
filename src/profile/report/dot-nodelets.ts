/** Labels of a node as boxes beside it (addNodelets in graph/dotgraph.go of pprof vendored in Go 1.26). */
import { quotient } from '../graph/call-graph.ts';
import { type NodeTags, sortTags, type Tag } from '../graph/tags.ts';
import { MOST_TAGS } from '../graph/trim.ts';
import { scale, scaledLabel } from '../measurement.ts';

/** `byFlat` for nodes that call others: what is left of a leaf includes what was dropped below it. */
export function nodeletLines(
  tags: NodeTags | undefined,
  number: number,
  byFlat: boolean,
  format: (value: number) => string,
): string[] {
  if (!tags) return [];
  const lines: string[] = [];
  sortTags([...tags.texts.values()], byFlat)
    .slice(0, MOST_TAGS)
    .forEach((tag, index) => {
      const value = byFlat ? flatOf(tag) : cumOf(tag);
      if (value === 0) return;
      const box = `N${number}_${index}`;
      lines.push(...boxLines(box, `N${number}`, box, tag.name, format(value), ''));
      lines.push(...numericLines(tags.numbers.get(tag.name), box, byFlat, format));
    });
  lines.push(...numericLines(tags.numbers.get(''), `N${number}`, byFlat, format));
  return lines;
}

function numericLines(
  tags: ReadonlyMap<string, Tag> | undefined,
  source: string,
  byFlat: boolean,
  format: (value: number) => string,
): string[] {
  if (!tags) return [];
  return collapsed([...tags.values()], byFlat).flatMap((tag, index) => {
    const flat = flatOf(tag);
    const cum = cumOf(tag);
    const isFlat = byFlat || flat === cum;
    const value = isFlat ? flat : cum;
    if (value === 0) return [];
    // The box of a box has one N more than its name, as in pprof.
    const box = `N${source}_${index}`;
    return boxLines(box, source, box, tag.name, format(value), isFlat ? '' : ' style="dotted"');
  });
}

function boxLines(
  box: string,
  source: string,
  target: string,
  name: string,
  value: string,
  style: string,
): string[] {
  return [
    `${box} [label = "${name}" id="${box}" fontsize=8 shape=box3d tooltip="${value}"]`,
    `${source} -> ${target} [label=" ${value}" weight=100 tooltip="${value}" labeltooltip="${value}"${style}]`,
  ];
}

/** The largest tags; others join the nearest of them as a range. */
function collapsed(tags: readonly Tag[], byFlat: boolean): Tag[] {
  const sorted = sortTags(tags, byFlat);
  if (sorted.length <= MOST_TAGS) return sorted;
  const groups = sorted.slice(0, MOST_TAGS).map((tag) => [tag]);
  for (const tag of sorted.slice(MOST_TAGS)) {
    let nearest = groups[0];
    let least = Infinity;
    for (const group of groups) {
      const [head] = group;
      if (!head) continue;
      const distance = Math.abs(scale(head.value, head.unit, tag.unit).value - tag.value);
      if (distance >= least) continue;
      least = distance;
      nearest = group;
    }
    nearest?.push(tag);
  }
  return sortTags(groups.map(groupTag), byFlat);
}

function groupTag(group: readonly Tag[]): Tag {
  const [first] = group;
  if (!first) throw new Error('a group of tags starts with one');
  let min = first;
  let max = first;
  const sums = { flat: 0, flatDivisor: 0, cum: 0, cumDivisor: 0 };
  for (const tag of group) {
    if (Math.trunc(scale(tag.value, tag.unit, min.unit).value) < min.value) min = tag;
    if (Math.trunc(scale(tag.value, tag.unit, max.unit).value) > max.value) max = tag;
    sums.flat += tag.flat;
    sums.flatDivisor += tag.flatDivisor;
    sums.cum += tag.cum;
    sums.cumDivisor += tag.cumDivisor;
  }
  const label = (tag: Tag): string => scaledLabel(tag.value, tag.unit, 'auto');
  return {
    name: group.length === 1 ? label(first) : `${label(min)}..${label(max)}`,
    unit: '',
    value: 0,
    flat: quotient(sums.flat, sums.flatDivisor),
    flatDivisor: 0,
    cum: quotient(sums.cum, sums.cumDivisor),
    cumDivisor: 0,
  };
}

function flatOf(tag: Tag): number {
  return quotient(tag.flat, tag.flatDivisor);
}

function cumOf(tag: Tag): number {
  return quotient(tag.cum, tag.cumDivisor);
}
