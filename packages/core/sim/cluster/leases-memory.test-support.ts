// The port of leases in memory. `store` is shared by the processes that use it.
import type { AccountId } from '@opportune/protocol/ids.ts';
import { changeRegister, emptyRegister, isSame } from '../../cluster/register.ts';
import type { DeskEpoch, Leases } from '../../ports/leases.ts';

export interface LeaseMemory {
  register: typeof emptyRegister;
  readonly desks: Map<AccountId, DeskEpoch>;
}

export function newLeaseMemory(): LeaseMemory {
  return { register: emptyRegister, desks: new Map() };
}

/** `accountOf`: the account of a transaction. */
export function memoryLeases(store: LeaseMemory, accountOf: (sql: unknown) => AccountId): Leases {
  const isHeld = (account: AccountId, desk: DeskEpoch): boolean => {
    const held = store.desks.get(account);
    return held !== undefined && isSame(held)(desk) && held.since === desk.since;
  };
  return {
    async ask(request) {
      const answer = changeRegister(store.register, request);
      store.register = answer.register;
      return answer;
    },
    async cutOff() {},
    async take(account, desk) {
      const held = store.desks.get(account);
      if (held !== undefined && held.since >= desk.since && !isHeld(account, desk)) return false;
      store.desks.set(account, desk);
      return true;
    },
    holds: async (sql, desk) => isHeld(accountOf(sql), desk),
  };
}
