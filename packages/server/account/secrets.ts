// Creates the tokens of people and programs from the system's randomness. Stored only as SHA-256.
import { createHash, randomBytes } from 'node:crypto';

/** 256 bits behind a prefix that names the kind of token, for leak scanners. */
export function newToken(prefix: string): string {
  return `${prefix}_${randomBytes(32).toString('base64url')}`;
}

/** The stored form of a token. Its entropy makes salt and slow hashing unnecessary. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
