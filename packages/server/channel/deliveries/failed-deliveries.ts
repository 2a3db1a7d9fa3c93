// The messages of an account that did not arrive, for whoever looks after its conversations. It
// sends nothing.
import type { Records } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { FailedDelivery, type FailedDeliveries } from '@opportune/protocol/channel/delivery.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { z } from 'zod';

export type ReadFailed = (account: AccountId) => Promise<z.infer<typeof FailedDeliveries>>;

const recentMs = 7 * 86_400_000;
/** The most that are listed. */
const most = 20;

interface Row {
  readonly id: string;
  readonly message: string;
  readonly conversation: string;
  readonly channel: string;
  readonly address: string;
  readonly state: string;
  readonly reason: string | null;
  readonly visitor: string | null;
  readonly visitor_name: string;
  readonly changed_at: Date;
  readonly many: number;
}

/**
 * Only the newest delivery of a conversation: what was written since settles an older one. What a channel
 * says by itself needs nobody and settles nothing.
 */
const query = `
  SELECT d.id, d.message, d.conversation, d.channel, d.address, d.state, d.changed_at,
    d.life #>> '{failed,reason}' AS reason, c.visitor, c.visitor_name, count(*) OVER ()::integer AS many
  FROM deliveries d JOIN conversations c ON c.id = d.conversation
    JOIN messages m ON m.conversation = d.conversation AND m.id = d.message
  WHERE NOT m.body ? 'automatic' AND d.state IN ('failed', 'uncertain') AND d.changed_at > $1
    AND NOT EXISTS (
      SELECT 1 FROM deliveries later
        JOIN messages said ON said.conversation = later.conversation AND said.id = later.message
      WHERE later.conversation = d.conversation AND later.number > d.number
        AND NOT said.body ? 'automatic'
    )
  ORDER BY d.changed_at, d.number
  LIMIT $2`;

export function readFailed({
  records,
  clock,
}: {
  readonly records: Records;
  readonly clock: Clock;
}): ReadFailed {
  return async (account) => {
    const since = new Date(clock.now() - recentMs);
    const rows = await records.withAccount(account, (sql) => sql.rows<Row>(query, [since, most]));
    return { items: rows.map(parsed), more: Math.max(0, (rows[0]?.many ?? 0) - most) };
  };
}

function parsed({
  visitor_name: visitorName,
  changed_at: at,
  many: _,
  ...row
}: Row): FailedDelivery {
  return FailedDelivery.parse({ ...row, visitorName, since: at.getTime() });
}
