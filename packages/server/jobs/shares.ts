// Divides free places between accounts: each place goes to the account with the fewest running
// jobs, so that one with thousands delays another only briefly. It takes no job itself.
import type { AccountId } from '@opportune/protocol/ids.ts';

export interface Share {
  readonly account: AccountId;
  readonly most: number;
}

/**
 * `due`: the account whose job has been due longest comes first. `held`: running jobs per account.
 */
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
