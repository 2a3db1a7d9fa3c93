// Call backs: what a visitor asks for, what is promised, and what became of it.
import { z } from 'zod';
import { about, frame } from '../frame.ts';
import { CallbackId, ConversationId, DecisionId, SkillId } from '../ids.ts';
import { textOf } from '../text.ts';

/** In E.164. */
export const TelephoneNumber = z.string().regex(/^\+[1-9][0-9]{6,14}$/);

export const CallbackWayName = z.enum(['browser', 'telephone']);

/** How they are reached: in the page that is open, or by telephone. */
export const CallbackWay = z.discriminatedUnion('type', [
  z.object({ type: z.literal('browser') }),
  z.object({ type: z.literal('telephone'), number: TelephoneNumber }),
]);
export type CallbackWay = z.infer<typeof CallbackWay>;

/**
 * `promised`: it waits for its time. `offered`: it is due and waits for an agent. `ringing`: an agent has
 * accepted, and it rings at the customer. `reached`, `missed` (a case for a person), `cancelled` and
 * `withdrawn` (by the account, a case for a person) are over.
 */
export const CallbackState = z.enum([
  'promised',
  'offered',
  'ringing',
  'reached',
  'missed',
  'cancelled',
  'withdrawn',
]);
export type CallbackState = z.infer<typeof CallbackState>;

export const Callback = z.object({
  id: CallbackId,
  conversation: ConversationId,
  skill: SkillId.nullable(),
  way: CallbackWay,
  state: CallbackState,
  /** As soon as somebody is free, and in no slot. */
  isNow: z.boolean(),
  /** When its slot begins, and when it ends. */
  from: z.number(),
  until: z.number(),
  /** When it is tried next. Null: it is over. */
  dueAt: z.number().nullable(),
  /** How often it has rung at the customer. */
  attempts: z.number().int().nonnegative(),
  madeAt: z.number(),
  firstRungAt: z.number().nullable(),
  overAt: z.number().nullable(),
});
export type Callback = z.infer<typeof Callback>;

/** A time at which somebody may be called back. */
export const CallbackSlot = z.object({ from: z.number(), until: z.number() });
export type CallbackSlot = z.infer<typeof CallbackSlot>;

/** What a visitor is told of their promise. Their number is not: it may be read by others at the page. */
export type ShownCallback = Pick<Callback, 'state' | 'isNow' | 'from' | 'until' | 'dueAt'> & {
  readonly way: CallbackWay['type'];
};

export const callbackFrames = [
  /**
   * Asks when somebody may be called back, and what is promised in a conversation. Answered by
   * `chat.slots`.
   */
  frame('chat.slots', {
    request: textOf(64, 1),
    decision: DecisionId.optional(),
    conversation: ConversationId.optional(),
    /** Only times at which this number may be called. */
    number: TelephoneNumber.optional(),
  }),
  /**
   * Moves what is promised, or cancels it. Answered by `chat.slots` with the request.
   */
  frame('chat.change-back', {
    ...about,
    request: textOf(64, 1),
    /** The beginning of a slot. Null: it is cancelled. */
    from: z.number().int().nonnegative().nullable(),
  }),
] as const;

/** Asks by which number the account is called, and for the code that is typed then. */
export const dialInFrame = frame('chat.dial-in', { request: textOf(64, 1), code: z.boolean() });

/** The number in E.164. Null: the account cannot be called. The code is valid for `validMs` from now on. */
export interface DialInFrame {
  readonly type: 'chat.dial-in';
  readonly request: string;
  readonly number: string | null;
  readonly code: { readonly digits: string; readonly validMs: number } | null;
}

export interface SlotsFrame {
  readonly type: 'chat.slots';
  readonly request: string;
  /** Soonest first. */
  readonly slots: readonly CallbackSlot[];
  /** Somebody is there, so that they are called as soon as one is free. */
  readonly now: boolean;
  /** How they may be reached. */
  readonly ways: readonly CallbackWay['type'][];
  /** An e-mail confirms what is promised, if they leave an address. */
  readonly letters: boolean;
  /** A text confirms what is promised by telephone. */
  readonly texts?: true;
  /** What is promised in the conversation that was asked about. */
  readonly promise: ShownCallback | null;
}
