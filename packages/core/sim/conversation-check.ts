// Holds what is stored of conversations against what every client knows. Each violation is a
// sentence that names its promise; an empty list means that all were kept.
import { agentsOnly, type Message } from '@opportune/protocol/conversation.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import type { Reader } from './conversation-reader.ts';

/** What is stored: each conversation's messages in their order. */
export type Transcripts = ReadonlyMap<ConversationId, readonly Message[]>;

/** A reader, and the conversations of which it must have seen everything but notes. */
export interface Check {
  readonly reader: Reader;
  readonly complete: Iterable<ConversationId>;
}

/** Promise 2, and promise 1 of messages. */
export function brokenConversations(stored: Transcripts, checks: readonly Check[]): string[] {
  return [
    ...[...stored].flatMap(([id, messages]) => misnumbered(id, messages)),
    ...checks.flatMap(({ reader, complete }) => [
      ...disagreements(reader, stored),
      ...[...complete].flatMap((id) => unseen(reader, id, stored.get(id) ?? [])),
    ]),
  ];
}

function misnumbered(id: ConversationId, messages: readonly Message[]): string[] {
  const found: string[] = [];
  messages.forEach(({ sequence }, at) => {
    if (sequence !== at + 1) found.push(`promise 2: ${id} has #${sequence} at place ${at + 1}`);
  });
  if (new Set(messages.map((each) => each.id)).size !== messages.length)
    found.push(`promise 2: ${id} has a message twice`);
  return found;
}

function disagreements(reader: Reader, stored: Transcripts): string[] {
  const found = reader.complaints.map((each) => `promise 2: ${each}`);
  for (const [id, { conversation, sequence }] of reader.acknowledged)
    if (stored.get(conversation)?.[sequence - 1]?.id !== id)
      found.push(
        `promise 1: ${reader.name}: ${id} was acknowledged as #${sequence} and is not there`,
      );
  for (const [conversation, seen] of reader.seen)
    for (const [sequence, id] of seen)
      if (stored.get(conversation)?.[sequence - 1]?.id !== id)
        found.push(
          `promise 2: ${reader.name} saw ${id} as #${sequence} of ${conversation}, which is not stored so`,
        );
  return found;
}

function unseen(reader: Reader, id: ConversationId, stored: readonly Message[]): string[] {
  const seen = reader.seen.get(id);
  return stored
    .filter(({ body, sequence }) => !agentsOnly.includes(body.type) && seen?.has(sequence) !== true)
    .map(({ sequence }) => `promise 2: ${reader.name} never saw #${sequence} of ${id}`);
}
