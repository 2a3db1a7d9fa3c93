// The messages that are left or made now, and how many may be.
import type { AccountId, MessageId } from '@opportune/protocol/ids.ts';
import { telephoneLimits } from '@opportune/protocol/limits/telephone.ts';

export class Running {
  readonly #all = new Map<MessageId, AccountId>();
  #idle = Promise.withResolvers<void>();

  isFull(account: AccountId): boolean {
    const own = [...this.#all.values()].filter((each) => each === account).length;
    const { accountVoicemails, voicemails } = telephoneLimits;
    return own >= accountVoicemails || this.#all.size >= voicemails;
  }

  has(id: MessageId): boolean {
    return this.#all.has(id);
  }

  add(id: MessageId, account: AccountId): void {
    this.#all.set(id, account);
  }

  remove(id: MessageId): void {
    this.#all.delete(id);
    if (this.#all.size > 0) return;
    this.#idle.resolve();
    this.#idle = Promise.withResolvers<void>();
  }

  /** Resolves once there is none. */
  async idle(): Promise<void> {
    if (this.#all.size > 0) await this.#idle.promise;
  }
}
