/** From bytes of a file to a profile. */
export { type ReadOptions, readProfileBytes } from './read-profile.ts';
