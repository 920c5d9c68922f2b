import { request as httpRequest } from 'node:http';
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls, rootCertificates } from 'node:tls';
import type { ConnectionOptions } from 'node:tls';
import type { CancellationToken } from '../base/cancellation.ts';
import { CancelledError } from '../base/cancellation.ts';
import { UserError } from '../base/user-error.ts';
import { connectionFailure } from './failures.ts';
import { proxyFor, proxyHeaders } from './proxy.ts';

export interface GetOptions {
  readonly headers: Readonly<Record<string, string>>;
  /** False accepts any certificate. */
  readonly verifyCertificate: boolean;
  /** PEM of certificates to trust besides the system's; empty for none. */
  readonly trustedCertificates: string;
  /** `http://proxy:3128`, or empty for what the environment says. */
  readonly proxy: string;
  readonly token: CancellationToken;
  /** Milliseconds until the first byte of the answer must be there. */
  readonly answerMillis: number;
}

const MAX_REDIRECTS = 5;
/** How soon a cancelled token is seen. */
const CANCEL_MILLIS = 100;

/**
 * The answer to a GET, its body unread, after at most five redirects; credentials do not follow to another host.
 * Rejects with `UserError` (`refused`, `host-unknown`, `tls`, `proxy`, `timeout`, `redirects`) or `CancelledError`.
 */
export async function httpGet(url: URL, options: GetOptions): Promise<IncomingMessage> {
  let at = url;
  let { headers } = options;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const response = await getOnce(at, { ...options, headers });
    const { statusCode = 0 } = response;
    const target = response.headers.location;
    if (statusCode < 300 || statusCode >= 400 || target === undefined) return response;
    response.destroy();
    const next = URL.parse(target, at.href);
    if (!next || !/^https?:$/.test(next.protocol)) break;
    if (next.origin !== at.origin) headers = {};
    at = next;
  }
  throw new UserError('redirects', `${url.host} redirects to nowhere. Check the address.`);
}

async function getOnce(url: URL, options: GetOptions): Promise<IncomingMessage> {
  const { username, password } = url;
  const auth = username === '' ? {} : { auth: `${decode(username)}:${decode(password)}` };
  const headers = { ...options.headers, accept: '*/*' };
  const settings: RequestOptions = { headers, ...auth };
  const proxy = proxyFor(url, options.proxy, process.env);
  if (url.protocol === 'https:') {
    const socket = proxy && (await tunnel(proxy, url, options));
    return (await answerOf(secureRequest(url, settings, options, socket), 'response', url, options))
      .response;
  }
  const request = proxy
    ? requestTo(proxy, {
        ...settings,
        path: withoutCredentials(url),
        headers: { ...headers, host: url.host, ...proxyHeaders(proxy) },
      })
    : httpRequest(url, settings);
  return (await answerOf(request, 'response', proxy ?? url, options)).response;
}

/** A connection to the host of the URL through a proxy (RFC 9110, CONNECT). */
async function tunnel(proxy: URL, url: URL, options: GetOptions): Promise<Socket> {
  const path = `${url.hostname}:${url.port || '443'}`;
  const headers = { host: path, ...proxyHeaders(proxy) };
  const request = requestTo(proxy, { method: 'CONNECT', path, headers });
  const { response, socket } = await answerOf(request, 'connect', proxy, options);
  if (response.statusCode === 200) return socket;
  socket.destroy();
  throw new UserError(
    'proxy',
    `The proxy ${proxy.host} does not connect to ${path} (${response.statusCode}). Check http.proxy in the settings.`,
  );
}

function requestTo(proxy: URL, settings: RequestOptions): ClientRequest {
  const { hostname, port, protocol } = proxy;
  const target = { hostname, port: port || (protocol === 'https:' ? '443' : '80') };
  const request = protocol === 'https:' ? httpsRequest : httpRequest;
  return request({ ...settings, ...target });
}

function secureRequest(
  url: URL,
  settings: RequestOptions,
  { verifyCertificate, trustedCertificates }: GetOptions,
  socket: Socket | null,
): ClientRequest {
  const trust: ConnectionOptions = {
    rejectUnauthorized: verifyCertificate,
    // Besides the system's, not in their place.
    ...(trustedCertificates === '' ? {} : { ca: [...rootCertificates, trustedCertificates] }),
  };
  if (!socket) return httpsRequest(url, { ...settings, ...trust, agent: false });
  const servername = isIP(url.hostname) === 0 ? { servername: url.hostname } : {};
  const createConnection = (): Socket => connectTls({ socket, ...trust, ...servername });
  // An agent would make a connection of its own.
  return httpsRequest(url, { ...settings, createConnection });
}

interface Answer {
  readonly response: IncomingMessage;
  readonly socket: Socket;
}

/** The first answer to a request, within the time that is allowed and until it is cancelled. */
function answerOf(
  request: ClientRequest,
  event: 'response' | 'connect',
  url: URL,
  { token, answerMillis }: GetOptions,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      stop();
      request.destroy();
      reject(error);
    };
    const watch = setInterval(() => {
      if (token.isCancellationRequested) fail(new CancelledError());
    }, CANCEL_MILLIS);
    const timer = setTimeout(() => {
      const seconds = Math.round(answerMillis / 1000);
      const words = `${url.host} did not answer in ${seconds} s. Is the program stopped?`;
      fail(new UserError('timeout', words));
    }, answerMillis);
    const stop = (): void => {
      clearInterval(watch);
      clearTimeout(timer);
    };
    request.once('error', (error) => fail(connectionFailure(url, error)));
    request.once(event, (response: IncomingMessage) => {
      stop();
      resolve({ response, socket: response.socket });
    });
    request.end();
  });
}

/** What a proxy is asked for. */
function withoutCredentials(url: URL): string {
  const plain = new URL(url);
  plain.username = '';
  plain.password = '';
  return plain.href;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // A percent sign of the password itself.
  }
}
