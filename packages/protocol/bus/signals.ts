// What agents do in conversations that the other side of a channel may be shown, and that nobody stores:
// they type, and they have read.
import { z } from 'zod';
import { AddressAt } from '../contact/contact.ts';
import { AccountId, ConversationId } from '../ids.ts';
import { topic } from './topic.ts';

const Signalled = z.object({
  account: AccountId,
  conversation: ConversationId,
  at: AddressAt,
  signal: z.discriminatedUnion('type', [
    z.object({ type: z.literal('typing'), on: z.boolean() }),
    /** Up to the message with this number. */
    z.object({ type: z.literal('read'), through: z.number().int() }),
  ]),
});
export type AgentSignalled = z.infer<typeof Signalled>;

export const agentSignalled = topic('agent.signalled', Signalled);
