// Promises that ring at agents: tells when an agent has accepted one. Beyond its bound, the next look at a
// promise finds that out instead.
import { subscribe } from '@opportune/core/bus/bus-messages.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import { publicationsOf } from '@opportune/protocol/bus/conversations.ts';
import type { AccountId, CallbackId, ConversationId } from '@opportune/protocol/ids.ts';
import { callbackLimits } from '@opportune/protocol/limits/callbacks.ts';

interface One {
  readonly account: AccountId;
  readonly id: CallbackId;
}

export class Offered {
  readonly #bus: Bus;
  readonly #accepted: (account: AccountId, id: CallbackId) => void;
  readonly #offered = new Map<ConversationId, One>();
  /** How to stop following the conversations of each account with one. */
  readonly #following = new Map<AccountId, () => void>();

  constructor(bus: Bus, accepted: (account: AccountId, id: CallbackId) => void) {
    this.#bus = bus;
    this.#accepted = accepted;
  }

  get size(): number {
    return this.#offered.size;
  }

  add(conversation: ConversationId, of: One): void {
    const isFull = this.#offered.size >= callbackLimits.offered;
    if (isFull && !this.#offered.has(conversation)) return;
    this.#offered.set(conversation, of);
    this.#follow(of.account);
  }

  remove(conversation: ConversationId): void {
    const of = this.#offered.get(conversation);
    if (of === undefined) return;
    this.#offered.delete(conversation);
    if ([...this.#offered.values()].some(({ account }) => account === of.account)) return;
    this.#following.get(of.account)?.();
    this.#following.delete(of.account);
  }

  close(): void {
    for (const stop of this.#following.values()) stop();
    this.#following.clear();
    this.#offered.clear();
  }

  #follow(account: AccountId): void {
    if (this.#following.has(account)) return;
    const stop = subscribe(this.#bus, publicationsOf(account), (publication) => {
      if (publication.type !== 'written') return;
      const { id, status, agent } = publication.record;
      const of = this.#offered.get(id);
      if (of === undefined || status !== 'active' || agent === null) return;
      this.remove(id);
      this.#accepted(account, of.id);
    });
    this.#following.set(account, stop);
  }
}
