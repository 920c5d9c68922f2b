import type { RpcVersion } from '../../delve/rpc-types.ts';

/** `1.27.2` of `Version: 1.27.2\nBuild: …`; empty when there is none. */
export function delveVersionOf(version: Pick<RpcVersion, 'DelveVersion'>): string {
  return /\d+\.\d+\.\d+\S*/.exec(version.DelveVersion)?.[0] ?? '';
}

/** `go1.26.8` of `go1.26.8 linux/amd64`; empty when there is none. */
export function goVersionOf(version: Pick<RpcVersion, 'TargetGoVersion'>): string {
  return /go\d\S*/.exec(version.TargetGoVersion)?.[0] ?? '';
}

/** What to say when the program's Go is newer than this dlv knows; undefined when it fits or cannot be told. */
export function tooNewForDelve(version: RpcVersion): string | undefined {
  const program = minorOf(version.TargetGoVersion);
  const known = minorOf(version.MaxSupportedVersionOfGo);
  if (program === undefined || known === undefined || program <= known) return undefined;
  const delve = delveVersionOf(version);
  return `This dlv (${delve}) knows Go up to 1.${known}, and the program was built with ${goVersionOf(version)}: values and stacks may be wrong. Update dlv where it runs.`;
}

/** 26 of `go1.26.8` and `1.26.0`. */
function minorOf(text: string): number | undefined {
  const minor = /\b(?:go)?1\.(\d+)/.exec(text)?.[1];
  return minor === undefined ? undefined : Number(minor);
}
