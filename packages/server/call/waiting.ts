// Visitors who wait to speak with any agent: how many may. They take no agent yet, so they must not
// take the room of calls in which people speak. And what agents are told of calls that are not theirs.
import type { CallsThere } from '@opportune/protocol/frames-console.ts';
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

  there(account: AccountId): CallsThere {
    const going = this.#all().filter((each) => each.account === account && isGoing(each));
    const idsOf = (calls: readonly Running[]) => calls.map(({ conversation }) => conversation);
    return { waiting: [...idsOf(this.#of(account)), ...this.#back(account)], going: idsOf(going) };
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

  /** Tells the agents of an account if others wait or speak than before. */
  tell(account: AccountId): void {
    const others = this.there(account);
    const told = [others.waiting.join(' '), others.going.join(' ')].join(',');
    if (told === (this.#told.get(account) ?? ',')) return;
    if (told === ',') this.#told.delete(account);
    else this.#told.set(account, told);
    this.#desks.open(account)?.audience.tellAgents({ type: 'calls.others', others });
  }

  /** Those who are to be called back now, and have no call yet. */
  #back(account: AccountId): readonly ConversationId[] {
    const talks = this.#desks.open(account)?.desk.conversations.values() ?? [];
    return [...talks]
      .filter(({ callsBack, status }) => callsBack && status === 'waiting')
      .map(({ id }) => id);
  }

  #of(account: AccountId): readonly Running[] {
    return this.#all().filter((each) => each.account === account && waits(each));
  }
}

/** Both sides have heard each other. */
function isGoing({ call }: Running): boolean {
  return call.connectedAt !== null && call.endedAt === null;
}

/** Nobody has accepted. */
function waits({ isQueued, acceptedAt, call }: Running): boolean {
  return isQueued && acceptedAt === null && call.owner === null && call.endedAt === null;
}
