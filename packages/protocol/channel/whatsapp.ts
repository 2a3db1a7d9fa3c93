// Settings of a channel of the kind *whatsapp*.
import { z } from 'zod';
import { credential, metaId, providerBase } from './provider.ts';

export const WhatsappSettings = z.object({
  /** Meta signs its requests with it. */
  appSecret: credential,
  /** Meta repeats it when it first asks whether the webhook is ours. */
  verifyToken: credential,
  /** Of a system user, which does not expire. */
  accessToken: credential,
  phoneNumberId: metaId,
  /** Of the account that has the templates. */
  businessAccountId: metaId.optional(),
  apiBase: providerBase.optional(),
});
export type WhatsappSettings = z.infer<typeof WhatsappSettings>;
