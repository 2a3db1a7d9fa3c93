// Rows of calls, from which figures are counted. Written as a call begins, connects and ends.
import type { Sql } from '@opportune/core/ports/records.ts';
import type { SpokenEnd } from '@opportune/protocol/conversation/spoken.ts';
import {
  type AccountId,
  ConversationId,
  type CallId,
  type UserId,
} from '@opportune/protocol/ids.ts';

export interface NewCallRow {
  readonly id: CallId;
  readonly conversation: ConversationId;
  readonly proposedBy: 'visitor' | 'agent';
  /** Null: it waits for any. */
  readonly agent: UserId | null;
  /** It waited in the queue. */
  readonly isQueued: boolean;
  readonly proposedAt: number;
}

export async function insertCall(sql: Sql, account: AccountId, made: NewCallRow): Promise<void> {
  const { id, conversation, proposedBy, agent, isQueued, proposedAt } = made;
  await sql.run(
    `INSERT INTO calls (account, id, conversation, proposed_by, agent, queued, proposed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [account, id, conversation, proposedBy, agent, isQueued, new Date(proposedAt)],
  );
}

export interface CallChange {
  readonly agent: UserId | null;
  readonly acceptedAt: number | null;
  readonly connectedAt: number | null;
  readonly end: {
    readonly at: number;
    readonly reason: SpokenEnd;
    readonly spokeS: number | null;
    /** Of these, how long it was on hold. */
    readonly heldS: number | null;
  } | null;
}

/** Without an agent, the row keeps its last one. */
export async function changeCall(sql: Sql, id: CallId, change: CallChange): Promise<void> {
  const { agent, acceptedAt, connectedAt, end } = change;
  await sql.run(
    `UPDATE calls SET agent = coalesce($2, agent), accepted_at = $3, connected_at = $4, ended_at = $5,
       reason = $6, spoke_s = $7, held_s = $8 WHERE id = $1`,
    [
      ...[id, agent, instant(acceptedAt), instant(connectedAt)],
      ...[instant(end?.at ?? null), end?.reason ?? null, end?.spokeS ?? null],
      end?.heldS ?? null,
    ],
  );
}

/** Ends calls that a server left behind when it ended. Returns their conversations. */
export async function endLeftCalls(sql: Sql, before: number): Promise<readonly ConversationId[]> {
  const rows = await sql.rows<{ conversation: string }>(
    `UPDATE calls SET ended_at = $1, reason = 'restarted'
     WHERE ended_at IS NULL AND proposed_at < $1 RETURNING conversation`,
    [new Date(before)],
  );
  return rows.map(({ conversation }) => ConversationId.parse(conversation));
}

function instant(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}
