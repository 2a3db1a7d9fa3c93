// The stored records of an account's open conversations, by id and by address. They take room in
// memory from those of all accounts.
import { type AddressAt, addressKey } from '@opportune/protocol/contact/contact.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import { conversationBytes, type ConversationRoom } from '../conversation-room.ts';

export class OpenConversations {
  readonly #records = new Map<ConversationId, Conversation>();
  readonly #atAddress = new Map<string, Set<ConversationId>>();
  readonly #room: ConversationRoom;
  #sizeBytes = 0;
  #isOver = false;

  constructor(room: ConversationRoom) {
    this.#room = room;
  }

  /** Whether another one may begin. */
  get hasRoom(): boolean {
    return this.#room.admits(this.#sizeBytes);
  }

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
    const known = this.#records.get(record.id);
    this.#grow(conversationBytes(record) - (known === undefined ? 0 : conversationBytes(known)));
    this.#records.set(record.id, record);
    const own = this.#atAddress.get(addressKey(record)) ?? new Set();
    this.#atAddress.set(addressKey(record), own.add(record.id));
  }

  delete(record: Conversation): void {
    const known = this.#records.get(record.id);
    if (known !== undefined) this.#grow(-conversationBytes(known));
    this.#records.delete(record.id);
    const own = this.#atAddress.get(addressKey(record));
    own?.delete(record.id);
    if (own?.size === 0) this.#atAddress.delete(addressKey(record));
  }

  /** Returns its room: the desk is over. */
  close(): void {
    this.#grow(-this.#sizeBytes);
    this.#isOver = true;
  }

  #grow(byBytes: number): void {
    if (this.#isOver) return;
    this.#sizeBytes += byBytes;
    this.#room.change(byBytes);
  }
}
