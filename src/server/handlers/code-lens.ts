import type { CodeLens } from 'vscode-languageserver/node';
import { percentText, quantityText } from '../../base/format.ts';
import type { ShowInFlameGraphArguments } from '../../protocol/analysis.ts';
import { command } from '../../protocol/contributions.ts';
import { declaredFunctions } from '../declared-functions.ts';
import type { DeclaredFunction } from '../declared-functions.ts';
import type { ProfileSession } from '../profile-session.ts';
import type { FigureFile } from './line-figures.ts';

/** `flat 300 ms · cum 3.41 s · 12.3 % | Show in flame graph` above each function that the profile has. */
export function codeLenses(
  session: ProfileSession,
  sampleType: number,
  file: FigureFile,
): CodeLens[] {
  return declaredFunctions(session, file.files, file.lines).flatMap((declared) => {
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
    return declared.changed ? [...lenses, run('Changed since the profile')] : lenses;
  });
}

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
  const mark = declared.changed ? '$(history) ~ ' : '';
  return (
    `${mark}flat ${quantityText(flat, unit)} · cum ${quantityText(cum, unit)} · ` +
    percentText(cum, session.whole(sampleType))
  );
}
