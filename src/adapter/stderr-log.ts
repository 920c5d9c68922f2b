import type { Log } from '../base/log.ts';

/** Standard output belongs to the protocol; the log goes to standard error, one line a message. */
export function stderrLog(isVerbose: boolean): Log {
  const write = (level: string, message: string): void => {
    process.stderr.write(`${level} ${message}\n`);
  };
  return {
    debug: (message) => isVerbose && write('debug', message),
    info: (message) => isVerbose && write('info', message),
    warn: (message) => write('warning', message),
    error: (message) => write('error', message),
  };
}
