// E-mails about a promise, as jobs made in the transaction that sets its time: one confirms the time, one
// reminds of it. After a change each belongs to a time that is past, and sends nothing. What may have left
// is not sent again.
import type { JobKind, JobOutcome, NewJob } from '@opportune/core/ports/jobs.ts';
import { type Letter, type Mail, outcomeOf } from '@opportune/core/ports/mail.ts';
import type { Sql } from '@opportune/core/ports/records.ts';
import { isOver } from '@opportune/core/callback/promise.ts';
import { type AccountId, CallbackId, JobId } from '@opportune/protocol/ids.ts';
import { callbackLimits } from '@opportune/protocol/limits/callbacks.ts';
import { z } from 'zod';
import {
  type CallbackRow,
  findCallback,
  forgetSent,
  noteSent,
  readLetters,
} from '../callback-rows.ts';
import type { LetterParts } from '../seams.ts';
import { callbackLetter } from './callback-letter.ts';
import { callbackPath } from './callback-links.ts';

const name = 'callback.letter';
const Payload = z.object({
  callback: CallbackId,
  turn: z.number().int(),
  what: z.enum(['confirmed', 'reminder', 'withdrawn']),
});
type About = z.infer<typeof Payload>;

/** Those that its state wants. Who left no address is written nothing. */
export function letterJobs(row: CallbackRow, now: number): readonly NewJob[] {
  const { state, from, isNow, turn, language } = row;
  if (language === null) return [];
  const triedUntil = now + callbackLimits.letterTriedMs;
  if (state === 'withdrawn') return [jobOf(row, 'withdrawn', now, triedUntil)];
  // A visitor who moves it again and again causes few e-mails.
  if (turn > callbackLimits.letters) return [];
  const confirmed = jobOf(row, 'confirmed', now, triedUntil);
  const remindAt = from - callbackLimits.remindMs;
  const isReminded = !isNow && remindAt > now + callbackLimits.remindMs;
  return isReminded ? [confirmed, jobOf(row, 'reminder', remindAt, from)] : [confirmed];
}

function jobOf(
  { id: callback, turn }: CallbackRow,
  what: About['what'],
  dueAt: number,
  deadlineAt: number,
): NewJob {
  const id = JobId.parse(`cbl.${callback}.${turn}.${what}`);
  const payload: About = { callback, turn, what };
  // In no order: an e-mail of today does not wait for a reminder of tomorrow.
  const key = `callback-letter/${callback}/${turn}/${what}`;
  return { ...{ id, kind: name, key, lane: name }, payload, dueAt, deadlineAt };
}

export function letterKind(use: LetterParts): JobKind<About> {
  return {
    name,
    payload: Payload,
    async handle({ account, payload }) {
      const mail = await use.mailOf(account);
      const letter = mail.configured ? await letterOf(use, account, payload) : null;
      return letter === null ? { type: 'done' } : send(use, account, payload, { mail, letter });
    },
    // Nobody misses an e-mail whose time is past.
    overdue: async () => ({ type: 'done' }),
  };
}

async function send(
  { records }: LetterParts,
  account: AccountId,
  { callback, turn, what }: About,
  { mail, letter }: { readonly mail: Mail; readonly letter: Letter },
): Promise<JobOutcome> {
  const noted = `letter.${turn}.${what}`;
  // Whoever noted it may have died before or after it left.
  if (!(await records.withAccount(account, (sql) => noteSent(sql, callback, noted))))
    return { type: 'done' };
  try {
    await mail.send(letter);
    return { type: 'done' };
  } catch (error) {
    const outcome = outcomeOf(error);
    if (outcome.type === 'refused' || outcome.type === 'uncertain') return { type: 'done' };
    const along = (sql: Sql) => forgetSent(sql, callback, noted);
    return { type: 'again', reason: String(error), along };
  }
}

/** Null: nothing is to be sent any more, or to that address. */
async function letterOf(
  use: LetterParts,
  account: AccountId,
  { callback, turn, what }: About,
): Promise<Letter | null> {
  const { records, store, permission, links, publicUrl, placeOf } = use;
  const row = await records.withAccount(account, (sql) => findCallback(sql, callback));
  if (row === null || row.turn !== turn || row.language === null) return null;
  if (what === 'withdrawn' ? row.state !== what : isOver(row)) return null;
  const record = await store.load(account, row.conversation);
  const to = record?.replyTo ?? null;
  if (record === null || to === null) return null;
  const may = await records.withAccount(account, async (sql) => {
    // What strangers ask for silences nothing of an earlier promise, and nobody whose address it is.
    const { isTheirs, earlier } = await readLetters(sql, to, row);
    const isWritten = isTheirs || (!row.isSilent && earlier < callbackLimits.lettersTo);
    return isWritten && (await permission.mayMailLeave(sql, to));
  });
  if (!may) return null;
  const { site, timeZone } = await placeOf(account, record.site, null);
  const link = new URL(`${callbackPath}${links.tokenOf({ account, id: callback })}`, publicUrl());
  return {
    ...callbackLetter({
      ...{ what, row, site, link: link.href },
      timeZone: row.timeZone ?? timeZone,
    }),
    ...{ to, messageId: `<callback.${callback}.${turn}.${what}@${link.hostname}>` },
  };
}
