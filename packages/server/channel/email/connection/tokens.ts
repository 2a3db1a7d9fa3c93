// Access tokens of Google and Microsoft for mail servers: asked for with the refresh token, kept until they
// end, and renewed. A provider that sends another refresh token has it stored at once.
// https://developers.google.com/identity/protocols/oauth2/web-server#offline and
// https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#refresh-the-access-token
import { BoundedMap } from '@opportune/core/bounds/bounded-map.ts';
import type { Postponed } from '@opportune/core/ports/channel.ts';
import { digest } from '@opportune/core/world/fingerprint.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { mailboxLimits } from '@opportune/protocol/limits/mail.ts';
import { z } from 'zod';
import { readUpTo } from '../../../http/outbound/bounded-request.ts';
import { jsonOf } from '../../provider/json-of.ts';
import type { Reach } from '../../reach.ts';

export interface Grant {
  readonly provider: 'google' | 'microsoft';
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  readonly refreshToken: string;
  readonly tenant: string | undefined;
  readonly apiBase: string | undefined;
  /** Stores another refresh token, which replaces this one. */
  rotated(refreshToken: string): Promise<void>;
}

export type Token = { readonly type: 'token'; readonly token: string } | Postponed;

export interface Tokens {
  /** `isRefused`: the mail server did not take the last one. */
  of(grant: Grant, isRefused?: boolean): Promise<Token>;
}

const withinMs = 10_000;
const answerBytes = 64 * 1024;
/** Those of Google and Microsoft have up to about 4,000 characters. */
const tokenLength = 16_384;
/** A token is renewed so long before its end. */
const aheadMs = 60_000;

const Answer = z.object({
  access_token: z.string().max(tokenLength),
  expires_in: z.number().default(300),
  refresh_token: z.string().optional(),
});
const Fault = z.object({ error: z.string(), error_description: z.string().optional() });

interface Kept {
  readonly token: string;
  readonly endsAt: number;
}

export function createTokens(reach: Reach, clock: Clock): Tokens {
  const known = new BoundedMap<string, Kept>(mailboxLimits.watched);
  return {
    async of(grant, isRefused = false) {
      const key = digest(JSON.stringify([grant.clientId, grant.refreshToken, grant.apiBase]));
      const kept = known.get(key);
      if (kept !== undefined && !isRefused && kept.endsAt > clock.now())
        return { type: 'token', token: kept.token };
      const asked = await ask(reach, grant);
      if (!('access_token' in asked)) return asked;
      const { access_token: token, expires_in: seconds, refresh_token: next } = asked;
      known.set(key, { token, endsAt: clock.now() + seconds * 1000 - aheadMs });
      if (next !== undefined && next !== grant.refreshToken) await grant.rotated(next);
      return { type: 'token', token };
    },
  };
}

async function ask(reach: Reach, grant: Grant): Promise<z.infer<typeof Answer> | Postponed> {
  const { clientId, clientSecret, refreshToken } = grant;
  const form = new URLSearchParams({
    ...{ grant_type: 'refresh_token', client_id: clientId, refresh_token: refreshToken },
    ...(clientSecret !== undefined && { client_secret: clientSecret }),
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const url = addressOf(grant);
  const reached = await reach({ url, method: 'POST', headers, body: form.toString(), withinMs });
  if (reached.type === 'forbidden') return { type: 'reconnect', detail: reached.detail };
  if (reached.type !== 'answered') return { type: 'unreachable', detail: reached.detail };
  const body = await readUpTo(reached.body, answerBytes).catch(() => null);
  const json = body === null ? null : jsonOf(body.toString('utf8'));
  const { status } = reached;
  if (status === 200) {
    const read = Answer.safeParse(json);
    return read.success ? read.data : { type: 'unreachable', detail: 'It gave no token.' };
  }
  const fault = Fault.safeParse(json).data;
  const detail = fault?.error_description ?? fault?.error ?? `It answered ${status}.`;
  // RFC 6749, section 5.2: 400, or 401 for the client. Anything else is the server's own fault.
  return status === 400 || status === 401
    ? { type: 'reconnect', detail }
    : { type: 'unreachable', detail };
}

function addressOf({ provider, tenant = 'common', apiBase }: Grant): string {
  return provider === 'google'
    ? `${apiBase ?? 'https://oauth2.googleapis.com'}/token`
    : `${apiBase ?? 'https://login.microsoftonline.com'}/${tenant}/oauth2/v2.0/token`;
}
