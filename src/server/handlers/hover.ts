import { percentText, quantityText } from '../../base/format.ts';
import { shortSymbol } from '../../base/go-symbol.ts';
import { functionsAt, neighboursOfLine } from '../../profile/index.ts';
import {
  LINE_CHANGED,
  LINE_FRESH,
  LINE_IN_CHANGED,
  LINE_MAYBE_MOVED,
} from '../../protocol/analysis.ts';
import type {
  BreakAtHotLineArguments,
  LineState,
  ShowInFlameGraphArguments,
} from '../../protocol/analysis.ts';
import { command } from '../../protocol/contributions.ts';
import { trackFile } from '../declared-functions.ts';
import type { FigureFile } from '../declared-functions.ts';
import type { ProfileSession } from '../profile-session.ts';
import { sampleTypeTitle } from '../sample-type-title.ts';
import { lineNow, lineThen } from '../source-stretches.ts';

/** A hover lists at most this many callers and calls. */
const LIST_LIMIT = 6;
const BAR_LENGTH = 8;

/** Markdown of what the profile knows about a line: its figures, who calls into it, what it calls. Null when nothing. */
export function lineHover(
  session: ProfileSession,
  sampleType: number,
  file: FigureFile,
  { path, line }: BreakAtHotLineArguments,
): string | null {
  const { profile } = session;
  const figures = session.figures(sampleType);
  const { stretches, between } = trackFile(session, file);
  const then = lineThen(line, stretches);
  for (const index of file.files) {
    const place = placeOf(session, index, then);
    const cum = place < 0 ? 0 : (figures.lines.places.cum[place] ?? 0);
    if (cum === 0) continue;
    const flat = figures.lines.places.flat[place] ?? 0;
    const unit = profile.sampleTypes[sampleType]?.unit ?? '';
    const around = neighboursOfLine(profile, figures.values, index, then);
    const [own] = functionsAt(profile, index, then);
    const ofFunction = own === undefined ? 0 : (figures.top.cum[own] ?? 0);
    const parts = [
      `**${quantityText(cum, unit)}** on this line · **${percentText(cum, session.whole(sampleType))}** of ${wholeWords(session, sampleType)}` +
        (own === undefined || ofFunction === 0
          ? ''
          : ` · ${percentText(cum, ofFunction)} of ${code(shortSymbol(session.functionName(own)))}`),
      [
        `flat ${quantityText(flat, unit)}`,
        ...otherValues(session, sampleType, place),
        ...inlining(session, place),
      ].join(' · '),
      ...list('Called from', around.callers, cum, session, unit),
      ...list('Calls', around.callees, cum, session, unit),
      ...STATE_WORDS[lineNow(then, stretches, between).state],
      ...(own === undefined
        ? []
        : [
            [
              flameLink(session, sampleType, own),
              commandLink('Set breakpoint here', command.breakAtHotLine, { path, line }),
              HIDE_LINK,
              code(session.name),
            ].join(' · '),
          ]),
    ];
    return parts.join('\n\n');
  }
  return null;
}

const CHANGED =
  '~ This function was changed since the profile: the figures are of the code before.';
const STATE_WORDS: Readonly<Record<LineState, readonly string[]>> = {
  [LINE_FRESH]: [],
  [LINE_MAYBE_MOVED]: [
    '~ The file was changed since the profile: the figures may belong to other lines.',
  ],
  [LINE_IN_CHANGED]: [CHANGED],
  [LINE_CHANGED]: [CHANGED],
};

const HIDE_LINK = `[Hide figures](command:${command.toggleFigures})`;

/** What the line has in the profile's other sample types: allocations beside bytes in use, samples beside time. */
function otherValues(session: ProfileSession, sampleType: number, place: number): string[] {
  const count = session.typesAfter ?? session.profile.sampleTypes.length;
  return session.profile.sampleTypes.slice(0, count).flatMap(({ type, unit }, other) => {
    const cum = session.figures(other).lines.places.cum[place] ?? 0;
    if (other === sampleType || cum === 0) return [];
    return [
      unit === 'count'
        ? `${quantityText(cum, unit)} ${type}`
        : `${type} ${quantityText(cum, unit)}`,
    ];
  });
}

/** Where the compiler put the code of the line. */
function inlining({ profile }: ProfileSession, place: number): string[] {
  const { frames } = profile;
  let all = 0;
  let inlined = 0;
  for (let frame = 0; frame < frames.length; frame++) {
    if (frames.place[frame] !== place) continue;
    all++;
    inlined += frames.inlined[frame] ?? 0;
  }
  if (inlined === 0) return [];
  return [inlined === all ? 'inlined into its callers' : 'inlined into some of its callers'];
}

/** `all CPU time`: what the share is a share of. */
function wholeWords({ profile }: ProfileSession, sampleType: number): string {
  const type = profile.sampleTypes[sampleType]?.type ?? '';
  return type === 'cpu' ? 'all CPU' : `all ${code(sampleTypeTitle(type).toLowerCase())}`;
}

function placeOf({ profile }: ProfileSession, file: number, line: number): number {
  const { places } = profile;
  for (let place = 0; place < places.length; place++) {
    if (places.file[place] === file && places.line[place] === line) return place;
  }
  return -1;
}

function list(
  title: string,
  neighbours: readonly { readonly function: number; readonly value: number }[],
  whole: number,
  session: ProfileSession,
  unit: string,
): string[] {
  if (neighbours.length === 0) return [];
  const rows = neighbours.slice(0, LIST_LIMIT).map(({ function: row, value }) => {
    const filled = Math.round((BAR_LENGTH * Math.abs(value)) / Math.abs(whole || 1));
    const bar = '▇'.repeat(Math.min(BAR_LENGTH, filled)).padEnd(BAR_LENGTH, '▁');
    const name = code(shortSymbol(session.functionName(row)));
    return `| ${bar} | ${quantityText(value, unit)} | ${name} | ${percentText(value, whole)} |`;
  });
  const more = neighbours.length - rows.length;
  const table = [`| ${title} | | | |`, '|:--|--:|:--|--:|', ...rows].join('\n');
  return [more > 0 ? `${table}\n\nand ${more} more` : table];
}

function flameLink(session: ProfileSession, sampleType: number, row: number): string {
  const target: ShowInFlameGraphArguments = { profile: session.path, sampleType, function: row };
  return commandLink('Show in flame graph', command.showInFlameGraph, target);
}

function commandLink(title: string, name: string, target: object): string {
  const encoded = encodeURIComponent(JSON.stringify([target]));
  return `[${title}](command:${name}?${encoded.replaceAll('(', '%28').replaceAll(')', '%29')})`;
}

/** Names come from a file: inside a code span nothing is markup but the backtick, and a bar would end a cell. */
function code(text: string): string {
  return `\`${text
    .replaceAll('`', "'")
    .replaceAll('|', '¦')
    .replace(/[\r\n]/g, ' ')}\``;
}
