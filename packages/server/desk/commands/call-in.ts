// Begins the conversation of somebody who calls by telephone: it waits to speak. What is in wrap-up at
// their number is over; while one goes on there, they are refused, because a number has one conversation.
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import { ConversationId, type SkillId } from '@opportune/protocol/ids.ts';
import type { AccountDesk } from '../account-desk.ts';
import type { DeskParts } from '../seams.ts';
import { ofAddress, openAt } from './receive.ts';
import { lastAgent } from './start.ts';

export interface CallIn extends AddressAt {
  /** Names the call. One call begins one conversation. */
  readonly request: string;
  readonly skill: SkillId | null;
}

/** `agent.no_room`: nobody is there for it. `request.conflict`: a conversation goes on there. */
export type CalledIn = { readonly record: Conversation } | { readonly refused: ErrorCode };

type Use = Pick<DeskParts, 'clock' | 'ids' | 'store'>;

export function callIn(use: Use, desk: AccountDesk, asked: CallIn): Promise<CalledIn> {
  const { channel, address, request, skill } = asked;
  const at = { channel, address };
  return desk.writes.ofAddress(at, async () => {
    const earlier = await use.store.byRequest(desk.account, at, request);
    if (earlier !== null) return { refused: 'request.conflict' };
    if (await use.store.isBlocked(desk.account, at)) return { refused: 'visitor.blocked' };
    if (!desk.staffedFor(skill)) return { refused: 'agent.no_room' };
    const open = await openAt(desk, at);
    if (open !== undefined && !(await isOver(desk, open))) return { refused: 'request.conflict' };
    return begin(use, desk, asked);
  });
}

async function isOver(desk: AccountDesk, { id }: Conversation): Promise<boolean> {
  if (desk.desk.conversations.get(id)?.status !== 'wrap-up') return false;
  await desk.apply({ type: 'conversation.drop', id, user: null }).stored;
  return true;
}

async function begin(
  use: Use,
  desk: AccountDesk,
  { channel, address, request, skill }: CallIn,
): Promise<CalledIn> {
  const id = ConversationId.parse(use.ids.next());
  const made = ofAddress({
    ...{ id, channel, address, skill, visitorName: '' },
    ...{ status: 'waiting', startedAt: use.clock.now() },
  });
  const known = await lastAgent(use, desk, { channel, address });
  const payer = desk.payerOf({ channel, address });
  const { refused, stored } = desk.apply(
    { type: 'conversation.start', id, channel, skill, known, payer, speaks: true },
    new Map([[id, { open: { request, made }, messages: [] }]]),
  );
  if (refused !== null) return { refused };
  const record = (await stored).find((written) => written.record.id === id)?.record;
  return record === undefined ? { refused: 'request.not_found' } : { record };
}
