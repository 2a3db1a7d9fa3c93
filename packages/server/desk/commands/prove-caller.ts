// Who calls: binds the conversation of a telephone to the visitor whose page the caller showed to be at,
// and notes for agents what they typed. It joins no contacts: the telephone may be somebody else's.
import type { AtPage } from '@opportune/core/call/caller-codes.ts';
import { webChannel } from '@opportune/protocol/contact/contact.ts';
import type { Aside } from '@opportune/protocol/conversation/conversation.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import type { AccountDesk } from '../account-desk.ts';

export type CallerAside = Extract<Aside, { type: 'caller-code' }>;

/** `page`: null leaves the conversation as it is. Of the chat window nothing changes. */
export async function proveCaller(
  { writes }: AccountDesk,
  id: ConversationId,
  page: AtPage | null,
  aside: CallerAside,
): Promise<void> {
  await writes.decide(id, ({ channel }) => {
    if (channel === webChannel) return null;
    return { messages: [writes.fromSystem({ type: 'aside', aside })], change: page ?? {} };
  });
}
