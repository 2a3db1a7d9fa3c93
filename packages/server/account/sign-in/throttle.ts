// How often somebody may try to sign in. Wrong attempts are charged to whoever makes them: to an
// address, to its network, to an address and the e-mail address it tries, and to the e-mail address.
// What there is for all strangers, or for one e-mail address, is shared by networks: whoever has many
// addresses keeps nobody out. A device that
// signed in before pays from a budget of its own, so that strangers lock nobody out of it. Right ones
// are given back, but for the work of hashing: nobody takes what there is for all. Each password that is
// compared is such work, and somebody with users in many accounts has one for each.
import type { Budgets, Charge } from '@opportune/core/ports/budgets.ts';
import { networkOfPrefix } from '../../http/address/address-prefix.ts';
import { refuse } from '../../http/problem/refusal.ts';

export interface Attempt {
  /** `addressPrefix` of the client. */
  readonly prefix: string;
  /** As typed, for telling apart only. */
  readonly email: string;
  /** The device that is known for the user whose password is tried; null of a stranger. */
  readonly device: KnownDevice | null;
}

interface KnownDevice {
  readonly id: string;
  /** The user for whom it is known. */
  readonly user: string;
}

export interface Throttle {
  /** Charges an attempt with a password, and one hash. Throws `rate.sign_in`. */
  signIn(attempt: Attempt): Charged;
  /** An attempt with the code of a one-time link. */
  link(prefix: string): Charged;
  /** An attempt to change the password in a session. */
  change(session: string, user: string): Charged;
  /** Asking for a link to choose another password: how long to wait, 0 where it was charged. */
  forgot(attempt: Attempt): number;
  /** How many of so many letters may be sent for it. Whoever asked is not told. */
  letters(attempt: Attempt, wanted: number): number;
}

export interface Charged {
  /** Says that the attempt was a good one, which costs nothing but the work. */
  good(): void;
  /** Charges one hash more, even where too little is left: what was begun is gone on with. */
  oneMore(): void;
}

export function createThrottle(budgets: Budgets): Throttle {
  /** All of them or none. `kept` is not given back: it bounds work, not guesses. */
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
