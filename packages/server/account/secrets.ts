// Tokens that people and programs carry: made from the system's randomness, stored only as SHA-256.
import { createHash, randomBytes } from 'node:crypto';

/** 256 bits behind a prefix that says what it is, as leak scanners like it. */
export function newToken(prefix: string): string {
  return `${prefix}_${randomBytes(32).toString('base64url')}`;
}

/** What is stored of a token. Its own entropy makes salt and slow hashing needless. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
