// How long conversations occupied an agent's place, stored for the next start. It computes nothing;
// the desk's handling.ts derives the expected times.
import type { Handled } from '@opportune/core/conversation/queue/handling.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import { type AccountId, type ConversationId, SkillId } from '@opportune/protocol/ids.ts';

export interface HandleTimes {
  note(
    account: AccountId,
    of: Handled & { readonly id: ConversationId; readonly at: number },
  ): Promise<void>;
  /** Oldest first. */
  newest(account: AccountId): Promise<readonly Handled[]>;
}

interface Row {
  readonly skill: string | null;
  readonly handled_ms: number;
}

/** Enough for skills with one conversation in twenty. */
const newestCount = 2_000;

export function createHandleTimes(records: Records): HandleTimes {
  return {
    note: (account, { id, at, skill, handledMs }) =>
      records.withAccount(account, async (sql) => {
        await sql.run(
          `INSERT INTO handle_times (account, conversation, at, skill, handled_ms)
           VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
          [account, id, new Date(at), skill, Math.round(handledMs)],
        );
      }),
    newest: (account) =>
      records.withAccount(account, async (sql) => {
        const rows = await sql.rows<Row>(
          `SELECT skill, handled_ms::float AS handled_ms FROM handle_times
           ORDER BY at DESC LIMIT ${newestCount}`,
        );
        return rows.toReversed().map((row) => ({
          skill: SkillId.nullable().parse(row.skill),
          handledMs: row.handled_ms,
        }));
      }),
  };
}
