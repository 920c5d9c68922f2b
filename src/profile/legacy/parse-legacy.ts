import type { Parsed } from '../../base/problem.ts';
import type { Profile } from '../model.ts';
import { isCpuProfile, parseCpuProfile } from './cpu.ts';
import { isTextProfile, parseTextProfile } from './parse-text.ts';

/** Whether the bytes are the beginning of a profile of before profile.proto. */
export function isLegacyProfile(head: Uint8Array): boolean {
  return isCpuProfile(head) || isTextProfile(head);
}

/** Null for bytes that are none. Problems: `line-not-understood`, `profile-truncated`. */
export function parseLegacyProfile(bytes: Uint8Array): Parsed<Profile> | null {
  return parseCpuProfile(bytes) ?? parseTextProfile(bytes);
}
