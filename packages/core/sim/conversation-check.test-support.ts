// Compares the stored conversations with what every client knows. Each violation is a sentence that
// names its promise. An empty list means that all were kept.
import { agentsOnly, type Message } from '@opportune/protocol/conversation/conversation.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import type { Reader } from './conversation-reader.test-support.ts';

/** What is stored: each conversation's messages in their order. */
export type Transcripts = ReadonlyMap<ConversationId, readonly Message[]>;

/** A reader, and the conversations of which it must have seen everything that it may see. */
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
      ...leftOut(reader, stored),
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
    for (const [sequence, id] of seen) {
      const message = stored.get(conversation)?.[sequence - 1];
      const what = `#${sequence} of ${conversation}`;
      if (message?.id !== id)
        found.push(`promise 2: ${reader.name} saw ${id} as ${what}, which is not stored so`);
      else if (!maySee(reader, message))
        found.push(`promise 2: ${reader.name} was shown ${what}, which is for agents`);
    }
  return found;
}

/** What a followed line silently skipped. */
function leftOut(reader: Reader, stored: Transcripts): string[] {
  return reader.leaps.flatMap(({ conversation, after, before }) =>
    (stored.get(conversation) ?? [])
      .slice(after, before - 1)
      .filter((message) => maySee(reader, message))
      .map(
        ({ sequence }) =>
          `promise 2: ${reader.name} was told #${before} of ${conversation} after #${after}, without #${sequence}`,
      ),
  );
}

function unseen(reader: Reader, id: ConversationId, stored: readonly Message[]): string[] {
  const seen = reader.seen.get(id);
  return stored
    .filter((message) => maySee(reader, message) && seen?.has(message.sequence) !== true)
    .map(({ sequence }) => `promise 2: ${reader.name} never saw #${sequence} of ${id}`);
}

function maySee({ side }: Reader, { body }: Message): boolean {
  return side === 'agent' || !agentsOnly.includes(body.type);
}
