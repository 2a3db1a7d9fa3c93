// How fast agents usually answer on a site, measured from its stored conversations of the last
// days. It promises nothing: with too few conversations, or if most got no answer, there is none.
import { BoundedMap } from '@opportune/core/bounds/bounded-map.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { dayMs } from '@opportune/core/world/local-time.ts';
import { homeLimits } from '@opportune/protocol/conversation/home.ts';
import type { AccountId, SiteId } from '@opportune/protocol/ids.ts';
import { tableLimits } from '@opportune/protocol/limits/memory.ts';

/** The median, s. Null: there is none to show. */
export type ReplyTimeOf = (account: AccountId, site: SiteId) => Promise<number | null>;

interface Measured {
  readonly at: number;
  readonly replyS: Promise<number | null>;
}

/** A visitor who opens the window costs no query while a measurement is as new as this. */
const newMs = 5 * 60_000;
/** Conversations of busy sites that are measured, the newest. */
const mostMeasured = 1_000;

export function createReplyTimes(records: Records, clock: Clock): ReplyTimeOf {
  const replyTimes = new BoundedMap<string, Measured>(tableLimits.replyTimes);
  return (account, site) => {
    const key = `${account} ${site}`;
    const at = clock.now();
    const known = replyTimes.get(key);
    if (known !== undefined && at - known.at < newMs) return known.replyS;
    const since = new Date(at - homeLimits.replyDays * dayMs);
    const replyS = records.withAccount(account, (sql) => measure(sql, site, since));
    replyTimes.set(key, { at, replyS });
    // The next visitor asks again.
    replyS.catch(() => replyTimes.delete(key));
    return replyS;
  };
}

/**
 * The median over conversations that visitors began. One that ended without an answer counts as
 * infinitely slow; one that still waits does not count yet.
 */
async function measure(sql: Sql, site: SiteId, since: Date): Promise<number | null> {
  const found = await sql.row<{ many: number; median: number | null }>(
    `SELECT count(*)::int AS many,
            percentile_disc(0.5) WITHIN GROUP (ORDER BY took) AS median
     FROM (
       SELECT coalesce(extract(epoch FROM answered_at - started_at), 'Infinity')::float AS took
       FROM conversations
       WHERE started_at > $2 AND site = $1 AND begun_by IS NULL AND status <> 'message'
         AND (answered_at IS NOT NULL OR ended_at IS NOT NULL)
       ORDER BY started_at DESC LIMIT ${mostMeasured}
     ) AS measured`,
    [site, since],
  );
  if (found === undefined || found.many < homeLimits.replyConversations) return null;
  const { median } = found;
  return median === null || !Number.isFinite(median) ? null : Math.max(0, median);
}
