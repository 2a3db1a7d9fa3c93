// Which pages may use a site's write key. It keeps other people's pages from using a key by
// accident or for fun; it is no authentication, since only browsers tell the truth about an origin.

/**
 * Whether a page of `origin` is allowed. No origin at all is not a browser's page (an app, a
 * server): allowed. `null` (a sandboxed frame, a file) never is.
 */
export function originAllowed(origins: readonly string[], origin: string | undefined): boolean {
  if (origin === undefined) return true;
  return origins.some((allowed) => allowed === origin || matchesSubdomain(allowed, origin));
}

/** `https://*.example.com` allows every name below example.com, not example.com itself. */
function matchesSubdomain(allowed: string, origin: string): boolean {
  const star = allowed.indexOf('//*.');
  if (star < 0) return false;
  const scheme = allowed.slice(0, star + 2);
  const domain = allowed.slice(star + 3);
  if (!origin.startsWith(scheme) || !origin.endsWith(domain)) return false;
  const name = origin.slice(scheme.length, origin.length - domain.length);
  return /^[a-z0-9-]+(\.[a-z0-9-]+)*$/i.test(name);
}
