// A private value: an agent asks, the visitor answers in a form of its own, and the value goes to the
// agent who asked and nowhere else. It is in no message, no row and no log.
import { z } from 'zod';
import { about, frame } from '../frame.ts';
import { type ConversationId, MessageId } from '../ids.ts';
import { textOf } from '../text.ts';

export const privateLimits = {
  labelLength: 80,
  valueLength: 500,
  /** What is asked and what is given lasts this long. Beyond: it is forgotten, and may be asked again. */
  keptMs: 600_000,
  /** Asked at once in one conversation. Beyond: `account.full`. */
  asks: 5,
  /** Asked at once in one account. Beyond: `account.full`. */
  accountAsks: 2_000,
} as const;

export const PrivateKind = z.enum(['text', 'number', 'date']);
export type PrivateKind = z.infer<typeof PrivateKind>;

/** `ask` is also the id of the note that a value was given. */
export const PrivateAsk = z.object({
  ask: MessageId,
  label: textOf(privateLimits.labelLength, 1),
  kind: PrivateKind,
});
export type PrivateAsk = z.infer<typeof PrivateAsk>;

const request = z.string();

export const privateConsoleFrames = [
  /** Only in one's own conversation. */
  frame('private.ask', { request, ...about, ...PrivateAsk.shape }),
  /** The asker has read it, or wants it no more: it is forgotten. */
  frame('private.close', { request, ...about, ask: MessageId }),
] as const;
export type PrivateConsoleFrame = z.infer<(typeof privateConsoleFrames)[number]>;

/** To every socket of the agent who asked, and to nobody else. */
export interface PrivateValueFrame extends PrivateAsk {
  readonly type: 'private.value';
  readonly conversation: ConversationId;
  readonly status: 'asked' | 'given' | 'declined' | 'over';
  /** Only while it is `given`. */
  readonly value: string | null;
  /** When it is forgotten. */
  readonly until: number;
}

/** The visitor's answer; null: they would rather not. */
export const GiveFrame = frame('chat.give', {
  ...about,
  ask: MessageId,
  value: z.string().trim().min(1).max(privateLimits.valueLength).nullable(),
});

/** All that is asked in a conversation now. */
export interface AsksFrame {
  readonly type: 'chat.asks';
  readonly conversation: ConversationId;
  readonly asks: readonly PrivateAsk[];
}
