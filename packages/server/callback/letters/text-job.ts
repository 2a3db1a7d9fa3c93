// Texts about a promise to call a number: one confirms the time, one reminds of it, and one says that it was
// withdrawn. Jobs are made in the transaction that sets the time. They leave by day at the place of the number,
// to whom may be called, and each promise and each number has few of them. What may have left is not sent again.
import type { JobKind, JobOutcome, NewJob } from '@opportune/core/ports/jobs.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import { isOver } from '@opportune/core/callback/promise.ts';
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import { type AccountId, CallbackId, JobId } from '@opportune/protocol/ids.ts';
import { callbackLimits } from '@opportune/protocol/limits/callbacks.ts';
import { languageOf } from '@opportune/words/language.ts';
import { lettersIn } from '@opportune/words/letters.ts';
import { z } from 'zod';
import {
  type CallbackRow,
  countEarlierTexts,
  findCallback,
  forgetSent,
  noteSent,
} from '../callback-rows.ts';
import { readRules } from '../callback-settings.ts';
import type { LetterParts, Telephones } from '../seams.ts';
import { whenIn } from './callback-letter.ts';
import { callbackPath } from './callback-links.ts';

const name = 'callback.text';
const Payload = z.object({
  callback: CallbackId,
  turn: z.number().int(),
  what: z.enum(['confirmed', 'reminder', 'withdrawn']),
});
type About = z.infer<typeof Payload>;

export interface TextParts extends LetterParts {
  readonly telephones: Telephones;
}

/** Nothing where a page rings, or somebody is to be called at once. */
export function textJobs(row: CallbackRow, now: number): readonly NewJob[] {
  const { id: callback, turn, number, state, from, isNow } = row;
  if (number === null || isNow) return [];
  const jobOf = (what: About['what'], dueAt: number): NewJob => {
    const id = JobId.parse(`cbt.${callback}.${turn}.${what}`);
    const payload: About = { callback, turn, what };
    const key = `callback-text/${callback}/${turn}/${what}`;
    const deadlineAt = Math.max(from, dueAt + callbackLimits.letterTriedMs);
    return { ...{ id, kind: name, key, lane: name }, payload, dueAt, deadlineAt };
  };
  if (state === 'withdrawn') return [jobOf('withdrawn', now)];
  if (turn > callbackLimits.texts) return [];
  const remindAt = from - callbackLimits.remindMs;
  const isReminded = remindAt > now + callbackLimits.remindMs;
  return [jobOf('confirmed', now), ...(isReminded ? [jobOf('reminder', remindAt)] : [])];
}

export function textKind(use: TextParts): JobKind<About> {
  return {
    name,
    payload: Payload,
    handle: ({ account, payload }) => send(use, account, payload),
    // Nobody misses a text whose time is past.
    overdue: async () => ({ type: 'done' }),
  };
}

async function send(use: TextParts, account: AccountId, about: About): Promise<JobOutcome> {
  const { records, telephones, clock } = use;
  const row = await records.withAccount(account, (sql) => findCallback(sql, about.callback));
  const to = row === null ? null : await addressFor(use, account, row, about);
  if (row === null || to === null) return { type: 'done' };
  const now = clock.now();
  if (to.texts === null) return putOff(row, about, now + callbackLimits.stoppedMs);
  const isDay = await telephones.daytimeOf(account, to.calls);
  if (!isDay(now)) return putOff(row, about, nextDay(isDay, now));
  const charge = [{ budget: 'texts.account', payer: account, amount: 1 }] as const;
  const spentMs = use.budgets.charge(charge);
  if (spentMs > 0) return putOff(row, about, now + Math.max(spentMs, quarterMs));
  const words = await wordsOf(use, account, row, about);
  const noted = `text.${about.turn}.${about.what}`;
  // Whoever noted it may have died before or after it left.
  if (!(await records.withAccount(account, (sql) => noteSent(sql, row.id, noted))))
    return { type: 'done' };
  if ((await telephones.text(account, to.texts, words)) === 'over') return { type: 'done' };
  use.budgets.refund(charge);
  const along = (sql: Sql) => forgetSent(sql, row.id, noted);
  return { type: 'again', reason: 'The text did not leave.', along };
}

/** Nothing failed, and the time until then does not count. */
function putOff(row: CallbackRow, about: About, at: number): JobOutcome {
  return isLate(row, about, at) ? { type: 'done' } : { type: 'later', at, uncounted: true };
}

/**
 * Where it is texted to, and called at. No `texts`: the channel is stopped for now. Null: nothing is to be sent
 * any more, or to that number.
 */
async function addressFor(
  { records, telephones, permission }: TextParts,
  account: AccountId,
  row: CallbackRow,
  { turn, what }: About,
): Promise<{ readonly texts: AddressAt | null; readonly calls: AddressAt } | null> {
  const { number: address, byChannel, language, isSilent } = row;
  if (address === null || byChannel === null || language === null || row.turn !== turn) return null;
  if (isSilent) return null;
  if (what === 'withdrawn' ? row.state !== what : isOver(row)) return null;
  const channel = await telephones.textsOf(account);
  if (channel === null && !(await telephones.isSetUp(account, 'sms'))) return null;
  const calls = { channel: byChannel, address };
  // Whoever is not to be called, by the list or by what it costs, is not texted either.
  if ((await telephones.refusal(account, calls)) !== null) return null;
  const isSent = await records.withAccount(account, async (sql) => {
    const { texts } = await readRules(sql);
    // Also if they said so to another number of the account.
    if (!texts || !(await permission.mayTextLeave(sql, address))) return false;
    return (await countEarlierTexts(sql, address, row)) < callbackLimits.textsTo;
  });
  return isSent ? { texts: channel === null ? null : { channel, address }, calls } : null;
}

/** What is said of a time that is past, or that it reminds of too late. */
function isLate({ from, overAt }: CallbackRow, { what }: About, at: number): boolean {
  if (what === 'withdrawn') return at > (overAt ?? from) + callbackLimits.withdrawnMs;
  return at > from - callbackLimits.remindMs / 2;
}

const quarterMs = 15 * 60_000;

/** The first quarter of an hour of the next day. */
function nextDay(isDay: (instant: number) => boolean, now: number): number {
  const first = Math.ceil(now / quarterMs) * quarterMs;
  for (let at = first; at < now + 96 * quarterMs; at += quarterMs) if (isDay(at)) return at;
  return now + 96 * quarterMs;
}

async function wordsOf(
  { store, placeOf, links, publicUrl }: TextParts,
  account: AccountId,
  row: CallbackRow,
  { what }: About,
): Promise<string> {
  const record = await store.load(account, row.conversation);
  const { site, timeZone } = await placeOf(account, record?.site ?? null, null);
  const words = lettersIn(languageOf([row.language ?? ''])).callback;
  if (what === 'withdrawn') return `${site}: ${words.withdrawn}`;
  const when = whenIn(row, row.timeZone ?? timeZone);
  const link = new URL(`${callbackPath}${links.tokenOf({ account, id: row.id })}`, publicUrl());
  const subject = what === 'confirmed' ? words.confirmed(site) : words.reminder(site);
  return `${subject}: ${when}. ${words.change(link.href)}`;
}
