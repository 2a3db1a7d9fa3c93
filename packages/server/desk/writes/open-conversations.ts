// Conversations that are not over, as they are stored: found by their id and by their visitor.
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ConversationId, VisitorId } from '@opportune/protocol/ids.ts';

export class OpenConversations {
  readonly #records = new Map<ConversationId, Conversation>();
  readonly #ofVisitor = new Map<VisitorId, Set<ConversationId>>();

  get(id: ConversationId): Conversation | undefined {
    return this.#records.get(id);
  }

  has(id: ConversationId): boolean {
    return this.#records.has(id);
  }

  all(): readonly Conversation[] {
    return [...this.#records.values()];
  }

  of(visitor: VisitorId): readonly ConversationId[] {
    return [...(this.#ofVisitor.get(visitor) ?? [])];
  }

  set(record: Conversation): void {
    this.#records.set(record.id, record);
    const own = this.#ofVisitor.get(record.visitor) ?? new Set();
    this.#ofVisitor.set(record.visitor, own.add(record.id));
  }

  delete({ id, visitor }: Conversation): void {
    this.#records.delete(id);
    const own = this.#ofVisitor.get(visitor);
    own?.delete(id);
    if (own?.size === 0) this.#ofVisitor.delete(visitor);
  }
}
