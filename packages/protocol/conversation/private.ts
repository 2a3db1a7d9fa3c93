// A private value: an agent asks, the visitor answers in a separate form, and the value goes only
// to the agent who asked. It is in no message, no row and no log.
import { z } from 'zod';
import { about, frame } from '../frame.ts';
import { type ConversationId, MessageId } from '../ids.ts';
import { textOf } from '../text.ts';

export const privateLimits = {
  labelLength: 80,
  valueLength: 500,
  /**
   * Request and value are kept this long. Beyond: they are forgotten, and may be requested again.
   */
  keptMs: 600_000,
  /** Open requests in one conversation. Beyond: `account.full`. */
  asks: 5,
  /** Open requests in one account. Beyond: `account.full`. */
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
  /** The asker has read it, or does not want it any more: it is forgotten. */
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

/** The visitor's answer. Null: they decline. */
export const GiveFrame = frame('chat.give', {
  ...about,
  ask: MessageId,
  value: z.string().trim().min(1).max(privateLimits.valueLength).nullable(),
});

/** All open requests of a conversation. */
export interface AsksFrame {
  readonly type: 'chat.asks';
  readonly conversation: ConversationId;
  readonly asks: readonly PrivateAsk[];
}
