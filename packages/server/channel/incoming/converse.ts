// An item of the inbox takes effect in its conversation: a message goes to the desk, which continues the
// contact's conversation or begins one. Handled again it is the same message.
import { maskOf, type Masks } from '@opportune/core/masking/ways-in.ts';
import type { ConversationStore, NewMessage } from '@opportune/core/ports/conversation-store.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import type { Message } from '@opportune/protocol/conversation/conversation.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import {
  type AccountId,
  type ChannelId,
  MessageId,
  type SkillId,
} from '@opportune/protocol/ids.ts';
import type { Conversed, Handled } from '../inbox/seams.ts';
import { incomingBody } from './incoming-body.ts';

/** What the desk is told. */
export interface ForDesk extends AddressAt {
  readonly message: NewMessage;
  /** Empty: the channel does not say. */
  readonly name: string;
  readonly skill: SkillId | null;
}

export interface ConverseParts {
  readonly clock: Clock;
  readonly conversations: Pick<ConversationStore, 'list' | 'after'>;
  readonly masks: Masks;
  /** Of conversations that begin in a channel. */
  readonly skillOf: (account: AccountId, channel: ChannelId) => Promise<SkillId | null>;
  readonly receive: (
    account: AccountId,
    incoming: ForDesk,
  ) => Promise<{ readonly refused: ErrorCode } | { readonly message: Message }>;
}

/** How far back a message is looked for that offered a choice. */
const looksBack = 50;
/** Asked again later it may be taken. */
const passing: readonly ErrorCode[] = ['queue.full', 'server.overloaded'];

/** `kept`: it has no place in a conversation. `later`: there is no room for it yet. */
export async function converse(
  parts: ConverseParts,
  account: AccountId,
  { id, channel, item, chosen }: Pick<Handled, 'id' | 'channel' | 'item' | 'chosen'>,
): Promise<Conversed> {
  if (item.type !== 'message') return 'kept';
  const { clock, masks, skillOf, receive } = parts;
  const at = { channel, address: item.address };
  const messages = await newestOf(parts, account, at);
  const mask = await maskOf(masks, account);
  const body = incomingBody(item.content, { chosen, messages, mask });
  if (body === null) return 'kept';
  const received = await receive(account, {
    ...at,
    message: {
      ...{ id: MessageId.parse(`in_${id}`), author: { type: 'visitor' } },
      ...{ body, at: clock.now() },
    },
    name: mask.text(item.from.name ?? ''),
    skill: await skillOf(account, channel),
  });
  if (!('refused' in received)) return 'handled';
  return passing.includes(received.refused) ? 'later' : 'kept';
}

async function newestOf(
  { conversations }: ConverseParts,
  account: AccountId,
  at: AddressAt,
): Promise<readonly Message[]> {
  const [last] = await conversations.list(account, { ...at, before: null, limit: 1 });
  if (last === undefined) return [];
  const after = Math.max(0, last.lastSequence - looksBack);
  return conversations.after(account, last.id, { after, limit: looksBack, notes: false });
}
