/** Where the folders a program was built from are on this disk: the path doctor's question and answer. */

export interface PathRule {
  /** Folder here. */
  readonly from: string;
  /** What the program calls it. */
  readonly to: string;
}

/** A folder of the program. */
export interface PathFinding {
  readonly kind: 'own' | 'module' | 'standard-library';
  /** As the program names it; empty for the relative names of a standard library. */
  readonly folder: string;
  /** Files of the program in and below the folder, and how many of them are `here`. */
  readonly files: number;
  readonly found: number;
  /** Folder here; null where there is no single answer. */
  readonly here: string | null;
  /** `as-is`: no rule needed. `sure`: in use. `likely`: one answer with little evidence. `open`: none, or several. */
  readonly certainty: 'as-is' | 'configured' | 'sure' | 'likely' | 'open';
  /** Folders here that might be meant. */
  readonly candidates: readonly string[];
}

export interface PathReport {
  readonly findings: readonly PathFinding[];
}
