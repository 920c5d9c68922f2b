/** Where a process writes what it does. Ask for the methods needed: `Pick<Log, 'error'>`. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}
