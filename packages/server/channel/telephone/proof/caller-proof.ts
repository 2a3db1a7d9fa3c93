// Who is calling: caller id proves nothing, so a page shows a short code that its visitor types on the
// telephone. The codes are kept in this process only, and a restart voids them: pages ask again.
import { randomInt } from 'node:crypto';
import { BoundedMap } from '@opportune/core/bounds/bounded-map.ts';
import { type AtPage, CallerCodes, type CallerCode } from '@opportune/core/call/caller-codes.ts';
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import type { ChatLink } from '@opportune/core/ports/visitor-chat.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { AccountId, ConversationId } from '@opportune/protocol/ids.ts';
import { callerCodeLimits as limits } from '@opportune/protocol/limits/telephone.ts';
import type { TelephoneSide } from '../seams.ts';

export interface ProofParts extends Pick<
  TelephoneSide,
  'prove' | 'noteWrong' | 'hearSent' | 'isThere'
> {
  readonly clock: Clock;
  readonly budgets: Pick<Budgets, 'charge' | 'refund'>;
}

/**
 * `proved`: by the code of a page. `sent`: by one that was sent to the contact. `spent`: too many wrong codes
 * of late, so that none is looked at.
 */
export type Proved = 'proved' | 'sent' | 'wrong' | 'spent';

/** The call whose keys are pressed. */
export interface CallOf {
  readonly account: AccountId;
  readonly conversation: ConversationId;
}

export class CallerProof {
  readonly #use: ProofParts;
  readonly #codes = new BoundedMap<AccountId, CallerCodes>(limits.accounts);

  constructor(use: ProofParts) {
    this.#use = use;
  }

  get size(): number {
    return this.#codes.size;
  }

  /** The code that a visitor's page shows. Null: too many are shown. */
  show({ account, site, visitor, payer }: ChatLink): CallerCode | null {
    const { budgets, clock, isThere } = this.#use;
    const codes = this.#codes.of(account, () => new CallerCodes());
    const [shown, now] = [{ site, visitor, address: payer }, clock.now()];
    const known = codes.shownTo(shown, now);
    if (known !== null) return known;
    const by = `${account} ${payer}`;
    const isSpent =
      payer !== null &&
      budgets.charge([{ budget: 'page-codes.address', payer: by, amount: 1 }]) > 0;
    if (isSpent) return null;
    return codes.show(shown, now, {
      random: randomInt,
      isThere: (page) => isThere(account, page),
    });
  }

  /** A code that was typed in a call. A right one binds its conversation to the visitor. */
  async typed(of: CallOf, digits: string): Promise<Proved> {
    const { prove, noteWrong, hearSent, budgets } = this.#use;
    const charge = [{ budget: 'caller-codes.account', payer: of.account, amount: 1 }] as const;
    if (budgets.charge(charge) > 0) {
      await noteWrong(of.account, of.conversation, 'spent');
      return 'spent';
    }
    const isSent = await hearSent(of.account, of.conversation, digits);
    const page = isSent ? null : this.#take(of.account, digits);
    if (!isSent && page === null) {
      await noteWrong(of.account, of.conversation, 'wrong');
      return 'wrong';
    }
    budgets.refund(charge);
    if (page === null) return 'sent';
    await prove(of.account, of.conversation, page);
    return 'proved';
  }

  #take(account: AccountId, digits: string): AtPage | null {
    return this.#codes.get(account)?.take(digits, this.#use.clock.now()) ?? null;
  }
}
