// How far agents have read in conversations that they joined, so that all their consoles count the
// same messages as new. Kept in memory; after a restart a console reports it again. The
// conversation's own marks, which the visitor sees, are not changed.
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';
import type { ConversationId, UserId } from '@opportune/protocol/ids.ts';

type Seen = Extract<ConsoleServerFrame, { type: 'seen' }>;

export class JoinedReads {
  readonly #recordOf: (id: ConversationId) => Conversation | undefined;
  readonly #through = new Map<ConversationId, Map<UserId, number>>();

  constructor(recordOf: (id: ConversationId) => Conversation | undefined) {
    this.#recordOf = recordOf;
  }

  /** Null if they have not joined it, or had already read that far. */
  raise(record: Conversation, user: UserId, said: number): Seen | null {
    if (!isIn(record, user)) return null;
    const known = this.#through.get(record.id) ?? this.#begin(record.id);
    const through = Math.min(said, record.lastSequence);
    if (through <= (known.get(user) ?? 0)) return null;
    known.set(user, through);
    return { type: 'seen', conversation: record.id, through };
  }

  /** Of the conversations that they are in now. */
  of(user: UserId): readonly Seen[] {
    return [...this.#through].flatMap(([conversation, known]) => {
      const record = this.#recordOf(conversation);
      const through = known.get(user);
      const stands = record !== undefined && isIn(record, user) && through !== undefined;
      return stands ? [{ type: 'seen', conversation, through } as const] : [];
    });
  }

  /** Removes conversations that are over, which bounds the table by the open ones. */
  #begin(id: ConversationId): Map<UserId, number> {
    for (const known of this.#through.keys())
      if (this.#recordOf(known) === undefined) this.#through.delete(known);
    const begun = new Map<UserId, number>();
    this.#through.set(id, begun);
    return begun;
  }
}

function isIn({ joined }: Conversation, user: UserId): boolean {
  return joined.some((each) => each.user === user);
}
