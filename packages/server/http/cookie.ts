// The session cookie's attributes, in one place. Lax keeps it out of other sites' requests that
// write; the check of origins in principal.ts covers other ports of the same host.
import { sessionCookie } from './principal.ts';

const monthS = 30 * 24 * 3600;

/** Sets the cookie; `secure` where people reach the console by https. */
export function sessionCookieHeader(token: string, secure: boolean): string {
  return attributes(`${sessionCookie}=${token}`, monthS, secure);
}

/** Takes the cookie away. */
export function expiredCookie(secure: boolean): string {
  return attributes(`${sessionCookie}=`, 0, secure);
}

function attributes(pair: string, maxAgeS: number, secure: boolean): string {
  return `${pair}; Path=/; Max-Age=${maxAgeS}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
}
