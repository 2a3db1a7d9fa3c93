// Settings of a channel of the kind *telegram*.
import { z } from 'zod';
import { credential, providerBase } from './provider.ts';

export const TelegramSettings = z.object({
  /** As BotFather gives it. */
  botToken: credential.regex(/^[0-9]{1,20}:[A-Za-z0-9_-]{1,200}$/),
  /** Telegram repeats it in each request, so that nobody else can send one. */
  secretToken: z.string().regex(/^[A-Za-z0-9_-]{1,256}$/),
  apiBase: providerBase.optional(),
});
export type TelegramSettings = z.infer<typeof TelegramSettings>;
