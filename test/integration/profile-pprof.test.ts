import { readFileSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import {
  callTreeOf,
  neighboursOfFunction,
  parseProfile,
  type Profile,
  stackValues,
  topOf,
} from '../../src/profile/index.ts';
import { FlameGraph } from '../../src/server/flame-graph.ts';
import { childrenOf } from '../support/tree-rows.ts';
import {
  delvescope,
  pprof as pprofTool,
  pprofArguments,
  withoutTime,
} from '../support/pprof-tool.ts';

const REPORTS: readonly (readonly string[])[] = [
  ['top'],
  ['top', '-cum', '-nodecount=10', '-lines'],
  ['tree'],
  ['peek', 'main|json'],
  ['traces'],
  ['tags'],
  ['raw'],
  ['list', 'main\\.'],
  ['dot'],
  ['dot', '-nodecount=20', '-focus=main'],
];
const RECORDED = resolve(import.meta.dirname, '../../examples/recorded');
const files = readdirSync(RECORDED).filter((name) => name.endsWith('.pb.gz'));

describe('every recorded profile, every sample type, last digit', () => {
  test('there are recorded profiles', () => expect(files.length).toBeGreaterThan(4));

  for (const name of files) {
    const file = join(RECORDED, name);
    const profile = read(file);
    profile.sampleTypes.forEach(({ type }, index) => {
      test(`${name} ${type}: every report equals that of go tool pprof`, async () => {
        for (const args of REPORTS) {
          const all = [...args, `-sample_index=${index}`, file];
          const [theirs, ours] = await Promise.all([
            pprofTool(pprofArguments(all), RECORDED),
            delvescope(all, RECORDED),
          ]);
          expect(withoutTime(ours.out), all.join(' ')).toBe(withoutTime(theirs.out));
        }
      });

      // Without renaming, which pprof does to names that look like C++.
      test(`${name} ${type}: flat and cum of all functions`, async () => {
        const values = stackValues(profile, index);
        const { flat, cum } = topOf(profile, values);
        const unit = `-unit=${profile.sampleTypes[index]?.unit}`;
        const options = [
          '-symbolize=none',
          '-nodecount=0',
          '-nodefraction=0',
          unit,
          `-sample_index=${index}`,
        ];
        const output = await pprof('-top', ...options, file);
        const ours = profile.functions.names
          .map((text, row) => `${text} ${flat[row]} ${cum[row]}`)
          .filter((row) => !row.endsWith(' 0 0'));
        expect(ours.sort()).toEqual(tableOf(output).sort());
        const tree = callTreeOf(profile, values);
        expect(tree.nodes.total[0]).toBe(values.total);
      });
    });
  }
});

describe('go tool pprof -peek', () => {
  for (const name of files) {
    test(`${name}: callers and callees of the ten hottest functions, in the sandwich of all`, async () => {
      const file = join(RECORDED, name);
      const profile = read(file);
      const index = profile.defaultSampleType;
      const values = stackValues(profile, index);
      const { cum } = topOf(profile, values);
      const hottest = [...cum.keys()].sort((a, b) => (cum[b] ?? 0) - (cum[a] ?? 0)).slice(0, 10);
      const unit = `-unit=${profile.sampleTypes[index]?.unit}`;
      const options = ['-symbolize=none', '-peek=.', unit, `-sample_index=${index}`];
      const blocks = peekBlocks(await pprof(...options, file));
      for (const row of hottest) {
        const block = blocks.get(profile.functions.names[row] ?? '');
        const { callers, callees } = neighboursOfFunction(profile, values, row);
        const edges = (list: readonly { readonly function: number; readonly value: number }[]) =>
          list.map((edge) => `${edge.value} ${profile.functions.names[edge.function]}`).sort();
        expect(edges(callers)).toEqual(block?.callers.sort());
        expect(edges(callees)).toEqual(block?.callees.sort());
      }
      for (let row = 0; row < profile.functions.length; row++) {
        if ((cum[row] ?? 0) === 0) continue;
        const graph = new FlameGraph(profile, values, { around: row });
        const block = blocks.get(profile.functions.names[row] ?? '');
        const [below, above] = graph.halves.map(({ tree }) => ({
          edges: childrenOf(tree, 0)
            .map((node) => {
              const callee = profile.functions.names[tree.nodes.function[node] ?? 0];
              return `${tree.nodes.total[node]} ${callee}`;
            })
            .sort(),
          cum: tree.nodes.total[0],
          flat: tree.nodes.self[0],
        }));
        expect(below).toMatchObject({ flat: block?.flat, cum: block?.cum });
        expect(below?.edges).toEqual(block?.callees.sort());
        expect(above?.edges).toEqual(block?.callers.sort());
      }
    });
  }
});

function read(file: string): Profile {
  const { value, problems } = parseProfile(gunzipSync(readFileSync(file)));
  expect(problems, basename(file)).toEqual([]);
  return value;
}

async function pprof(...options: string[]): Promise<string> {
  return (await pprofTool(options)).out;
}

/** `name flat cum` in the profile's own unit, from a report with `-unit` set to it. */
function tableOf(output: string): string[] {
  const lines = output.trimEnd().split('\n');
  const from = lines.findIndex((line) => line.includes('flat%')) + 1;
  return lines.slice(from).map((line) => {
    const match =
      /^ *(\d+)[a-zA-Z]* +\S+ +\S+ +(\d+)[a-zA-Z]* +\S+ {2}(.*?)(?: \((?:partial-)?inline\))?$/.exec(
        line,
      );
    if (!match) throw new Error(`no row of pprof: ${line}`);
    return `${match[3]} ${match[1]} ${match[2]}`;
  });
}

/** A function in peek's report: what it measures, and `value name` of its callers and callees. */
interface PeekBlock {
  readonly flat: number;
  readonly cum: number;
  readonly callers: string[];
  readonly callees: string[];
}

function peekBlocks(output: string): Map<string, PeekBlock> {
  const blocks = new Map<string, PeekBlock>();
  let callers: string[] = [];
  let callees: string[] | null = null;
  for (const line of output.split('\n')) {
    if (line.startsWith('-----')) {
      callers = [];
      callees = null;
      continue;
    }
    const edge = /^ {20,} *(\d+)\D.*\| {3}(.*?)(?: \(inline\))?$/.exec(line);
    const self = /^ *(\d+)\S* +\S+ +\S+ +(\d+)\S* +\S+ +\| (\S.*)$/.exec(line);
    if (edge) (callees ?? callers).push(`${edge[1]} ${edge[2]}`);
    else if (self) {
      callees = [];
      const figures = { flat: Number(self[1]), cum: Number(self[2]) };
      blocks.set(self[3] ?? '', { ...figures, callers, callees });
    }
  }
  return blocks;
}
