import { assertNever } from '../../base/assert.ts';
import type { TextPattern } from '../re2/compile.ts';
import { callgrindReport } from './callgrind-report.ts';
import { dotReport } from './dot-report.ts';
import { listReport, type SourceFile } from './list-report.ts';
import { rawReport } from './raw-report.ts';
import type { Report, ReportFormat } from './report.ts';
import { tagsReport } from './tags-report.ts';
import { textReport } from './text-report.ts';
import { tracesReport } from './traces-report.ts';
import { treeReport } from './tree-report.ts';

/** What a report needs from outside. */
export interface ReportContext {
  /** Functions of `peek` and `list`. */
  readonly pattern: TextPattern | null;
  /** Reads a source file by the name that the profile gives it, for `list`. */
  readonly readSource: (file: string) => SourceFile;
  /** Writes a time of a profile; null leaves it out. */
  readonly time: (nanos: bigint) => string | null;
}

/** Lines of a report as pprof prints them, one by one; null where the pattern matches nothing. */
export function reportLines(
  report: Report & { readonly format: Exclude<ReportFormat, 'proto'> },
  { pattern, readSource, time }: ReportContext,
): Iterable<string> | null {
  switch (report.format) {
    case 'text':
      return textReport(report, time);
    case 'tree':
      return treeReport(report, null, time);
    case 'peek':
      return treeReport(report, pattern, time);
    case 'list':
      return pattern && listReport(report, pattern, readSource);
    case 'traces':
      return tracesReport(report, time);
    case 'tags': {
      const text = tagsReport(report);
      return text === '' ? [] : text.replace(/\n$/, '').split('\n');
    }
    case 'raw':
      return rawReport(report, time);
    case 'callgrind':
      return callgrindReport(report);
    case 'dot':
      return dotReport(report, time);
    default:
      return assertNever(report.format);
  }
}
