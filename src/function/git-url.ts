const TRANSPORTS: ReadonlySet<string> = new Set([
  ...['ssh', 'git', 'git+ssh', 'http', 'https', 'ftp', 'ftps', 'rsync', 'file'],
]);

const SCHEME = /^([A-Za-z][-+.A-Za-z0-9]*):/;
// eslint-disable-next-line no-control-regex -- Go refuses them in a URL.
const CONTROL = /[\u0000-\u001f\u007f]/;
const BROKEN_ESCAPE = /%(?![0-9A-Fa-f]{2})/;
/** What is between `//` and the path: `user:password@host:port`. */
const AUTHORITY = /^[^:]*:\/\/([^/?#]*)/;
const USER = /^[-\w.:~!$&'()*+,;=%@]*$/;
const HOST = /^(?:\[[^\]]*\]|[^\s[\]:/?#@%\\^`{|}]*)(?::\d*)?$/;

const MAX_SCP = 2048;
/** `user@host:path`, and `host:path`. */
const SCP = /^(?:[-.\w~]+@)?[-.\w]+:[-./\w]/;

/**
 * Whether func takes a text as the URL of a Git repository: one with a transport of Git, or what scp
 * would take (ParseTransport and ParseScp of git-urls). The second is generous: nearly anything with
 * a `:` passes.
 */
export function isGitUrl(text: string): boolean {
  return isTransport(text) || isScp(text);
}

function isTransport(text: string): boolean {
  const scheme = SCHEME.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined || !TRANSPORTS.has(scheme) || CONTROL.test(text)) return false;
  const [url = '', ...fragment] = text.split('#');
  if (BROKEN_ESCAPE.test(fragment.join('#'))) return false;
  // Without a slash (`file:hello`) Go looks no further.
  if (!/^[^:]*:\//.test(url)) return true;
  if (BROKEN_ESCAPE.test(url.split('?')[0] ?? '')) return false;
  const authority = AUTHORITY.exec(url)?.[1];
  if (authority === undefined) return true;
  const at = authority.lastIndexOf('@');
  return USER.test(authority.slice(0, Math.max(at, 0))) && HOST.test(authority.slice(at + 1));
}

function isScp(text: string): boolean {
  return text.length <= MAX_SCP && SCP.test(text);
}
