// Decides which passwords are too weak: short ones, common ones, and those that somebody who knows
// the person and the business would soon guess. It stores nothing.
import { commonPasswords } from './common-passwords.ts';
import { guessBits } from './guess-bits.ts';
import { passwordLength } from './password.ts';

/** The guesses that a password must withstand, as a power of two. */
const leastBits = 34;

/**
 * `names`: what is known about its owner and their account, such as e-mail address and site names.
 */
export function isWeakPassword(password: string, names: readonly string[]): boolean {
  if (password.length < passwordLength.least || password.length > passwordLength.most) return true;
  const plain = password.normalize('NFKC').toLowerCase();
  return commonPasswords.has(plain) || guessBits(plain, names) < leastBits;
}
