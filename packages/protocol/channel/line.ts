// Settings of a channel of the kind *line*.
import { z } from 'zod';
import { credential, providerBase } from './provider.ts';

export const LineSettings = z.object({
  /** LINE signs its requests with it. */
  channelSecret: credential,
  /** The long-lived channel access token. */
  channelToken: credential,
  /** Serves the API and the content of messages. */
  apiBase: providerBase.optional(),
});
export type LineSettings = z.infer<typeof LineSettings>;
