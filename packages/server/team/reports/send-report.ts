// Sends one due report: claims it before sending, renders the e-mail, sends it, and records the
// result.
import type { Log } from '@opportune/core/ports/log.ts';
import { type MailOf, NotMailed } from '@opportune/core/ports/mail.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { readHistory } from '../history/account-history.ts';
import { readZone } from '../skills/routing-rows.ts';
import { lastDue, localDay, nextDue } from './due.ts';
import { reportLetter } from './report-letter.ts';
import {
  type DueReport,
  moveDue,
  noteFailed,
  noteSending,
  noteSent,
  noteUnknown,
  passOver,
  readNotDue,
  takeDue,
} from './report-rows.ts';

export const againMs = 300_000;

export interface SendingParts {
  readonly records: Records;
  readonly mailOf: MailOf;
  readonly clock: Clock;
  readonly log: Log;
  /** The URL at which people reach the console. */
  readonly publicUrl: () => string;
}

export interface Sending {
  readonly report: DueReport;
  readonly sendingFor: number;
  readonly tries: number;
}

/**
 * Records in one transaction, before sending, that it is being sent and when the next one is due.
 */
export async function claimDue(sql: Sql, now: number): Promise<Sending | 'passed' | null> {
  const report = await takeDue(sql, now);
  if (report === null) return null;
  const zone = await readZone(sql);
  const { draft, dueAt, again } = report;
  const next = again === null ? nextDue(draft, zone, now) : dueAt;
  if (!report.isFor) {
    await passOver(sql, report.id, next);
    return 'passed';
  }
  const sendingFor = again ?? lastDue(draft, zone, dueAt, now);
  const tries = report.tries + 1;
  await noteSending(sql, report.id, { sendingFor, dueAt: next, tries });
  return { report, sendingFor, tries };
}

export async function sendReport(
  parts: SendingParts,
  account: AccountId,
  sending: Sending,
): Promise<void> {
  const { records, mailOf, clock, log } = parts;
  const { report, tries } = sending;
  try {
    const mail = await mailOf(account);
    await mail.send(await letterOf(parts, account, sending));
  } catch (error) {
    log.warn('a report was not taken', { reason: String(error) });
    if (error instanceof NotMailed && error.outcome.type === 'uncertain')
      return records.withAccount(account, (sql) => noteUnknown(sql, report.id));
    const againAt = clock.now() + againMs * 2 ** (tries - 1);
    return records.withAccount(account, (sql) => noteFailed(sql, report.id, { tries, againAt }));
  }
  await records.withAccount(account, (sql) => noteSent(sql, report.id, clock.now()));
}

/** Report hours are in the account's time zone, which may have changed. */
export async function keepHours(sql: Sql, now: number): Promise<void> {
  const zone = await readZone(sql);
  for (const report of await readNotDue(sql, now)) {
    const dueAt = nextDue(report, zone, now);
    if (dueAt !== report.dueAt) await moveDue(sql, report.id, dueAt);
  }
}

function letterOf(
  { records, clock, publicUrl }: SendingParts,
  account: AccountId,
  { report: { address, draft }, sendingFor }: Sending,
) {
  return records.withAccount(account, async (sql) => {
    const zone = await readZone(sql);
    const until = localDay(zone, sendingFor, 1);
    const from = draft.every === 'day' ? until : localDay(zone, sendingFor, 7);
    const query = { from, until, ...(draft.by === null ? {} : { by: draft.by }) };
    const history = await readHistory(sql, query, clock.now());
    const named = await sql.row<{ name: string | null }>(
      "SELECT settings->>'name' AS name FROM accounts",
    );
    const link = `${publicUrl()}/team/reports`;
    return reportLetter({ to: address, account: named?.name ?? '', draft, history, link });
  });
}
