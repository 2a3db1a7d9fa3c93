// The sample shops of accounts: each account has at most one. It is made by a thread, entered and left
// by administrators of its account, and removed with everything in it. One is made at a time, because
// that takes a core for a minute.
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { SampleShop } from '@opportune/protocol/rest/sample.ts';
import type { Language } from '@opportune/words/language.ts';
import type { Principal } from '../http/access/principal.ts';
import { refuse } from '../http/problem/refusal.ts';
import { beginMaking, type Making, type MakingParts } from './making.ts';
import { createSampleAccounts, type SampleAccountsParts } from './sample-accounts.ts';

export type SampleShopsParts = SampleAccountsParts & Omit<MakingParts, 'accounts'>;

export interface SampleShops {
  of(owner: AccountId): Promise<SampleShop>;
  /**
   * Begins to make one, unless there is one. Throws `request.conflict` while another is made, and for
   * a sample shop.
   */
  make(owner: AccountId, language: Language): Promise<SampleShop>;
  /** Resolves when the one that is made is there, or failed. */
  made(owner: AccountId): Promise<void>;
  remove(owner: AccountId): Promise<void>;
  /** The session of the principal sees the sample shop from now on. Throws `request.conflict`. */
  enter(principal: Principal): Promise<void>;
  leave(principal: Principal): Promise<void>;
  /** Removes what was not finished. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

export function createSampleShops(parts: SampleShopsParts): SampleShops {
  const accounts = createSampleAccounts(parts);
  let making: (Making & { readonly ended: Promise<void> }) | null = null;
  const failed = new Set<AccountId>();

  async function of(owner: AccountId): Promise<SampleShop> {
    if (making?.owner === owner) return making.shown();
    const sample = await accounts.of(owner);
    if (sample?.ready === true) return { state: 'ready', step: 'results', done: 1 };
    return { state: failed.has(owner) ? 'failed' : 'none', step: 'account', done: 0 };
  }

  async function end({ owner, outcome }: Making): Promise<void> {
    if ((await outcome) === 'failed') failed.add(owner);
    making = null;
  }

  return {
    of,
    async make(owner, language) {
      const known = await of(owner);
      if (known.state === 'making' || known.state === 'ready') return known;
      if (await accounts.isSample(owner))
        throw refuse('request.conflict', { detail: 'A sample shop has no sample shop.' });
      if (making !== null)
        throw refuse('request.conflict', {
          detail: 'Another sample shop is being made. Try again in a minute.',
        });
      failed.delete(owner);
      const begun = beginMaking({ ...parts, accounts }, owner, language);
      making = { ...begun, ended: end(begun) };
      return begun.shown();
    },
    async made(owner) {
      if (making?.owner === owner) await making.ended;
    },
    async remove(owner) {
      if (making?.owner === owner) {
        making.stop.abort();
        await making.ended;
      }
      failed.delete(owner);
      await accounts.removeOf(owner);
    },
    async enter({ account: owner, user, session, home }) {
      if (home !== undefined) return;
      const sample = await accounts.of(owner);
      if (sample?.ready !== true) throw refuse('request.conflict');
      await accounts.admit(sample.account, user);
      await accounts.show(owner, session, sample.account);
    },
    leave: ({ account, home, session }) => accounts.show(home ?? account, session, null),
    async clear() {
      for (const account of await accounts.unfinished()) await accounts.remove(account);
    },
    async close() {
      making?.stop.abort();
      await making?.ended;
    },
  };
}
