// Hashes and compares users' passwords in fair turns, so that many attempts at once do not block
// others.
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import { hashPassword, type PasswordCost, verifyPassword } from './password.ts';
import { createTurns, type Waiter } from './turns.ts';

export interface Passwords {
  /** The hash to store. Throws `server.overloaded`. */
  hash(waiter: Waiter, password: string): Promise<string>;
  /**
   * Whether the password matches `hash`. False for null, which takes as long. Throws
   * `server.overloaded`.
   */
  isRight(waiter: Waiter, password: string, hash: string | null): Promise<boolean>;
  /**
   * The first candidate whose password it is, or null. Calls `next` before each comparison but the
   * first. Throws `server.overloaded` before any.
   */
  firstRight<C extends Hashed>(
    waiter: Waiter,
    password: string,
    candidates: readonly C[],
    next: () => void,
  ): Promise<C | null>;
}

interface Hashed {
  readonly password_hash: string | null;
}

export function createPasswords(budgets: Budgets, cost: PasswordCost): Passwords {
  const turns = createTurns(budgets);
  return {
    hash: (waiter, password) => turns.run(waiter, () => hashPassword(password, cost)),
    isRight: (waiter, password, hash) =>
      turns.run(waiter, () => verifyPassword(password, hash, cost)),
    firstRight: (waiter, password, candidates, next) =>
      turns.hold(waiter, async (turn) => {
        for (const [at, candidate] of candidates.entries()) {
          if (at > 0) next();
          const { password_hash: hash } = candidate;
          if (await turn(() => verifyPassword(password, hash, cost))) return candidate;
        }
        return null;
      }),
  };
}
