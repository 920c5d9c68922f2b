import { assertNever } from '../../src/base/assert.ts';
import type { PathFinding, PathReport } from '../../src/protocol/path-doctor.ts';

/** The one sentence the page answers with, numbers first. */
export function answerOf({ findings }: PathReport): string {
  const own = findings.filter(({ kind }) => kind === 'own');
  const open = own.filter(needsWord);
  if (findings.length === 0) return 'The program names no Go files.';
  if (open.length === 0) {
    const others = findings.filter((finding) => finding.kind !== 'own' && needsWord(finding));
    const rest = others.length === 0 ? '' : ` ${counted(others.length, 'other folder')} not here.`;
    const all = own.length === 1 ? 'The folder' : `All ${own.length} folders`;
    return `${all} of your code ${own.length === 1 ? 'is' : 'are'} found here.${rest}`;
  }
  const files = open.reduce((sum, finding) => sum + finding.files, 0);
  const verb = open.length === 1 ? 'is' : 'are';
  return `${open.length} of ${counted(own.length, 'folder')} ${verb} not known here: breakpoints in ${counted(files, 'file')} do not bind.`;
}

/** Waits for a choice. */
export function needsWord({ certainty }: PathFinding): boolean {
  return certainty === 'open' || certainty === 'likely';
}

/**
 * What the page's one primary button does: folders that are not known come before saving. Where several fit alike none
 * is recommended.
 */
export function nextStep({ findings }: PathReport, unsaved: number): PathFinding | 'save' | null {
  const open = findings.filter(({ certainty, candidates }) => {
    return certainty === 'likely' || (certainty === 'open' && candidates.length === 1);
  });
  const own = open.find(({ kind }) => kind === 'own');
  if (own) return own;
  return unsaved > 0 ? 'save' : (open.find(({ kind }) => kind === 'module') ?? null);
}

/** How sure, and why. */
export function certaintyWords(finding: PathFinding): string {
  const { certainty, candidates, kind, found, files } = finding;
  const missing = found < files ? `, ${files - found} not here` : '';
  switch (certainty) {
    case 'as-is':
      return `Same folder${missing}`;
    case 'configured':
      return found === 0 ? 'By your rule, but nothing is there' : `By your rule${missing}`;
    case 'sure':
      return `The only answer${missing}`;
    case 'likely':
      return `Likely, by file names${missing}`;
    case 'open':
      if (candidates.length > 1) return `${candidates.length} folders fit`;
      return kind === 'module' ? 'Not in the module cache' : 'Nothing here fits';
    default:
      return assertNever(certainty);
  }
}

export function folderWords({ folder, kind }: PathFinding): string {
  return folder === '' && kind === 'standard-library' ? 'Standard library' : folder;
}

/** `1 file`, `12 files`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}
