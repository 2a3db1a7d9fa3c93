// Allowed origins of a site: exactly what a browser sends in its Origin header, or one with a
// wildcard for the subdomains of a host. Anything else is refused, so that no entry never matches.
import { refuse } from '../http/refusal.ts';

/** The origins in their normal form. Throws `request.invalid` with the path of the first bad one. */
export function checkOrigins(origins: readonly string[]): string[] {
  const checked = origins.map((origin, index) => {
    const normal = normalOrigin(origin.trim());
    if (normal !== null) return normal;
    const detail =
      'Give an origin such as https://www.example.com, without a path; https://*.example.com takes all subdomains.';
    throw refuse('request.invalid', { path: `origins.${index}`, detail });
  });
  return [...new Set(checked)];
}

function normalOrigin(text: string): string | null {
  const wildcard = /^(https?:\/\/)\*\.(.+)$/i.exec(text);
  const plain = wildcard === null ? text : `${wildcard[1]}${wildcard[2]}`;
  if (!/^https?:\/\//i.test(plain) || !URL.canParse(plain)) return null;
  const url = new URL(plain);
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '' || url.username !== '')
    return null;
  if (wildcard === null) return url.origin;
  return url.hostname.includes('.') ? `${url.protocol}//*.${url.host}` : null;
}

/** Whether a page of this origin may use the site's write key. */
export function allowsOrigin(origins: readonly string[], origin: string): boolean {
  return origins.some((allowed) => allowed === origin || matchesWildcard(allowed, origin));
}

function matchesWildcard(allowed: string, origin: string): boolean {
  const [scheme = '', rest] = allowed.split('://*.', 2);
  if (rest === undefined) return false;
  return origin.startsWith(`${scheme}://`) && origin.endsWith(`.${rest}`);
}
