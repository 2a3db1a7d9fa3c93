// Takes what somebody wrote to a contact in the provider's own app. It is an answer like an agent's: the
// open conversation rests with its agent, or with none if it waited. Where none is open, one begins and
// rests, so that the contact's answer finds it. A machine's words change nothing but the transcript, and
// neither does what the contact writes while another app has the conversation.
import { isAnswer } from '@opportune/core/conversation/awaited-reply.ts';
import { type ConversationId, ConversationId as Id } from '@opportune/protocol/ids.ts';
import type { AccountDesk } from '../account-desk.ts';
import type { DeskParts } from '../seams.ts';
import {
  again,
  type Incoming,
  ofAddress,
  openAt,
  type Received,
  requestOf,
  stored,
} from './receive.ts';

type Use = Pick<DeskParts, 'clock' | 'ids' | 'store' | 'isMerged'>;

export function hearElsewhere(use: Use, desk: AccountDesk, incoming: Incoming): Promise<Received> {
  const { channel, address, message, within } = incoming;
  const at = { channel, address };
  return desk.writes.ofAddress(at, async () => {
    const earlier = await use.store.byRequest(desk.account, at, requestOf(message.id));
    if (earlier !== null) return again(use, desk, earlier, message);
    if (await use.store.isBlocked(desk.account, at)) return { refused: 'visitor.blocked' };
    const open = await openAt(desk, at);
    if (within !== undefined && open?.id !== within) return { refused: 'request.conflict' };
    return open === undefined ? begin(use, desk, incoming) : answer(desk, open.id, incoming);
  });
}

async function answer(
  desk: AccountDesk,
  id: ConversationId,
  { message }: Incoming,
): Promise<Received> {
  const request = requestOf(message.id);
  if (!isAnswer(message)) return stored(await desk.writes.append(id, [message], {}, request));
  const along = new Map([[id, { messages: [message], request }]]);
  const { refused, stored: done } = desk.apply(
    { type: 'conversation.answered-elsewhere', id },
    along,
  );
  // Where nothing else changes, the desk produces no write of its own.
  const written = refused === null ? (await done).find(({ record }) => record.id === id) : null;
  return stored(written ?? (await desk.writes.append(id, [message], {}, request)));
}

async function begin(
  use: Use,
  desk: AccountDesk,
  { channel, address, message, name, skill }: Incoming,
): Promise<Received> {
  const id = Id.parse(use.ids.next());
  const made = ofAddress({
    ...{ id, channel, address, skill, visitorName: name },
    ...{ status: 'resting', begunElsewhere: true },
    startedAt: use.clock.now(),
  });
  const along = new Map([
    [id, { open: { request: requestOf(message.id), made }, messages: [message] }],
  ]);
  const input = { type: 'conversation.rest', id, channel, skill } as const;
  const { refused, stored: done } = desk.apply(input, along);
  if (refused !== null) return { refused };
  return stored((await done).find(({ record }) => record.id === id) ?? null);
}
