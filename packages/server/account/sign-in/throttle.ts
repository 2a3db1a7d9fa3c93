// Limits attempts to sign in. Wrong attempts are charged to their address, its network, the pair of
// address and e-mail address, and the e-mail address. Networks share the budgets of all strangers
// and of one e-mail address, so a party with many addresses locks nobody out. A device that signed
// in before has its own budget. Right attempts are refunded, except for the hashing, which is
// charged for each compared password; an e-mail address with users in many accounts has several.
import type { Budgets, Charge } from '@opportune/core/ports/budgets.ts';
import { networkOfPrefix } from '../../http/address/address-prefix.ts';
import { refuse } from '../../http/problem/refusal.ts';

export interface Attempt {
  /** `addressPrefix` of the client. */
  readonly prefix: string;
  /** As typed. Only used to tell attempts apart. */
  readonly email: string;
  /** The device that is known for the user whose password is tried. Null for a stranger. */
  readonly device: KnownDevice | null;
}

interface KnownDevice {
  readonly id: string;
  /** The user for whom it is known. */
  readonly user: string;
}

export interface Throttle {
  /** Charges a password attempt and one hash. Throws `rate.sign_in`. */
  signIn(attempt: Attempt): Charged;
  /** Charges an attempt with a one-time link's code. */
  link(prefix: string): Charged;
  /** Charges an attempt to change the password in a session. */
  change(session: string, user: string): Charged;
  /**
   * Charges a request for a link to choose another password. Returns the wait, or 0 if it was
   * charged.
   */
  forgot(attempt: Attempt): number;
  /** How many of this many e-mails may be sent for the request. The requester is not told. */
  letters(attempt: Attempt, wanted: number): number;
}

export interface Charged {
  /** The attempt was right. Refunds everything but the hashing. */
  good(): void;
  /** Charges one more hash, even beyond the budget, because a started attempt is finished. */
  oneMore(): void;
}

export function createThrottle(budgets: Budgets): Throttle {
  /** Charges all or none. `kept` is never refunded, because it bounds work, not guesses. */
  function charge(charges: readonly Charge[], kept: readonly Charge[] = []): Charged {
    const retryAfterMs = budgets.charge([...charges, ...kept]);
    if (retryAfterMs > 0) throw refuse('rate.sign_in', { retryAfterMs });
    return { good: () => budgets.refund(charges), oneMore: () => budgets.owe(kept) };
  }

  return {
    signIn({ prefix, email, device }) {
      if (device !== null)
        return charge([one('sign_in.device', device.id)], [one('hashes.user', device.user)]);
      const who = email.trim().toLowerCase();
      const sharer = networkOfPrefix(prefix);
      return charge(
        [
          one('sign_in.address', prefix),
          one('sign_in.pair', `${prefix} ${who}`),
          { ...one('sign_in.account', who), sharer },
        ],
        [
          one('hashes.address', prefix),
          one('hashes.network', sharer),
          { ...one('hashes.user', `stranger ${who}`), sharer },
          { ...one('sign_in.process', 'all'), sharer },
        ],
      );
    },
    link: (prefix) => charge([one('sign_in.address', prefix)]),
    change: (session, user) =>
      charge([one('sign_in.session', session)], [one('hashes.user', user)]),
    forgot({ prefix, email, device }) {
      if (device !== null) return budgets.charge([one('forgot.device', device.id)]);
      const who = email.trim().toLowerCase();
      return budgets.charge([
        one('forgot.address', prefix),
        one('forgot.pair', `${prefix} ${who}`),
        one('forgot.account', who),
      ]);
    },
    letters: ({ email, device }, wanted) =>
      budgets.chargeUpTo({
        budget: 'forgot.letters',
        payer: device?.id ?? `stranger ${email.trim().toLowerCase()}`,
        amount: wanted,
      }),
  };
}

function one(budget: Charge['budget'], payer: string): Charge {
  return { budget, payer, amount: 1 };
}
