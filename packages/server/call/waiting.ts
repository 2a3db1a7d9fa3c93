// Visitors who wait to speak with any agent: how many may, and who is told of them. They take no agent
// yet, so they must not take the room of calls in which people speak.
import type { AccountId, ConversationId } from '@opportune/protocol/ids.ts';
import { spokenLimits } from '@opportune/protocol/limits/calls.ts';
import type { Running } from './running.ts';
import type { CallParts } from './seams.ts';

export class Waiting {
  readonly #desks: CallParts['desks'];
  readonly #all: () => readonly Running[];
  /** As last told to the agents of each account. */
  readonly #told = new Map<AccountId, string>();

  constructor({ desks }: Pick<CallParts, 'desks'>, all: () => readonly Running[]) {
    this.#desks = desks;
    this.#all = all;
  }

  in(account: AccountId): readonly ConversationId[] {
    return this.#of(account).map(({ conversation }) => conversation);
  }

  /** Whether another one may wait, from a network address. Null: it is not known. */
  hasRoom(account: AccountId, address: string | null): boolean {
    const own = this.#of(account);
    const near = address === null ? [] : own.filter((each) => each.address === address);
    return (
      this.#all().filter(waits).length < spokenLimits.waitingCalls &&
      own.length < spokenLimits.accountWaiting &&
      near.length < spokenLimits.addressWaiting
    );
  }

  /** Tells the agents of an account if others wait than before. */
  tell(account: AccountId): void {
    const conversations = this.in(account);
    const told = conversations.join(' ');
    if (told === (this.#told.get(account) ?? '')) return;
    if (told === '') this.#told.delete(account);
    else this.#told.set(account, told);
    this.#desks.open(account)?.audience.tellAgents({ type: 'calls.waiting', conversations });
  }

  #of(account: AccountId): readonly Running[] {
    return this.#all().filter((each) => each.account === account && waits(each));
  }
}

/** Nobody has accepted. */
function waits({ isQueued, acceptedAt, call }: Running): boolean {
  return isQueued && acceptedAt === null && call.owner === null && call.endedAt === null;
}
