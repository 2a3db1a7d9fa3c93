// Settings of a channel of the kind *telephone*: a number at a carrier that speaks Twilio's protocols.
import { z } from 'zod';
import { SkillId } from '../ids.ts';
import { telephoneLimits } from '../limits/telephone.ts';
import { credential, providerBase } from './provider.ts';

const leadsTo = SkillId.optional();

/** A menu by keys. There is one if a key leads somewhere. */
export const TelephoneMenu = z.object({
  /** Said after the greeting. Each line may begin with its language, such as `de:`. */
  menu: z.string().max(telephoneLimits.menuLength).optional(),
  ...{ key1: leadsTo, key2: leadsTo, key3: leadsTo, key4: leadsTo, key5: leadsTo },
  ...{ key6: leadsTo, key7: leadsTo, key8: leadsTo, key9: leadsTo },
});
export type TelephoneMenu = z.infer<typeof TelephoneMenu>;

/** What callers hear while they wait, and messages that they leave: those where `voicemail` is `on`. */
export const TelephoneWaiting = z.object({
  /** Whether they hear their position in the queue. Absent: they do. */
  position: z.literal('off').optional(),
  voicemail: z.literal('on').optional(),
  /** Said before the tone. Absent: usual words. */
  voicemailWords: z.string().max(telephoneLimits.voicemailLength).optional(),
  /** Seconds that a caller waits before they are asked to leave one. Absent: they wait to the end. */
  voicemailAfterS: z
    .string()
    .regex(/^(1[5-9]|[2-9][0-9]|[12][0-9]{2})$/)
    .optional(),
});
export type TelephoneWaiting = z.infer<typeof TelephoneWaiting>;

export const TelephoneSettings = z.object({
  /** In E.164, with or without the plus sign. */
  number: z.string().regex(/^\+?[1-9][0-9]{6,14}$/),
  accountSid: credential,
  /** The carrier signs its requests with it. */
  authToken: credential,
  apiBase: providerBase.optional(),
  /** Beginnings of numbers that agents may call, such as `+49,+43`. Absent: the country of `number`. */
  allowed: z
    .string()
    .regex(/^\+[1-9][0-9]{0,7}( *, *\+[1-9][0-9]{0,7}){0,49}$/)
    .optional(),
  /** Of all calls that agents make in 24 hours together. `0`: none may be made. Absent: 120. */
  minutesADay: z
    .string()
    .regex(/^[0-9]{1,5}$/)
    .optional(),
  ...TelephoneMenu.shape,
  ...TelephoneWaiting.shape,
});
export type TelephoneSettings = z.infer<typeof TelephoneSettings>;
