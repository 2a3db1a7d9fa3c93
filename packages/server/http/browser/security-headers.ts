// The headers of every response, and the Content-Security-Policy of responses that a browser opens.
// The intake and the tag are fetched by other origins and set their own headers.

/** The headers of every response of the API and the console. */
export function commonHeaders(secure: boolean): Readonly<Record<string, string>> {
  return {
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), payment=(), usb=()',
    ...(secure ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  };
}

/**
 * Where browsers report what a policy blocked. Uses `report-uri`, which all browsers support and
 * send at once.
 */
export const cspReportsPath = '/api/v1/csp-reports';

/**
 * The policy of the console: everything from its own origin, including styles. Components set
 * single style properties by script, which needs no permission. Images may come from anywhere,
 * because the preview of an engagement shows the business's own images. Only the named origins of
 * the account's panels may be framed, and its own origin, for e-mails.
 */
export function consolePolicy(frames: readonly string[] = []): string {
  return [...consoleSources, `frame-src ${["'self'", ...frames].join(' ')}`].join('; ');
}

const consoleSources = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob: http: https:",
  "font-src 'self' data:",
  "media-src 'self' data: blob:",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  `report-uri ${cspReportsPath}`,
];

/** The policy of the documents: scripts, styles, fonts and pictures of their own origin only. */
export const docsPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  `report-uri ${cspReportsPath}`,
].join('; ');

/** The policy of a data response: nothing in it may run or load. */
export const dataPolicy = "default-src 'none'; frame-ancestors 'none'";

/** The policy of our own page with one inline style, given by its SHA-256. */
export function pagePolicy(styleSha256: string): string {
  return `default-src 'none'; style-src 'sha256-${styleSha256}'; base-uri 'none'; frame-ancestors 'none'`;
}
