// The home of the chat window: what an account writes for it, and what a visitor's browser
// receives. The browser receives only its own conversations, and names of agents who are there.
import { z } from 'zod';
import { ConversationId } from '../ids.ts';
import { textOf } from '../text.ts';
import { frame } from '../frame.ts';
import { mostFaces } from './face.ts';

export const homeLimits = {
  greetingLength: 120,
  /** Links and short answers together. */
  items: 20,
  titleLength: 80,
  answerLength: 2000,
  /** Earlier conversations of the visitor. */
  conversations: 10,
  /** Characters of the last message of each. */
  textLength: 120,
  /** Conversations of these days are measured for the reply time. */
  replyDays: 14,
  /** With fewer, no reply time is shown. */
  replyConversations: 20,
} as const;

const title = textOf(homeLimits.titleLength, 1);
/** Names the item in translations. The server gives one to items that have none. */
const id = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,40}$/)
  .exactOptional();

export const HomeItem = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('link'),
    id,
    title,
    address: z.url({ protocol: /^https?$/ }).max(1024),
  }),
  z.strictObject({
    type: z.literal('answer'),
    id,
    title,
    text: textOf(homeLimits.answerLength, 1),
  }),
]);
export type HomeItem = z.infer<typeof HomeItem>;

export const HomeSettings = z.strictObject({
  /** The window opens with its home. Otherwise it opens with the question. */
  shown: z.boolean(),
  /** Empty: the product's own words, in the visitor's language. */
  greeting: textOf(homeLimits.greetingLength),
  items: z.array(HomeItem).max(homeLimits.items),
});
export type HomeSettings = z.infer<typeof HomeSettings>;

/** Requests the home. Answered by `chat.home`. */
export const AskHomeFrame = frame('chat.home', {});

/** As in `VisitorConversation` of frames-visitor.ts. */
const EarlierConversation = z.object({
  id: ConversationId,
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  lastSequence: z.number(),
  agentDelivered: z.number(),
  agentRead: z.number(),
  visitorRead: z.number(),
  status: z.enum(['waiting', 'active', 'ended', 'message']),
  agent: z.string().nullable(),
  photo: z.string().exactOptional(),
  position: z.number().nullable(),
  waitS: z.number().nullable().exactOptional(),
  opens: z.literal(true).exactOptional(),
});

export const HomeFrame = frame('chat.home', {
  greeting: z.string(),
  items: z.array(HomeItem).readonly(),
  /** Names of agents who are online, as visitors see them. */
  faces: z.array(z.string()).max(mostFaces).readonly(),
  /** Addresses of their photos, in the same order, if any has one that is shown. */
  photos: z.array(z.string().nullable()).max(mostFaces).readonly().exactOptional(),
  /** Median time to an agent's first message, s. Null: too few conversations, or too slow to say. */
  replyS: z.number().nullable(),
  /** Whether it is open, and until when, if that is known. Null: there are no hours. */
  hours: z.object({ isOpen: z.boolean(), until: z.number().nullable() }).nullable(),
  /** What speaking is offered, if any. */
  speaks: z
    .discriminatedUnion('type', [
      z.object({ type: z.literal('call') }),
      /** Nobody is free. The expected wait, s; null: not known. */
      z.object({ type: z.literal('wait'), waitS: z.number().nullable() }),
      /** Nobody is there: a call back. */
      z.object({ type: z.literal('back') }),
    ])
    .exactOptional(),
  conversations: z
    .array(
      z.object({
        conversation: EarlierConversation,
        lastAt: z.number(),
        /** The last message that the visitor could see, cut. */
        text: z.string(),
        mine: z.boolean(),
        unread: z.boolean(),
      }),
    )
    .readonly(),
});
export type HomeFrame = z.infer<typeof HomeFrame>;
export type EarlierItem = HomeFrame['conversations'][number];
