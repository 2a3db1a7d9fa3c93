// Finds the key that a client library sends outside the body: as Basic user name, as bearer token,
// or in the query if a browser sends no headers (`sendBeacon`).
import type { IncomingMessage } from 'node:http';

/** Null if the query contains none. Client libraries call it `writeKey`, the tag's socket `key`. */
export function keyInQuery(
  { url = '' }: IncomingMessage,
  name: 'writeKey' | 'key' = 'writeKey',
): string | null {
  const start = url.indexOf('?');
  return start < 0 ? null : new URLSearchParams(url.slice(start + 1)).get(name);
}

/** Empty if the header contains none. */
export function keyInHeader({ headers }: IncomingMessage): string {
  const [scheme = '', credentials = ''] = (headers.authorization ?? '').split(' ');
  switch (scheme.toLowerCase()) {
    case 'basic':
      return Buffer.from(credentials, 'base64').toString('utf8').split(':', 1)[0] ?? '';
    case 'bearer':
      return credentials;
    default:
      return '';
  }
}
