// Replaces an address where one is stored or logged: a keyed hash of its prefix. It shows that two
// requests came from one place. Without the installation's secret it does not reveal the address.
import { createHmac, hash } from 'node:crypto';
import { addressPrefix } from './address-prefix.ts';

/** Returns the keyed hash of an address's prefix. */
export type KeyedPrefix = (address: string) => string;

const shownLength = 16;

/**
 * `secret` is the installation's. Hashes for one `purpose` cannot be matched with those for
 * another.
 */
export function createKeyedPrefix(secret: string, purpose: string): KeyedPrefix {
  const hashOf = keyedHash(secret, purpose);
  return (address) =>
    hashOf(`prefix ${addressPrefix(address)}`)
      .toString('base64url')
      .slice(0, shownLength);
}

/** In bytes, of SHA-256. */
const blockBytes = 64;

/**
 * HMAC-SHA-256 (RFC 2104), with a separate key for each purpose. Put together from two hashes,
 * because Node makes a stream for every HMAC, which takes several times as long as hashing.
 */
export function keyedHash(secret: string, purpose: string): (text: string) => Buffer {
  const key = Buffer.alloc(blockBytes);
  createHmac('sha256', secret).update(purpose).digest().copy(key);
  const [inner, outer] = [key.map((byte) => byte ^ 0x36), key.map((byte) => byte ^ 0x5c)];
  return (text) => {
    const within = hash('sha256', Buffer.concat([inner, Buffer.from(text)]), 'buffer');
    return hash('sha256', Buffer.concat([outer, within]), 'buffer');
  };
}
