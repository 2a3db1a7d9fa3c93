// What stands for an address where one is kept or logged: a keyed hash of its prefix. It says that two
// requests came from one place, and does not lead to the address without the installation's secret.
import { createHmac, createSecretKey } from 'node:crypto';
import { addressPrefix } from './address-prefix.ts';

/** The keyed prefix of an address. */
export type KeyedPrefix = (address: string) => string;

const shownLength = 16;

/** `secret`: of the installation. `purpose`: what is made for one is of no use for another. */
export function createKeyedPrefix(secret: string, purpose: string): KeyedPrefix {
  const hash = keyedHash(secret, purpose);
  return (address) =>
    hash(`prefix ${addressPrefix(address)}`)
      .toString('base64url')
      .slice(0, shownLength);
}

/** HMAC-SHA-256 with a key of its own for the purpose. */
export function keyedHash(secret: string, purpose: string): (text: string) => Buffer {
  // As a key object: bytes would be made one anew for every hash, which takes seven times as long.
  const key = createSecretKey(createHmac('sha256', secret).update(purpose).digest());
  return (text) => createHmac('sha256', key).update(text).digest();
}
