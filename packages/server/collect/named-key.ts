// The key that a request of a client library names outside its body: the user of Basic credentials, a
// bearer, or a field of the query where a browser sends no headers (`sendBeacon`).
import type { IncomingMessage } from 'node:http';

/** Null where the query names none. */
export function keyInQuery({ url = '' }: IncomingMessage): string | null {
  const start = url.indexOf('?');
  return start < 0 ? null : new URLSearchParams(url.slice(start + 1)).get('writeKey');
}

/** Empty where the header names none. */
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
