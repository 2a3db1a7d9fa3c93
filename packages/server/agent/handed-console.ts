// The state that a successor needs about a console whose socket continues in it: who is signed in,
// by which session, and what is open on the screen. The state of conversations is read from the
// store.
import { AccountId, ConversationId, SiteId } from '@opportune/protocol/ids.ts';
import { User } from '@opportune/protocol/rest/account.ts';
import { TokenScope } from '@opportune/protocol/rest/tokens.ts';
import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';

const headers = ['authorization', 'cookie', 'origin', 'host', 'sec-fetch-site'] as const;

export const HandedConsole = z.object({
  principal: z.object({
    account: AccountId,
    user: User,
    session: z.string(),
    mustSetPassword: z.boolean(),
    scopes: z.array(TokenScope).readonly().nullable().default(null),
  }),
  /** The headers by which the session is checked again. */
  headers: z.partialRecord(z.enum(headers), z.string()),
  watching: z.array(ConversationId),
  /** Which live list is open: of one site, or of all. */
  visitors: z.object({ site: SiteId.optional() }).nullable(),
});
export type HandedConsole = z.infer<typeof HandedConsole>;

export function credentialsOf(of: IncomingHttpHeaders): HandedConsole['headers'] {
  return Object.fromEntries(
    headers.flatMap((name) => {
      const value = of[name];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
}
