// The stored records of open conversations, by id and by address.
import { type AddressAt, addressKey } from '@opportune/protocol/contact/contact.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';

export class OpenConversations {
  readonly #records = new Map<ConversationId, Conversation>();
  readonly #atAddress = new Map<string, Set<ConversationId>>();

  get(id: ConversationId): Conversation | undefined {
    return this.#records.get(id);
  }

  has(id: ConversationId): boolean {
    return this.#records.has(id);
  }

  all(): readonly Conversation[] {
    return [...this.#records.values()];
  }

  of(address: AddressAt): readonly ConversationId[] {
    return [...(this.#atAddress.get(addressKey(address)) ?? [])];
  }

  set(record: Conversation): void {
    this.#records.set(record.id, record);
    const own = this.#atAddress.get(addressKey(record)) ?? new Set();
    this.#atAddress.set(addressKey(record), own.add(record.id));
  }

  delete(record: Conversation): void {
    this.#records.delete(record.id);
    const own = this.#atAddress.get(addressKey(record));
    own?.delete(record.id);
    if (own?.size === 0) this.#atAddress.delete(addressKey(record));
  }
}
