// What webhooks are told of a conversation: read from the messages that were stored, whoever caused
// them.
import type { Written } from '@opportune/core/ports/conversation-store.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import {
  type Aside,
  ChangeAside,
  type Conversation,
  type Message,
  type SystemNote,
} from '@opportune/protocol/conversation/conversation.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import { eraseFromEvents } from './erase-events.ts';
import type { Happened, Happening } from './tell-webhooks.ts';

/**
 * Tells of what was written, in its transaction. What a contact deleted is gone from the log, too.
 * The returned function is called after the commit.
 */
export async function tellOfWritten(
  happened: Happened,
  sql: Sql,
  all: readonly Written[],
): Promise<() => void> {
  // In one order of conversations, so that two that tell of the same ones do not wait for each other.
  const inOrder = all.toSorted((one, other) => (one.record.id < other.record.id ? -1 : 1));
  const happenings = inOrder.flatMap(happeningsOf);
  for (const happening of happenings)
    if (happening.type === 'message.changed' && happening.data.change.type === 'deleted')
      await eraseFromEvents(sql, happening.data.conversation, happening.data.change.message);
  return happened(sql, ...happenings);
}

/** In the order in which they happened. Repeats of a message are not told again. */
export function happeningsOf({ record, messages }: Written): readonly Happening[] {
  return messages
    .filter(({ repeat }) => !repeat)
    .flatMap(({ message }) => [...beginning(record, message), ...happeningOf(record, message)]);
}

function beginning(conversation: Conversation, { sequence }: Message): readonly Happening[] {
  if (sequence !== 1) return [];
  return [{ type: 'conversation.started', subject: conversation.id, data: { conversation } }];
}

function happeningOf(conversation: Conversation, message: Message): readonly Happening[] {
  const subject = conversation.id;
  switch (message.body.type) {
    case 'text':
      return [{ type: 'message.created', subject, data: { conversation, message } }];
    case 'system':
      return notedBy(conversation, message.body.note);
    case 'aside':
      return changeOf(subject, message.body.aside);
    // Seen by agents only.
    case 'note':
      return [];
  }
}

function notedBy(conversation: Conversation, note: SystemNote): readonly Happening[] {
  const subject = conversation.id;
  if (note.type === 'callback') {
    const { what, from } = note;
    return [{ type: 'callback.changed', subject, data: { conversation, what, from } }];
  }
  const type = typeOf(note);
  return type === null ? [] : [{ type, subject, data: { conversation } }];
}

/** What a contact did to a message. Other asides are between agents. */
function changeOf(conversation: ConversationId, aside: Aside): readonly Happening[] {
  const change = ChangeAside.safeParse(aside).data;
  if (change === undefined) return [];
  return [{ type: 'message.changed', subject: conversation, data: { conversation, change } }];
}

function typeOf({ type }: Exclude<SystemNote, { type: 'callback' }>) {
  switch (type) {
    case 'assigned':
    case 'transferred':
      return 'conversation.assigned';
    case 'ended':
    case 'abandoned':
      return 'conversation.ended';
    case 'reopened':
      return 'conversation.reopened';
    case 'call-proposed':
    case 'call-ended':
    case 'returned':
    case 'joined':
    case 'left':
    case 'left-message':
    case 'private-given':
      return null;
  }
}
