import { UserError } from '../base/user-error.ts';

/** Where a program serves its profiles: the folder its kinds are below, with a slash at the end. */
export interface Endpoint {
  readonly base: URL;
  /** The kind a whole address names: `heap` of `…/debug/pprof/heap`; undefined for an index. */
  readonly kind: string | undefined;
  /** The address as it was typed, where it is more than a host: it may serve one thing itself. */
  readonly exact: URL | undefined;
}

/** The prefix of net/http/pprof's own handlers. */
const PREFIX = '/debug/pprof/';

/**
 * What users type: `6060`, `localhost:6060`, `https://host/debug/pprof/`, `http://host/debug/pprof/heap?debug=1`,
 * `host:6060/debug/internal/prof`. Without a path the usual prefix is meant. Throws `UserError` `bad-address`.
 */
export function parseEndpoint(text: string): Endpoint {
  const url = urlOf(text.trim());
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '') {
    throw new UserError(
      'bad-address',
      `${text} is not an address. Write host:port or http://host:port/debug/pprof/.`,
    );
  }
  const { pathname } = url;
  const base = new URL(url);
  base.search = '';
  base.hash = '';
  if (pathname === '/') return { base: withPath(base, PREFIX), kind: undefined, exact: undefined };
  const usual = pathname.indexOf(PREFIX);
  if (usual >= 0) {
    const kind = pathname.slice(usual + PREFIX.length).replace(/\/$/, '');
    const path = pathname.slice(0, usual + PREFIX.length);
    return {
      base: withPath(base, path),
      kind: kind === '' ? undefined : decoded(kind),
      exact: kind === '' ? undefined : url,
    };
  }
  return { base: withPath(base, pathname.replace(/\/?$/, '/')), kind: undefined, exact: url };
}

/** How an endpoint is shown: without a password. */
export function endpointTitle({ base }: Endpoint): string {
  const path = base.pathname === PREFIX ? '' : base.pathname;
  return `${base.protocol === 'https:' ? 'https://' : ''}${base.host}${path}`;
}

function urlOf(text: string): URL | null {
  if (/^\d{1,5}$/.test(text)) return URL.parse(`http://127.0.0.1:${text}/`);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return URL.parse(text);
  return URL.parse(`http://${text.replace(/^:/, '127.0.0.1:')}`);
}

function withPath(base: URL, path: string): URL {
  const url = new URL(base);
  url.pathname = path;
  return url;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // A stray percent sign: the name as it is.
  }
}
