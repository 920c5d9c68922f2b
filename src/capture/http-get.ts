import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import type { IncomingMessage, RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { CancellationToken } from '../base/cancellation.ts';
import { CancelledError } from '../base/cancellation.ts';
import { UserError } from '../base/user-error.ts';
import { connectionFailure } from './failures.ts';

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
 * Rejects with `UserError` (`refused`, `host-unknown`, `tls`, `timeout`, `redirects`) or `CancelledError`.
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

function getOnce(url: URL, options: GetOptions): Promise<IncomingMessage> {
  const { headers, token, answerMillis } = options;
  return new Promise((resolve, reject) => {
    const { username, password } = url;
    const auth = username === '' ? {} : { auth: `${decode(username)}:${decode(password)}` };
    const settings: RequestOptions = { headers: { ...headers, accept: '*/*' }, ...auth };
    const request =
      url.protocol === 'https:'
        ? httpsRequest(url, { ...settings, agent: httpsAgent(options) })
        : httpRequest(url, { ...settings, agent: new HttpAgent({ proxyEnv: proxies(options) }) });
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
      fail(
        new UserError(
          'timeout',
          `${url.host} did not answer in ${seconds} s. Is the program stopped?`,
        ),
      );
    }, answerMillis);
    const stop = (): void => {
      clearInterval(watch);
      clearTimeout(timer);
    };
    request.once('error', (error) => fail(connectionFailure(url, error)));
    request.once('response', (response) => {
      stop();
      resolve(response);
    });
    request.end();
  });
}

function httpsAgent(options: GetOptions): HttpsAgent {
  const { verifyCertificate, trustedCertificates } = options;
  return new HttpsAgent({
    rejectUnauthorized: verifyCertificate,
    ...(trustedCertificates === '' ? {} : { ca: trustedCertificates }),
    proxyEnv: proxies(options),
  });
}

/** Node takes proxies as environment variables (Node 24; older ones connect directly). */
function proxies({ proxy }: GetOptions): NodeJS.ProcessEnv {
  return proxy === '' ? process.env : { HTTP_PROXY: proxy, HTTPS_PROXY: proxy };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // A percent sign of the password itself.
  }
}
