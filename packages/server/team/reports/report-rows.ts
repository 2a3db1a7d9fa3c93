// Rows of the reports that users receive, and of their sending. A message and the next due instant
// are recorded before it is sent. If the server dies in between, it is not sent again, because
// nobody knows whether it was sent.
import type { Sql } from '@opportune/core/ports/records.ts';
import { type AccountId, UserId } from '@opportune/protocol/ids.ts';
import {
  historyLimits,
  ReportDraft,
  ReportLanguage,
  type ScheduledReport,
} from '@opportune/protocol/rest/team/history.ts';

interface Row {
  readonly id: string;
  readonly user_id: string;
  readonly email: string;
  readonly report: unknown;
  readonly due_at: Date;
  readonly sent_at: Date | null;
  readonly last: 'none' | 'sending' | 'sent' | 'failed' | 'unknown';
}

const columns = 'r.id, r.user_id, u.email, r.report, r.due_at, r.sent_at, r.last';
const from = 'scheduled_reports AS r JOIN users AS u ON u.account = r.account AND u.id = r.user_id';

export async function readReports(sql: Sql, user: UserId): Promise<readonly ScheduledReport[]> {
  const rows = await sql.rows<Row>(
    `SELECT ${columns} FROM ${from} WHERE r.user_id = $1 ORDER BY r.id`,
    [user],
  );
  return rows.map(reportOf);
}

export async function findReport(
  sql: Sql,
  user: UserId,
  id: string,
): Promise<ScheduledReport | null> {
  const row = await sql.row<Row>(
    `SELECT ${columns} FROM ${from} WHERE r.user_id = $1 AND r.id = $2`,
    [user, id],
  );
  return row === undefined ? null : reportOf(row);
}

export async function writeReport(
  sql: Sql,
  account: AccountId,
  of: {
    readonly id: string;
    readonly user: UserId;
    readonly draft: ReportDraft;
    readonly dueAt: number;
  },
): Promise<void> {
  await sql.run(
    `INSERT INTO scheduled_reports (account, id, user_id, report, due_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (account, id) DO UPDATE SET
       report = excluded.report, due_at = excluded.due_at, again_at = NULL`,
    [account, of.id, of.user, JSON.stringify(of.draft), new Date(of.dueAt)],
  );
}

export async function deleteReport(sql: Sql, user: UserId, id: string): Promise<boolean> {
  return (
    (await sql.run('DELETE FROM scheduled_reports WHERE user_id = $1 AND id = $2', [user, id])) > 0
  );
}

/** A report to send, or to try again. */
export interface DueReport {
  readonly id: string;
  readonly address: string;
  readonly draft: ReportDraft;
  readonly dueAt: number;
  /** The instant of the message that is tried again. Null: a new one is due. */
  readonly again: number | null;
  readonly tries: number;
  /** Their account is not disabled, and they may see the figures. */
  readonly isFor: boolean;
}

interface DueRow extends Row {
  readonly is_due: boolean;
  readonly sending_for: Date | null;
  readonly tries: number;
  readonly is_for: boolean;
  readonly language: string | null;
}

/** The one that has been due the longest. Locks its row. */
export async function takeDue(sql: Sql, now: number): Promise<DueReport | null> {
  const row = await sql.row<DueRow>(
    `SELECT ${columns}, u.language, r.due_at <= $1 AS is_due, r.sending_for, r.tries,
       NOT u.disabled AND u.role IN ('manager', 'administrator') AS is_for
     FROM ${from} WHERE least(r.due_at, r.again_at) <= $1
     ORDER BY least(r.due_at, r.again_at), r.id LIMIT 1 FOR UPDATE OF r`,
    [new Date(now)],
  );
  if (row === undefined) return null;
  const { dueAt, address, id, user: _, ...rest } = reportOf(row);
  // Their own language, whatever the request's was.
  const own = ReportLanguage.safeParse(row.language).data;
  return {
    id,
    address,
    draft: { ...ReportDraft.parse(rest), ...(own === undefined ? {} : { language: own }) },
    dueAt,
    again: row.is_due ? null : (row.sending_for?.getTime() ?? null),
    tries: row.is_due ? 0 : row.tries,
    isFor: row.is_for,
  };
}

/** Call before sending. `dueAt`: when the next one is due. */
export async function noteSending(
  sql: Sql,
  id: string,
  of: { readonly sendingFor: number; readonly dueAt: number; readonly tries: number },
): Promise<void> {
  await sql.run(
    `UPDATE scheduled_reports
     SET last = 'sending', sending_for = $2, due_at = $3, tries = $4, again_at = NULL WHERE id = $1`,
    [id, new Date(of.sendingFor), new Date(of.dueAt), of.tries],
  );
}

/** Reports that are not due yet. */
export async function readNotDue(sql: Sql, now: number): Promise<readonly ScheduledReport[]> {
  const rows = await sql.rows<Row>(
    `SELECT ${columns} FROM ${from} WHERE r.due_at > $1 ORDER BY r.id FOR UPDATE OF r`,
    [new Date(now)],
  );
  return rows.map(reportOf);
}

export async function moveDue(sql: Sql, id: string, dueAt: number): Promise<void> {
  await sql.run('UPDATE scheduled_reports SET due_at = $2 WHERE id = $1', [id, new Date(dueAt)]);
}

/** The user may not receive it now. */
export async function passOver(sql: Sql, id: string, dueAt: number): Promise<void> {
  await sql.run('UPDATE scheduled_reports SET due_at = $2, again_at = NULL WHERE id = $1', [
    id,
    new Date(dueAt),
  ]);
}

export async function noteSent(sql: Sql, id: string, at: number): Promise<void> {
  await sql.run("UPDATE scheduled_reports SET last = 'sent', sent_at = $2 WHERE id = $1", [
    id,
    new Date(at),
  ]);
}

/** The mail server refused it. It is tried again later, a limited number of times. */
export async function noteFailed(
  sql: Sql,
  id: string,
  { tries, againAt }: { readonly tries: number; readonly againAt: number },
): Promise<void> {
  const again = tries < historyLimits.reportTries ? new Date(againAt) : null;
  await sql.run("UPDATE scheduled_reports SET last = 'failed', again_at = $2 WHERE id = $1", [
    id,
    again,
  ]);
}

/** The mail server may have accepted it. */
export async function noteUnknown(sql: Sql, id: string): Promise<void> {
  await sql.run("UPDATE scheduled_reports SET last = 'unknown' WHERE id = $1", [id]);
}

/** Reports that were being sent when the server stopped. Nobody knows whether they were sent. */
export async function giveUpUnknown(sql: Sql): Promise<void> {
  await sql.run("UPDATE scheduled_reports SET last = 'unknown' WHERE last = 'sending'");
}

export async function nextInstant(sql: Sql): Promise<number | null> {
  const row = await sql.row<{ at: Date | null }>(
    'SELECT min(least(due_at, again_at)) AS at FROM scheduled_reports',
  );
  return row?.at?.getTime() ?? null;
}

function reportOf(row: Row): ScheduledReport {
  return {
    ...ReportDraft.parse(row.report),
    id: row.id,
    user: UserId.parse(row.user_id),
    address: row.email,
    dueAt: row.due_at.getTime(),
    sentAt: row.sent_at?.getTime() ?? null,
    last: row.last === 'sending' ? 'unknown' : row.last,
  };
}
