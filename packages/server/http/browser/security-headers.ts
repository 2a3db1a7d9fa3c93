// Headers that every answer carries, and the Content-Security-Policy of what a browser opens.
// The intake and the tag are fetched by other origins and set their own; these are for the rest.

/** Of every answer of the API and the console. */
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

/** Where browsers report what a policy refused: by `report-uri`, which all of them know and send at once. */
export const cspReportsPath = '/api/v1/csp-reports';

/**
 * The console: everything from its own origin, styles too; its components set single properties by
 * script, which no policy has to allow. Images may come from anywhere because an engagement's preview
 * shows the business's own. Frames are the account's panels, of the origins that are named, and of no other.
 */
export function consolePolicy(frames: readonly string[] = []): string {
  const frameable = frames.length === 0 ? "'none'" : frames.join(' ');
  return [...consoleSources, `frame-src ${frameable}`].join('; ');
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

/** An answer that is data: nothing in it may run or load. */
export const dataPolicy = "default-src 'none'; frame-ancestors 'none'";

/** A page of our own with one inline style, named by its SHA-256. */
export function pagePolicy(styleSha256: string): string {
  return `default-src 'none'; style-src 'sha256-${styleSha256}'; base-uri 'none'; frame-ancestors 'none'`;
}
