// The secrets that two systems sign with: the newest, and for a day the one before it, so that the
// other side can change over without a refused request. Both are in the sealed text, separated by a
// space. Until when the former one is valid is stored in plain beside it, because people see it.
import { signingLimits } from '@opportune/protocol/limits/channels.ts';
import { z } from 'zod';
import { keyOf, newSecret } from './standard-webhooks.ts';

/** What is stored in plain. */
const Former = z.object({ formerUntil: z.number().nullable().default(null) });

export interface Secrets {
  /** Both of them in one text. */
  readonly text: string;
  readonly formerUntil: number | null;
}

/** Null: there is none, or it is no longer valid. */
export function formerUntil(settings: unknown, now: number): number | null {
  const until = Former.safeParse(settings).data?.formerUntil ?? null;
  return until !== null && until > now ? until : null;
}

/** The keys that are valid, newest first. None: the text holds no secret. */
export function keysAt(text: string, settings: unknown, now: number): readonly Buffer[] {
  const keys = text.split(' ').map(keyOf);
  const valid = formerUntil(settings, now) === null ? keys.slice(0, 1) : keys.slice(0, 2);
  return valid.filter((key) => key !== null);
}

/** A new one. That of `before` stays valid for a while; null: there is none. */
export function renewed(before: string | null, now: number): Secrets & { readonly secret: string } {
  const secret = newSecret();
  const former = newestOf(before ?? '');
  return former === ''
    ? { secret, text: secret, formerUntil: null }
    : { secret, text: `${secret} ${former}`, formerUntil: now + signingLimits.formerSecretMs };
}

/** Without the former one. */
export function alone(text: string): Secrets {
  return { text: newestOf(text), formerUntil: null };
}

function newestOf(text: string): string {
  return text.split(' ')[0] ?? '';
}
