import type { TunnelError } from './failure.ts';

/** A program that forwards a local port: how it is started, and what its output means. */
export interface Forwarder {
  readonly program: string;
  /** Host or pod, for messages. */
  readonly subject: string;
  arguments(localPort: number): readonly string[];
  /** This line says that the port is bound and the way is open. */
  isReady(line: string): boolean;
  /** It ended because somebody else has the local port. */
  isPortTaken(output: string): boolean;
  /** Not worth keeping for an error message. */
  isNoise(line: string): boolean;
  /** This line says that one connection came to nothing, and why. */
  complaint(line: string): string | undefined;
  /** Why it ended. */
  failure(output: string): TunnelError;
}

/** What a tunnel needs of the process it runs in. */
export interface ProcessOutput {
  stdout(chunk: Buffer): void;
  stderr(chunk: Buffer): void;
}

export interface ForwarderProcess {
  /** Resolves with its exit code when it and its output have ended. */
  readonly exited: Promise<number>;
  end(): Promise<void>;
}

/** Starts a program that dies with us, however we end. */
export type StartProcess = (
  program: string,
  args: readonly string[],
  output: ProcessOutput,
) => ForwarderProcess;
