// What an account's desk publishes of its conversations: after it was stored, and unstored signals
// (typing, presence, places in the queue). One topic an account. Processes that hold sockets
// listen.
import { z } from 'zod';
import {
  AgentPresence,
  Conversation,
  Message,
  Ring,
  RingEnd,
} from '../conversation/conversation.ts';
import { frame } from '../frame.ts';
import { type AccountId, UserId } from '../ids.ts';
import { AvailabilitySchema } from './room.ts';
import { type Topic, topic } from './topic.ts';

/** The position of a waiting contact. */
const QueuePlace = z.object({ position: z.number(), waitS: z.number().nullable() });

export const Publication = z.discriminatedUnion('type', [
  frame('written', {
    record: Conversation,
    messages: z.array(Message).readonly(),
    place: QueuePlace.nullable(),
    /** Who is sent the state of the conversation, in addition to the messages. */
    stands: z.enum(['everybody', 'its-own', 'nobody']),
  }),
  /** Only the place in the queue, or the wait, changed. */
  frame('moved', { record: Conversation, place: QueuePlace }),
  frame('visitor-typing', { record: Conversation, typing: z.boolean(), text: z.string() }),
  frame('agent-typing', {
    record: Conversation,
    by: z.object({ user: UserId, name: z.string() }),
    typing: z.boolean(),
  }),
  /** `ended`: how. Null: it begins. */
  frame('ring', { ring: Ring, ended: RingEnd.nullable() }),
  frame('presence', { agent: AgentPresence }),
  /** Agents' room and the expected wait, by skill. */
  frame('room', { skills: AvailabilitySchema.shape.skills }),
  /** `person`: whether one of them is a person. Absent: its sender does not know. */
  frame('agents-online', { online: z.boolean(), person: z.boolean().exactOptional() }),
  /** A person became free to speak, or nobody is any more. `online`: as told before. */
  frame('person-free', { online: z.boolean() }),
]);
export type Publication = Readonly<z.output<typeof Publication>>;

export function publicationsOf(account: AccountId): Topic<Publication> {
  return topic(`conversations:${account}`, Publication);
}
