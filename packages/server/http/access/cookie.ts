// The attributes of cookies, in one place. Lax keeps it out of other sites' requests that
// write; the check of origins in principal.ts covers other ports of the same host.
import { sessionCookie } from './principal.ts';

const dayS = 24 * 3600;
/** The longest that browsers keep a cookie. */
const longestS = 400 * dayS;

/** Sets the cookie; `secure` where people reach the console by https. */
export function sessionCookieHeader(token: string, secure: boolean): string {
  return attributes(`${sessionCookie}=${token}`, 30 * dayS, secure);
}

/** Sets a cookie that only the API is sent, for as long as a browser keeps one. */
export function lastingCookieHeader(name: string, value: string, secure: boolean): string {
  return attributes(`${name}=${value}`, longestS, secure, '/api/v1');
}

/** Takes the session cookie away. */
export function expiredCookie(secure: boolean): string {
  return attributes(`${sessionCookie}=`, 0, secure);
}

function attributes(pair: string, maxAgeS: number, secure: boolean, path = '/'): string {
  return `${pair}; Path=${path}; Max-Age=${maxAgeS}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
}
