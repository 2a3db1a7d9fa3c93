// Allowed origins of a site: exactly what a browser sends in its Origin header, or a wildcard for
// the subdomains of a host. Refuses any entry that could never match. Allowed origins stop casual
// or accidental use of a key on other sites. They are not authentication, because only browsers
// send the true origin.
import { refuse } from '../problem/refusal.ts';

/**
 * Returns the origins in normal form. Throws `request.invalid` with the path of the first invalid
 * one.
 */
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

/**
 * Whether a page of `origin` is allowed. A request without an origin comes from an app or server
 * and is allowed. `null` (a sandboxed frame, a file) is never allowed.
 */
export function originAllowed(origins: readonly string[], origin: string | undefined): boolean {
  if (origin === undefined) return true;
  return origins.some((allowed) => allowed === origin || matchesSubdomain(allowed, origin));
}

/** `https://*.example.com` matches every name below example.com, but not example.com itself. */
function matchesSubdomain(allowed: string, origin: string): boolean {
  const star = allowed.indexOf('//*.');
  if (star < 0) return false;
  const scheme = allowed.slice(0, star + 2);
  const domain = allowed.slice(star + 3);
  if (!origin.startsWith(scheme) || !origin.endsWith(domain)) return false;
  const name = origin.slice(scheme.length, origin.length - domain.length);
  return /^[a-z0-9-]+(\.[a-z0-9-]+)*$/i.test(name);
}
