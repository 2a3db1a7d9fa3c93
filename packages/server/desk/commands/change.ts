// Notes that a contact edited or deleted a message of theirs, or reacted to one. An
// edited message stays as it was stored, and the words of a deleted one are erased. The note is for agents,
// whose console draws both as one. It wakes nobody.
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import type { ChangeAside, Message } from '@opportune/protocol/conversation/conversation.ts';
import type { ConversationId, MessageId } from '@opportune/protocol/ids.ts';
import type { AccountDesk } from '../account-desk.ts';
import type { DeskParts } from '../seams.ts';
import { requestOf } from './receive.ts';

export interface Change extends AddressAt {
  /** Of the note, and the same each time that it is reported. */
  readonly id: MessageId;
  /** Of the changed message. Null: where their message with that id was received. */
  readonly conversation: ConversationId | null;
  readonly aside: ChangeAside;
}

/** False: there is no such message at the address. */
export async function noteChange(
  { store }: Pick<DeskParts, 'store'>,
  desk: AccountDesk,
  { id, conversation, aside, ...at }: Change,
): Promise<boolean> {
  const { account, writes } = desk;
  const talk = conversation ?? (await store.byRequest(account, at, requestOf(aside.message)));
  const changed = talk === null ? null : await store.find(account, talk, aside.message);
  if (talk === null || changed === null) return false;
  // Told after its deletion: its words are not to come back.
  if (aside.type === 'edited' && isErased(changed)) return false;
  if (aside.type === 'deleted') await writes.erase(talk, aside.message);
  const note = { ...writes.fromSystem({ type: 'aside', aside }), id };
  const written = await writes.append(talk, [note]);
  // Lists show its words.
  if (aside.type === 'deleted') await writes.readAgain(talk);
  return written !== null;
}

function isErased({ body }: Message): boolean {
  return body.type === 'text' && body.erased === true;
}
