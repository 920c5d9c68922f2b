import { UserError } from '../base/user-error.ts';

/** Why nothing could be fetched from a host, in words; other errors keep their own. */
export function connectionFailure(url: URL, error: Error): UserError {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const { host } = url;
  if (code === 'ECONNREFUSED') {
    return new UserError('refused', `Nothing listens on ${host}. Is the program running?`);
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return new UserError('host-unknown', `There is no host ${url.hostname}. Check the name.`);
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO|ALTNAME/.test(code)) {
    return new UserError(
      'tls',
      `The certificate of ${host} is not trusted (${error.message}). Trust it in the settings of this address.`,
    );
  }
  if (code === 'EPROTO' || /SSL/.test(code)) {
    return new UserError('tls', `${host} does not speak TLS. Try http:// in place of https://.`);
  }
  if (code === 'ECONNRESET' || code.startsWith('HPE_')) {
    return new UserError(
      'not-http',
      `${host} closed the connection: it is no HTTP server, or needs https://.`,
    );
  }
  return new UserError('failed', `Asking ${host} failed: ${error.message}`, error.stack);
}

/**
 * Why an endpoint refused a kind, in words; `body` is the text of its answer (net/http/pprof/pprof.go, Go 1.26, says
 * why in it).
 */
export function refusal(url: URL, kind: string, status: number, body: string): UserError {
  const text = firstLine(body);
  if (status === 401 || status === 403) {
    return new UserError(
      'not-allowed',
      `${url.host} wants to know who asks (${status}). Give it a header or a token.`,
    );
  }
  if (status === 404) {
    return new UserError(
      'no-such-kind',
      `${url.host} has no ${kind} profile at ${url.pathname}. Choose one that its index offers.`,
    );
  }
  if (/already (in use|enabled)|tracing is already/i.test(body)) {
    return new UserError(
      'busy',
      `${url.host} is recording already, for somebody else: a program records one ${kind} at a time. Try again later.`,
    );
  }
  if (/WriteTimeout/.test(body)) {
    return new UserError(
      'too-long',
      `${url.host} ends answers earlier than that (its server's WriteTimeout). Choose fewer seconds.`,
    );
  }
  const said = text === '' ? '' : `: ${text}`;
  return new UserError(
    'refused-kind',
    `${url.host} answered ${status}${said}`,
    body.slice(0, 2000),
  );
}

function firstLine(body: string): string {
  const line = body.trimStart().split('\n', 1)[0]?.trim() ?? '';
  return line.startsWith('<') ? '' : line.slice(0, 200);
}
