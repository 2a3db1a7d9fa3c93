// What an account's desk tells of its conversations: after it was stored, and what passes by without being
// stored (typing, presence, places in the queue). One topic an account; whoever holds sockets listens.
import { z } from 'zod';
import {
  AgentPresence,
  Conversation,
  Message,
  Ring,
  RingEnd,
} from '../conversation/conversation.ts';
import { type AccountId, UserId } from '../ids.ts';
import { AvailabilitySchema } from './room.ts';
import type { Topic } from './topic.ts';

/** Where somebody stands who waits. */
const QueuePlace = z.object({ position: z.number(), waitS: z.number().nullable() });

export const Publication = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('written'),
    record: Conversation,
    messages: z.array(Message).readonly(),
    place: QueuePlace.nullable(),
    /** Who wants to know how the conversation stands now, beside the messages. */
    stands: z.enum(['everybody', 'its-own', 'nobody']),
  }),
  /** Only the place in the queue, or the wait, changed. */
  z.object({ type: z.literal('moved'), record: Conversation, place: QueuePlace }),
  z.object({
    type: z.literal('visitor-typing'),
    record: Conversation,
    typing: z.boolean(),
    text: z.string(),
  }),
  z.object({
    type: z.literal('agent-typing'),
    record: Conversation,
    by: z.object({ user: UserId, name: z.string() }),
    typing: z.boolean(),
  }),
  /** `ended`: how; null: it begins. */
  z.object({ type: z.literal('ring'), ring: Ring, ended: RingEnd.nullable() }),
  z.object({ type: z.literal('presence'), agent: AgentPresence }),
  /** Agents' room and the expected wait, by skill. */
  z.object({ type: z.literal('room'), skills: AvailabilitySchema.shape.skills }),
  z.object({ type: z.literal('agents-online'), online: z.boolean() }),
]);
export type Publication = Readonly<z.output<typeof Publication>>;

export function publicationsOf(account: AccountId): Topic<Publication> {
  return { name: `conversations:${account}`, version: 1, schema: Publication };
}
