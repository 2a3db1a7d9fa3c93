// A ticket lets the carrier open the stream of one call, once. It is kept in this process only: the
// stream of a call comes to the process that answered it.
import type { Clock, Ids } from '@opportune/core/world/world.ts';
import type { Caller, Telephone } from '@opportune/core/ports/dialling.ts';
import type { AccountId, ChannelId } from '@opportune/protocol/ids.ts';
import { telephoneLimits } from '@opportune/protocol/limits/telephone.ts';

export interface Ticket {
  readonly account: AccountId;
  readonly channel: ChannelId;
  /** The carrier's id of the call. */
  readonly callSid: string;
  /** Begins what the stream is for. Null: it cannot begin, or is over. */
  readonly open: (telephone: Telephone) => Promise<Caller | null>;
}

export class Tickets {
  readonly #use: { readonly clock: Clock; readonly ids: Ids };
  readonly #open = new Map<string, Ticket & { readonly until: number }>();

  constructor(use: { readonly clock: Clock; readonly ids: Ids }) {
    this.#use = use;
  }

  get size(): number {
    return this.#open.size;
  }

  /** Returns its token. Beyond the most of an account, or of all, its oldest or the oldest is void. */
  issue(ticket: Ticket): string {
    const token = this.#use.ids.next();
    const until = this.#use.clock.now() + telephoneLimits.ticketMs;
    this.#makeWay(ticket.account);
    this.#open.set(token, { ...ticket, until });
    for (const [oldest] of this.#open) {
      if (this.#open.size <= telephoneLimits.tickets) break;
      this.#open.delete(oldest);
    }
    return token;
  }

  /** The oldest of an account goes if it has as many as it may. */
  #makeWay(account: AccountId): void {
    let many = 0;
    let oldest: string | null = null;
    for (const [token, ticket] of this.#open) {
      if (ticket.account !== account) continue;
      oldest ??= token;
      many += 1;
    }
    if (oldest !== null && many >= telephoneLimits.accountTickets) this.#open.delete(oldest);
  }

  /** Null: there is none, it was taken, or it is too old. */
  take(token: string): Ticket | null {
    const ticket = this.#open.get(token);
    this.#open.delete(token);
    return ticket === undefined || ticket.until < this.#use.clock.now() ? null : ticket;
  }
}
