// Notes which app of the business has a contact's conversation at the provider. Given to us, one that rests
// is to be answered again. Taken from us, nobody here is asked to answer. Noted once, however often it is told.
import { goingOn } from '@opportune/core/conversation/desk.ts';
import type { DeskInput } from '@opportune/core/conversation/desk.ts';
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import type { ControlAside } from '@opportune/protocol/conversation/conversation.ts';
import type { ConversationId, MessageId } from '@opportune/protocol/ids.ts';
import type { AccountDesk } from '../account-desk.ts';
import type { DeskParts } from '../seams.ts';
import { openAt, requestOf } from './receive.ts';

export interface ControlNote extends AddressAt {
  /** Of the note, and the same each time that it is told. */
  readonly id: MessageId;
  readonly aside: ControlAside;
}

/** False: no conversation is open at the address. */
export function noteControl(
  { store }: Pick<DeskParts, 'store'>,
  desk: AccountDesk,
  { id, aside, channel, address }: ControlNote,
): Promise<boolean> {
  const at = { channel, address };
  const { account, writes } = desk;
  const request = requestOf(id);
  return writes.ofAddress(at, async () => {
    if ((await store.byRequest(account, at, request)) !== null) return true;
    const open = await openAt(desk, at);
    if (open === undefined) return false;
    const messages = [{ ...writes.fromSystem({ type: 'aside', aside }), id }];
    const input = inputFor(desk, open.id, aside);
    const along = new Map([[open.id, { messages, request }]]);
    const applied = input === null ? null : desk.apply(input, along);
    const written = applied?.refused === null ? await applied.stored : [];
    if (written.some(({ record }) => record.id === open.id)) return true;
    return (await writes.append(open.id, messages, {}, request)) !== null;
  });
}

function inputFor(
  { desk }: AccountDesk,
  id: ConversationId,
  { what }: ControlAside,
): DeskInput | null {
  const isResting = goingOn(desk, id)?.status === 'resting';
  if (what === 'given') return isResting ? { type: 'conversation.return', id } : null;
  const isTheirs = what === 'taken' || what === 'passed';
  return isTheirs ? { type: 'conversation.answered-elsewhere', id } : null;
}
