// What contacts changed at their messages, or said to one by a reaction: the newest counts.
import type { Message } from '@opportune/protocol/conversation/conversation.ts';

export interface Changed {
  /** Its words now. Null: as it was written. */
  readonly text: string | null;
  readonly isDeleted: boolean;
  readonly reaction: string | null;
}

const nothing: Changed = { text: null, isDeleted: false, reaction: null };

/** By the message that was changed. */
export function changesIn(messages: readonly Message[]): ReadonlyMap<string, Changed> {
  const found = new Map<string, Changed>();
  const change = (id: string, to: Partial<Changed>): void =>
    void found.set(id, { ...(found.get(id) ?? nothing), ...to });
  for (const { id, body } of messages) {
    if (body.type === 'text' && body.erased === true) change(id, { isDeleted: true });
    if (body.type !== 'aside') continue;
    const { aside } = body;
    if (aside.type === 'edited') change(aside.message, { text: aside.text });
    if (aside.type === 'deleted') change(aside.message, { isDeleted: true });
    if (aside.type === 'reacted') change(aside.message, { reaction: aside.reaction });
  }
  return found;
}
