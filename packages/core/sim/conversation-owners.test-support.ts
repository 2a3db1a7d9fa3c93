// The owners of a conversation, computed from its stored messages. Reports messages by agents who
// neither owned nor had joined it, and messages after its end. Each violation is a sentence.
import type { Message, SystemNote } from '@opportune/protocol/conversation/conversation.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';

export interface Owners {
  readonly found: readonly string[];
  /** By name, after this many messages. */
  readonly owners: readonly (string | null)[];
}

/**
 * Reads the transcript as a person would: an author who writes as an agent must own or have joined
 * it at that point.
 */
export function readOwners(id: ConversationId, stored: readonly Message[]): Owners {
  const found: string[] = [];
  const owners: (string | null)[] = [null];
  let owner: string | null = null;
  const joined = new Set<string>();
  let over = false;
  for (const { author, body, sequence } of stored) {
    if (body.type === 'aside' && body.aside.type === 'begun') owner = body.aside.by;
    if (body.type === 'system') {
      const { note } = body;
      owner = ownerAfter(note, owner);
      if (note.type === 'joined') joined.add(note.agent);
      if (note.type === 'left') joined.delete(note.agent);
      if (owner !== null) joined.delete(owner);
      if (note.type === 'ended') joined.clear();
      if (note.type === 'ended') over = true;
      if (note.type === 'reopened') over = false;
    } else if (body.type === 'text') {
      if (over) found.push(`${id} #${sequence}: written after the end`);
      if (author.type === 'agent' && !joined.has(author.name) && author.name !== owner)
        found.push(`${id} #${sequence}: two owners, ${author.name} and ${owner}`);
    }
    owners.push(owner);
  }
  return { found, owners };
}

function ownerAfter(note: SystemNote, owner: string | null): string | null {
  if (note.type === 'assigned') return note.agent;
  if (note.type === 'transferred') return note.to === '' ? null : note.to;
  return note.type === 'returned' ? null : owner;
}
