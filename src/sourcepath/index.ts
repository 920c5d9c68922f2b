/** File names of binaries, profiles and dumps to files here, and back. No platform; see README.md. */
export { type ResolvedFile, resolveSource, type SourceMatch } from './resolve-source.ts';
export { parseVersionedFile } from './module-name.ts';
export { findProfileFile, profileNamesOf } from './profile-names.ts';
export { diagnose, rulesOf } from './path-doctor.ts';
export type { DiskFiles, Finding, PathRule, ProgramFiles } from './path-doctor.ts';
export { type SourceRoots } from './source-roots.ts';
