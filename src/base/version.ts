/** Put in by the build. */
declare const DELVESCOPE_VERSION: string | undefined;

/** The package's version; `development` where the sources run as they are. */
export function packageVersion(): string {
  return typeof DELVESCOPE_VERSION === 'string' ? DELVESCOPE_VERSION : 'development';
}
