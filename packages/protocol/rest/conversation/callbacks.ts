// Call backs by REST: the promises of an account, what becomes of them, and its rules.
import { z } from 'zod';
import {
  Callback,
  CallbackSlot,
  CallbackWayName,
  TelephoneNumber,
} from '../../conversation/callback.ts';
import { CallbackId, SkillId } from '../../ids.ts';
import { callbackLimits } from '../../limits/callbacks.ts';
import { Instant, revised } from '../common.ts';

/** GET and PUT /callback-settings */
export const CallbackSettings = z.object({
  /** Whether visitors may ask to be called back. */
  on: z.boolean(),
  /** How many promises a slot takes for each agent who is usually there. */
  perAgent: z.number().int().min(1).max(callbackLimits.perAgent),
  /** Minutes after each try that reached nobody. After the last one, it is a case for a person. */
  retries: z
    .array(z.number().int().min(1).max(callbackLimits.retryMinutes))
    .max(callbackLimits.retries),
  /** How many days ahead times are offered. */
  aheadDays: z.number().int().min(1).max(callbackLimits.mostAheadDays),
  /** Only conversations with one of these skills are promised a call. Null: all, also without a skill. */
  skills: z.array(SkillId).max(callbackLimits.skills).nullable(),
  /** How visitors may be reached. Each once. */
  ways: z
    .array(CallbackWayName)
    .min(1)
    .max(CallbackWayName.options.length)
    .refine((ways) => new Set(ways).size === ways.length, 'must name each way once'),
  /** Whether a promise by telephone is confirmed and reminded of by a text, where a channel sends some. */
  texts: z.boolean(),
});
export type CallbackSettings = z.infer<typeof CallbackSettings>;
export const RevisedCallbackSettings = revised(CallbackSettings);
export type RevisedCallbackSettings = z.infer<typeof RevisedCallbackSettings>;

/** GET /callbacks */
export const CallbackQuery = z.object({
  /** `open`: soonest first. `over`: newest first. */
  state: z.enum(['open', 'over']).default('open'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const CallbackList = z.object({
  items: z.array(Callback),
  /** Of all promises in this state. At most 10,000, which then stands for that many or more. */
  total: z.number().int().min(0).max(callbackLimits.counted),
});

/** GET /callback-slots */
export const SlotQuery = z.object({
  skill: SkillId.optional(),
  /** Only times at which this number may be called. */
  number: TelephoneNumber.optional(),
});
export const SlotList = z.object({ items: z.array(CallbackSlot) });

export const CallbackParams = z.object({ id: CallbackId });
/** PUT /callbacks/:id/slot */
export const CallbackMove = z.object({ from: Instant });
