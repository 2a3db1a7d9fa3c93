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
});
export type TelephoneSettings = z.infer<typeof TelephoneSettings>;
