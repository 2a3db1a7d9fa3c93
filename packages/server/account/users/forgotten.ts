// Forgotten passwords: sends a link by e-mail to each user of the address, in any account. Neither
// the response nor its timing reveals who is known.
import type { Log } from '@opportune/core/ports/log.ts';
import type { MailOf } from '@opportune/core/ports/mail.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import type { Language } from '@opportune/words/language.ts';
import { refuse } from '../../http/problem/refusal.ts';
import type { Devices, KnownDevice } from '../devices/device-cookie.ts';
import type { Post } from '../mail/post.ts';
import { reminder } from '../sign-in/letters.ts';
import { linkAddress, type Links } from '../sign-in/links.ts';
import type { Client } from '../sign-in/sign-in.ts';
import type { Throttle } from '../sign-in/throttle.ts';
import { mustRead } from './user-change.ts';
import { type Candidate, candidatesOf } from './user-rows.ts';

/** Sends a link if the address is known, and reveals nothing either way. Throws `rate.sign_in`. */
export type Forgot = (email: string, client: Client) => Promise<void>;

export interface ForgottenParts {
  readonly records: Records;
  readonly log: Log;
  readonly mailOf: MailOf;
  readonly links: Links;
  readonly post: Post;
  readonly throttle: Throttle;
  readonly devices: Devices;
  /** The URL of the console as people reach it, without a slash at the end. */
  readonly publicUrl: () => string;
}

export function createForgotten(parts: ForgottenParts): Forgot {
  return (email, client) => forgot(parts, email, client);
}

async function forgot(
  parts: ForgottenParts,
  email: string,
  { prefix, device: cookie, language }: Client,
): Promise<void> {
  const { records, devices, throttle, log } = parts;
  const candidates = await candidatesOf(records, email);
  const asked = asksOf(devices.known(cookie, candidates), candidates);
  const waits = asked.map(({ device }) => throttle.forgot({ prefix, email, device }));
  if (!waits.includes(0)) throw refuse('rate.sign_in', { retryAfterMs: Math.min(...waits) });
  const people = asked.flatMap(({ people: all, device }, at) =>
    waits[at] === 0 ? all.slice(0, throttle.letters({ prefix, email, device }, all.length)) : [],
  );
  // Not awaited, so that the response takes the same time whether the address is known or not.
  void remind(parts, people, language).catch((error: unknown) =>
    log.warn('a reminder was not made', { reason: String(error) }),
  );
}

/** Sends to each of them, in any account. */
async function remind(
  { records, mailOf, links, post, publicUrl }: ForgottenParts,
  people: readonly Candidate[],
  language: Language,
): Promise<void> {
  for (const each of people) {
    const account = AccountId.parse(each.account);
    if (!(await mailOf(account)).configured) continue;
    const { user, code } = await records.withAccount(account, async (sql) => ({
      user: await mustRead(sql, each.user_id),
      code: await links.create(sql, account, each.user_id, 'forgotten'),
    }));
    const letter = reminder(user, linkAddress(publicUrl(), code), user.language ?? language);
    await post(account, letter);
  }
}

/**
 * Splits the e-mails by payer: the device for the users for whom it is known, a stranger for all
 * others.
 */
function asksOf(known: KnownDevice<Candidate> | null, candidates: readonly Candidate[]) {
  if (known === null) return [{ people: candidates, device: null }];
  const { id, people } = known;
  const own = { people, device: { id, user: people[0].user_id } };
  const others = candidates.filter((each) => !people.includes(each));
  return others.length === 0 ? [own] : [own, { people: others, device: null }];
}
