/** As `process.env` has them. */
type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy to ask for a URL: the configured one, else the environment's; null for none. Hosts of NO_PROXY and this
 * machine are asked directly, as Go's net/http does (golang.org/x/net/http/httpproxy).
 */
export function proxyFor(url: URL, configured: string, environment: Environment): URL | null {
  const variable = (name: string): string =>
    environment[name.toUpperCase()] ?? environment[name.toLowerCase()] ?? '';
  if (isLocal(url.hostname) || isExcluded(url, variable('no_proxy'))) return null;
  const text = configured || variable(url.protocol === 'https:' ? 'https_proxy' : 'http_proxy');
  if (text === '') return null;
  return URL.parse(text.includes('://') ? text : `http://${text}`);
}

function isLocal(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** `example.com` also stands for what is below it, as `.example.com` does; `*` for everything. */
function isExcluded({ hostname, host }: URL, list: string): boolean {
  return list
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => entry !== '')
    .some((entry) => {
      const name = entry.replace(/^\*?\./, '');
      return entry === '*' || name === hostname || name === host || hostname.endsWith(`.${name}`);
    });
}

/** What a proxy with a name and a password is sent. */
export function proxyHeaders({ username, password }: URL): Record<string, string> {
  if (username === '') return {};
  const text = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(text).toString('base64')}` };
}
