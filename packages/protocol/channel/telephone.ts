// Settings of a channel of the kind *telephone*: a number at a carrier that speaks Twilio's protocols.
import { z } from 'zod';
import { credential, providerBase } from './provider.ts';

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
});
export type TelephoneSettings = z.infer<typeof TelephoneSettings>;
