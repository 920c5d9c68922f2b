/** The path doctor's page: shows a report, asks for choices. */
import type { PathReport, PathRule } from './path-doctor.ts';

export type ToPathDoctor =
  | {
      readonly kind: 'report';
      /** Name of the session the report is about. */
      readonly session: string;
      readonly report: PathReport;
      /** Rules that were chosen here and are not saved. */
      readonly unsaved: readonly PathRule[];
    }
  | { readonly kind: 'failed'; readonly message: string };

export type FromPathDoctor =
  | { readonly kind: 'ready' }
  | { readonly kind: 'use'; readonly rule: PathRule }
  /** Asks for a folder of this disk. */
  | { readonly kind: 'choose'; readonly folder: string }
  | { readonly kind: 'save'; readonly where: 'settings' | 'launch' };
