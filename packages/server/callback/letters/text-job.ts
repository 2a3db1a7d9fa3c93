// Texts about a promise to call a number: one confirms the time, one reminds of it, and one says that it was
// withdrawn. Jobs are made in the transaction that sets the time. They leave by day at the place of the number,
// to whom may be called, and each promise and each number has few of them. What may have left is not sent again.
import type { JobKind, JobOutcome, JobStore } from '@opportune/core/ports/jobs.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import { isOver } from '@opportune/core/callback/promise.ts';
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import { type AccountId, CallbackId, JobId } from '@opportune/protocol/ids.ts';
import { callbackLimits } from '@opportune/protocol/limits/callbacks.ts';
import { languageOf } from '@opportune/words/language.ts';
import { lettersIn } from '@opportune/words/letters.ts';
import { z } from 'zod';
import { type CallbackRow, countEarlierTexts, findCallback } from '../callback-rows.ts';
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
export async function makeTextJobs(
  jobs: Pick<JobStore, 'make'>,
  sql: Sql,
  account: AccountId,
  { id: callback, turn, number, state, from, isNow }: CallbackRow,
  now: number,
): Promise<void> {
  if (number === null || isNow) return;
  const make = (what: About['what'], dueAt: number) => {
    const id = JobId.parse(`cbt.${callback}.${turn}.${what}`);
    const payload: About = { callback, turn, what };
    const key = `callback-text/${callback}/${turn}/${what}`;
    const deadlineAt = Math.max(from, dueAt + callbackLimits.letterTriedMs);
    const job = { ...{ id, kind: name, key, lane: name }, payload, dueAt, deadlineAt };
    return jobs.make(sql, account, job, now);
  };
  if (state === 'withdrawn') return void (await make('withdrawn', now));
  if (turn > callbackLimits.texts) return;
  await make('confirmed', now);
  const remindAt = from - callbackLimits.remindMs;
  if (remindAt > now + callbackLimits.remindMs) await make('reminder', remindAt);
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
  const isDay = await telephones.daytimeOf(account, to.calls);
  const now = clock.now();
  const at = isDay(now) ? now : nextDay(isDay, now);
  if (at > now) return isLate(row, about, at) ? { type: 'done' } : { type: 'later', at };
  const payer = account;
  if (use.budgets.charge([{ budget: 'texts.account', payer, amount: 1 }]) > 0)
    return { type: 'done' };
  const outcome = await telephones.text(account, to.texts, await wordsOf(use, account, row, about));
  return outcome === 'again'
    ? { type: 'again', reason: 'The text did not leave.' }
    : { type: 'done' };
}

/** Where it is texted to, and called at. Null: nothing is to be sent any more, or to that number. */
async function addressFor(
  { records, telephones }: TextParts,
  account: AccountId,
  row: CallbackRow,
  { turn, what }: About,
): Promise<{ readonly texts: AddressAt; readonly calls: AddressAt } | null> {
  const { number: address, byChannel, language } = row;
  if (address === null || byChannel === null || language === null || row.turn !== turn) return null;
  if (what === 'withdrawn' ? row.state !== what : isOver(row)) return null;
  const channel = await telephones.textsOf(account);
  if (channel === null) return null;
  const calls = { channel: byChannel, address };
  // Whoever is not to be called, by the list or by what it costs, is not texted either.
  if ((await telephones.refusal(account, calls)) !== null) return null;
  const isFew = await records.withAccount(account, async (sql) => {
    const { texts } = await readRules(sql);
    return texts && (await countEarlierTexts(sql, address, row)) < callbackLimits.textsTo;
  });
  return isFew ? { texts: { channel, address }, calls } : null;
}

/** What is said of a time that is past, or that it reminds of too late. */
function isLate({ from }: CallbackRow, { what }: About, at: number): boolean {
  return what !== 'withdrawn' && at > from - callbackLimits.remindMs / 2;
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
