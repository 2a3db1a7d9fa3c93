// Which conversations were sent by e-mail, to whom, and which may be sent now. An attempt is
// recorded with the job that sends its e-mail, so that two simultaneous requests send one. It sends
// nothing.
import type { JobStore } from '@opportune/core/ports/jobs.ts';
import type { Permission } from '@opportune/core/ports/permission.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import { afterLimits } from '@opportune/protocol/conversation/after.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { AccountId, ConversationId, VisitorId } from '@opportune/protocol/ids.ts';
import type { SentTranscript } from '@opportune/protocol/rest/conversation/after.ts';
import { makeTranscriptJob, type TranscriptTo, type TranscriptTry } from './transcript-job.ts';

export interface TranscriptOrder {
  readonly account: AccountId;
  readonly conversation: ConversationId;
  readonly by: 'visitor' | 'agent';
  /** Null where the contact is none. */
  readonly visitor: VisitorId | null;
  readonly address: string;
}

export interface Transcripts {
  /** Those that left, in the order in which they did. */
  sent(account: AccountId, conversation: ConversationId): Promise<readonly SentTranscript[]>;
  /** Records it with its job and returns the number of the attempt, else why it is not sent. */
  claim(order: TranscriptOrder, now: number): Promise<ErrorCode | Pick<TranscriptTry, 'tries'>>;
  /**
   * Call before sending. Null if another attempt did so, or it was requested anew. The code of a refusal
   * if its address wants nothing any more.
   */
  begin(
    account: AccountId,
    of: TranscriptTry,
    now: number,
  ): Promise<Omit<TranscriptTo, 'account'> | ErrorCode | null>;
  /** `sentAt` null: it did not leave, and may be tried again. */
  settle(sql: Sql, of: TranscriptTry, sentAt: number | null): Promise<void>;
}

interface Row {
  readonly address: string;
  readonly tries: number;
  readonly sending_at: Date | null;
  readonly sent_at: Date | null;
}

export interface TranscriptsParts {
  readonly jobs: Pick<JobStore, 'make'>;
  readonly permission: Pick<Permission, 'mayMailLeave'>;
}

export function createTranscripts(
  records: Records,
  { jobs, permission }: TranscriptsParts,
): Transcripts {
  return {
    sent: (account, conversation) =>
      records.withAccount(account, async (sql) => {
        const rows = await sql.rows<{ by: 'visitor' | 'agent'; address: string; at: Date }>(
          `SELECT asked_by AS by, address, sent_at AS at FROM transcripts
           WHERE conversation = $1 AND sent_at IS NOT NULL ORDER BY sent_at, asked_by`,
          [conversation],
        );
        return rows.map(({ at, ...row }) => ({ ...row, at: at.getTime() }));
      }),
    claim: (order, now) =>
      records.withAccount(order.account, async (sql) => {
        // One at a time in an account, so that the counts hold.
        await sql.run("SELECT pg_advisory_xact_lock(hashtextextended('transcripts ' || $1, 0))", [
          order.account,
        ]);
        const refused = (await standing(sql, order, now)) ?? (await tooMany(sql, order, now));
        if (refused !== null) return refused;
        const { account, conversation, by } = order;
        // A visitor may name anybody's address, and does not learn what its owner wants.
        if (!(await permission.mayMailLeave(sql, order.address)))
          return by === 'agent' ? 'contact.opted_out' : 'transcript.not_offered';
        const tries = await note(sql, order, now);
        await makeTranscriptJob(jobs, sql, account, { conversation, by, tries }, now);
        return { tries };
      }),
    begin: (account, { conversation, by, tries }, now) =>
      records.withAccount(account, async (sql) => {
        const row = await sql.row<{ address: string }>(
          `UPDATE transcripts SET begun_at = $4
           WHERE conversation = $1 AND asked_by = $2 AND tries = $3 AND begun_at IS NULL
           RETURNING address`,
          [conversation, by, tries, new Date(now)],
        );
        if (row === undefined) return null;
        const { address } = row;
        return (await permission.mayMailLeave(sql, address))
          ? { conversation, address }
          : 'contact.opted_out';
      }),
    async settle(sql, { conversation, by, tries }, sentAt) {
      await sql.run(
        `UPDATE transcripts SET sending_at = NULL, sent_at = $4
         WHERE conversation = $1 AND asked_by = $2 AND tries = $3`,
        [conversation, by, tries, sentAt === null ? null : new Date(sentAt)],
      );
    },
  };
}

/** Whether this conversation was sent, is being sent, or was tried too often. */
async function standing(
  sql: Sql,
  { conversation, by }: TranscriptOrder,
  now: number,
): Promise<ErrorCode | null> {
  const row = await sql.row<Row>(
    `SELECT address, tries, sending_at, sent_at FROM transcripts
     WHERE conversation = $1 AND asked_by = $2`,
    [conversation, by],
  );
  if (row === undefined) return null;
  const underWay =
    row.sending_at !== null && now - row.sending_at.getTime() < afterLimits.transcriptPatienceMs;
  if (row.sent_at !== null || underWay) return 'transcript.sent';
  return row.tries >= afterLimits.transcriptTries ? 'rate.transcripts' : null;
}

/** Asked for by one visitor within an hour, and to one address within a day, in other conversations. */
async function tooMany(
  sql: Sql,
  { conversation, by, visitor, address }: TranscriptOrder,
  now: number,
): Promise<ErrorCode | null> {
  const count = async (what: string, value: string | null, withinMs: number): Promise<number> => {
    const row = await sql.row<{ count: string }>(
      `SELECT count(*) FROM transcripts
       WHERE ${what} = $1 AND asked_at > $2 AND NOT (conversation = $3 AND asked_by = $4)`,
      [value, new Date(now - withinMs), conversation, by],
    );
    return Number(row?.count ?? 0);
  };
  const ofVisitor = await count('visitor', visitor, hourMs);
  const ofAddress = await count('lower(address)', address.toLowerCase(), 24 * hourMs);
  const full =
    ofVisitor >= afterLimits.transcriptsOfVisitor || ofAddress >= afterLimits.transcriptsToAddress;
  return full ? 'rate.transcripts' : null;
}

const hourMs = 3_600_000;

/** Which try it is. */
async function note(sql: Sql, order: TranscriptOrder, now: number): Promise<number> {
  const { account, conversation, by, visitor, address } = order;
  const row = await sql.row<{ tries: number }>(
    `INSERT INTO transcripts
       (account, conversation, asked_by, visitor, address, tries, asked_at, sending_at)
     VALUES ($1, $2, $3, $4, $5, 1, $6, $6)
     ON CONFLICT (account, conversation, asked_by) DO UPDATE SET
       address = excluded.address, tries = transcripts.tries + 1,
       asked_at = excluded.asked_at, sending_at = excluded.sending_at, begun_at = NULL
     RETURNING tries`,
    [account, conversation, by, visitor, address, new Date(now)],
  );
  return row?.tries ?? 1;
}
