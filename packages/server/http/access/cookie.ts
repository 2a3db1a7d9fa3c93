// The attributes of cookies, in one place. SameSite=Lax keeps cookies out of other sites' writing
// requests. The origin check in principal.ts covers other ports of the same host.
import { sessionCookie } from './principal.ts';

const dayS = 24 * 3600;
/** The longest that browsers keep a cookie, in seconds. */
const longestS = 400 * dayS;

/** The header that sets the session cookie. Set `secure` if people reach the console by https. */
export function sessionCookieHeader(token: string, secure: boolean): string {
  return attributes(`${sessionCookie}=${token}`, 30 * dayS, secure);
}

/** The header for a cookie that is sent to the API only, kept as long as browsers allow. */
export function lastingCookieHeader(name: string, value: string, secure: boolean): string {
  return attributes(`${name}=${value}`, longestS, secure, '/api/v1');
}

/** The header that removes the session cookie. */
export function expiredCookie(secure: boolean): string {
  return attributes(`${sessionCookie}=`, 0, secure);
}

function attributes(pair: string, maxAgeS: number, secure: boolean, path = '/'): string {
  return `${pair}; Path=${path}; Max-Age=${maxAgeS}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
}
