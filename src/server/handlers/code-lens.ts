import type { CodeLens } from 'vscode-languageserver/node';
import { percentText, quantityText } from '../../base/format.ts';
import {
  LINE_CHANGED,
  LINE_FRESH,
  LINE_IN_CHANGED,
  LINE_MAYBE_MOVED,
} from '../../protocol/analysis.ts';
import type { LineState, ShowInFlameGraphArguments } from '../../protocol/analysis.ts';
import { command } from '../../protocol/contributions.ts';
import { trackFile } from '../declared-functions.ts';
import type { DeclaredFunction, FigureFile } from '../declared-functions.ts';
import type { ProfileSession } from '../profile-session.ts';

/** `flat 300 ms · cum 3.41 s · 12.3 % | Show in flame graph` above each function that the profile has. */
export function codeLenses(
  session: ProfileSession,
  sampleType: number,
  file: FigureFile,
): CodeLens[] {
  return trackFile(session, file).functions.flatMap((declared) => {
    const title = figuresTitle(session, sampleType, declared);
    if (title === null) return [];
    const position = { line: declared.line - 1, character: 0 };
    const range = { start: position, end: position };
    const target: ShowInFlameGraphArguments = {
      profile: session.path,
      sampleType,
      function: declared.function,
    };
    const run = (words: string): CodeLens => ({
      range,
      command: { title: words, command: command.showInFlameGraph, arguments: [target] },
    });
    const lenses = [run(title), run('Show in flame graph')];
    const note = STATE_NOTES[declared.state];
    return note === null ? lenses : [...lenses, run(note)];
  });
}

const STATE_NOTES: Readonly<Record<LineState, string | null>> = {
  [LINE_FRESH]: null,
  [LINE_MAYBE_MOVED]: 'File changed since the profile',
  [LINE_IN_CHANGED]: 'Changed since the profile',
  [LINE_CHANGED]: 'Changed since the profile',
};

function figuresTitle(
  session: ProfileSession,
  sampleType: number,
  declared: DeclaredFunction,
): string | null {
  const { top } = session.figures(sampleType);
  const flat = top.flat[declared.function] ?? 0;
  const cum = top.cum[declared.function] ?? 0;
  if (flat === 0 && cum === 0) return null;
  const unit = session.profile.sampleTypes[sampleType]?.unit ?? '';
  const mark = declared.state !== LINE_FRESH ? '$(history) ~ ' : '';
  return (
    `${mark}flat ${quantityText(flat, unit)} · cum ${quantityText(cum, unit)} · ` +
    percentText(cum, session.whole(sampleType))
  );
}
