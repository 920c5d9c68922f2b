import { UserError } from '../../base/user-error.ts';
import type { StartFailure, StartFailureCode } from '../../protocol/debug-session.ts';

/** A session could not start; one of the known ways. */
export class StartError extends UserError {
  readonly failure: StartFailure;

  constructor(failure: StartFailure) {
    super(failure.code, failure.message, failure.detail);
    this.name = 'StartError';
    this.failure = failure;
  }
}

export interface FailureFacts {
  /** The address, program, path or process the message is about. */
  readonly subject: string;
  readonly detail?: string;
  /** One more fact for the text: a version, a count. */
  readonly extra?: string;
}

export function startError(code: StartFailureCode, facts: FailureFacts): StartError {
  const { subject, detail = '', extra = '' } = facts;
  return new StartError({ code, message: TEXTS[code](subject, extra), detail, subject });
}

type Text = (subject: string, extra: string) => string;

/** What was tried, what happened, what to do. */
const TEXTS: Readonly<Record<StartFailureCode, Text>> = {
  'dlv-missing': (path) =>
    path === ''
      ? 'dlv, the Go debugger, was not found on PATH, in GOBIN, GOPATH/bin or ~/go/bin. Install it with "go install github.com/go-delve/delve/cmd/dlv@latest", or set "dlvToolPath".'
      : `There is no dlv at ${path}. Correct the configured path, or remove it to use the one on PATH.`,
  'dlv-failed': (_, reason) =>
    `dlv could not start the program: ${reason || 'it ended without a word'}.`,
  'go-missing': (path) =>
    path === ''
      ? 'The go command was not found on PATH or where Go is usually installed. Install Go, or set the path to go.'
      : `There is no go command at ${path}. Correct the configured path, or remove it to use the one on PATH.`,
  'go-version': (subject, reason) =>
    `This dlv (${subject}) does not fit the program's Go version: ${reason}. Update dlv with "go install github.com/go-delve/delve/cmd/dlv@latest", or add "--check-go-version=false" to "dlvFlags" to try all the same.`,
  'build-failed': (program, reason) => `${program} does not build: ${reason}`,
  'program-missing': (program) =>
    `${program} does not exist or is not something to debug. Set "program" to a folder with package main, a .go file, or an executable.`,
  'port-taken': (address) =>
    `${address} is in use by another program. Choose another "port", or leave it out for a free one.`,
  'connection-refused': (address) =>
    `Nothing listens on ${address}, or it is a dlv without --accept-multiclient that serves its one client already. Start the debugger there: dlv exec --headless --accept-multiclient --listen=${address} ./program`,
  'host-unknown': (host) => `The host name ${host} is not known. Check "host" for typing mistakes.`,
  'not-a-dlv': (address, what) =>
    `What listens on ${address} is not dlv: ${what}. Check host and port: it must be the address that dlv printed as "API server listening at".`,
  'web-server': (address) =>
    `What listens on ${address} is not dlv but a web server, perhaps the program's own. Use the address that dlv printed as "API server listening at".`,
  'connection-closed': (address) =>
    `${address} takes connections and closes them at once. Behind a tunnel or a container's port no dlv listens yet; or dlv refuses another user: then start it with --only-same-user=false.`,
  'connection-lost': (address) =>
    `There is no connection to dlv on ${address} any more. Start it there anew, or the tunnel to it, and try again.`,
  'dlv-busy': (address) =>
    `What listens on ${address} took the connection but does not answer. If it is dlv, another client is connected to it, or it still loads the program. Disconnect that one, or start dlv with --accept-multiclient.`,
  'dlv-other-client': (address) =>
    `Another client of dlv on ${address} has the program running, and dlv takes a second one only while it stands. Pause it there, or wait for its next breakpoint; then try again.`,
  'dlv-too-old': (address, version) =>
    `dlv ${version} on ${address} is too old: it does not speak the Debug Adapter Protocol. Update it there with "go install github.com/go-delve/delve/cmd/dlv@latest".`,
  'program-ended': (address) =>
    `dlv listens on ${address}, but its program has ended. Start dlv there anew: dlv exec --headless --accept-multiclient --listen=${address} ./program`,
  'dlv-dap-only': (address) =>
    `${address} is a "dlv dap" server that has no program yet; attaching needs one. Start it there with: dlv exec --headless --accept-multiclient --listen=${address} ./program`,
  'process-gone': (process) =>
    `There is no process ${process}. It has ended, or the number is wrong.`,
  'not-permitted': (process) =>
    `The system does not allow debugging process ${process}. It may belong to another user; on Linux, "echo 0 | sudo tee /proc/sys/kernel/yama/ptrace_scope" allows debugging your own processes until the next boot.`,
  // The tunnel's own words: they differ from program to program.
  'tunnel-program': (_, words) => words,
  'tunnel-login': (_, words) => words,
  'tunnel-target': (_, words) => words,
  'tunnel-refused': (_, words) => words,
  'tunnel-other': (_, words) => words,
  'bad-configuration': (_, reason) => `The debug configuration cannot be used: ${reason}.`,
};

/** Finds the known failure in what dlv wrote on standard error. */
export function failureFromOutput(
  output: string,
  subjects: {
    readonly address: string;
    readonly program: string;
    readonly process: string;
    readonly version: string;
  },
): StartError {
  const reason = lastLine(output);
  const facts = { detail: output, extra: reason };
  if (/Version of Delve is too old|is too old for this version of Delve/.test(output)) {
    return startError('go-version', { ...facts, subject: subjects.version });
  }
  if (/address already in use|Only one usage of each socket address/i.test(output)) {
    return startError('port-taken', { ...facts, subject: subjects.address });
  }
  if (
    /no such process|could not attach to pid \d+: .*(?:not found|parameter is incorrect)/i.test(
      output,
    )
  ) {
    return startError('process-gone', { ...facts, subject: subjects.process });
  }
  if (
    /operation not permitted|ptrace_scope|does not own the process|access is denied/i.test(output)
  ) {
    return startError('not-permitted', { ...facts, subject: subjects.process || subjects.program });
  }
  if (
    /no such file or directory|cannot find the file|is not executable|not an executable|exec format|non-main package/i.test(
      output,
    )
  ) {
    return startError('program-missing', { ...facts, subject: subjects.program });
  }
  return startError('dlv-failed', { ...facts, subject: subjects.program || subjects.process });
}

function lastLine(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  return lines.findLast((line) => line !== '' && !line.startsWith('Usage')) ?? '';
}
