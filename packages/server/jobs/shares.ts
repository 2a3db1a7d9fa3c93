// How many jobs of which account are begun next, where few can be done at once: each goes to the account
// that has fewest, so that one with thousands holds up another for a moment at most. It takes nothing.
import type { AccountId } from '@opportune/protocol/ids.ts';

export interface Share {
  readonly account: AccountId;
  readonly most: number;
}

/** `due`: longest due first; `held`: how many of an account are being done. */
export function sharesOf(
  due: readonly AccountId[],
  held: (account: AccountId) => number,
  { free, ofAccount }: { readonly free: number; readonly ofAccount: number },
): readonly Share[] {
  const shares = due.map((account) => ({ account, held: held(account), most: 0 }));
  for (let place = 0; place < free; place += 1) {
    let next: (typeof shares)[number] | undefined;
    for (const share of shares) {
      const has = share.held + share.most;
      if (has < ofAccount && (next === undefined || has < next.held + next.most)) next = share;
    }
    if (next === undefined) break;
    next.most += 1;
  }
  return shares.filter(({ most }) => most > 0).map(({ account, most }) => ({ account, most }));
}
