// What a client of conversations knows for certain: what it was told is stored, and what it was
// shown. It complains at once where one number names two messages; the rest is held against the store.
import type { Message } from '@opportune/protocol/conversation.ts';
import type { ConversationId, MessageId } from '@opportune/protocol/ids.ts';

export interface Posted {
  readonly conversation: ConversationId;
  readonly sequence: number;
}

export class Reader {
  readonly name: string;
  readonly complaints: string[] = [];
  readonly acknowledged = new Map<MessageId, Posted>();
  /** By conversation, each number and its message. */
  readonly seen = new Map<ConversationId, Map<number, MessageId>>();
  readonly #last = new Map<ConversationId, number>();

  constructor(name: string) {
    this.name = name;
  }

  see(messages: readonly Message[]): void {
    for (const { conversation, sequence, id } of messages) {
      const known = this.seen.get(conversation) ?? new Map<number, MessageId>();
      this.seen.set(conversation, known);
      const earlier = known.get(sequence);
      if (earlier !== undefined && earlier !== id)
        this.complaints.push(
          `${this.name}: ${conversation} #${sequence} is both ${earlier} and ${id}`,
        );
      known.set(sequence, id);
      if (sequence > this.last(conversation)) this.#last.set(conversation, sequence);
    }
  }

  acknowledge(id: MessageId, posted: Posted): void {
    const earlier = this.acknowledged.get(id);
    if (earlier !== undefined && earlier.sequence !== posted.sequence)
      this.complaints.push(
        `${this.name}: ${id} acknowledged as #${earlier.sequence} and #${posted.sequence}`,
      );
    this.acknowledged.set(id, posted);
  }

  last(conversation: ConversationId): number {
    return this.#last.get(conversation) ?? 0;
  }
}
