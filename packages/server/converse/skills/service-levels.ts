// The service level of each skill that has one: today, by the account's local day, and how those stand
// who wait now. Answered means: an agent's first message to the visitor. It is computed when read.
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { SkillServiceLevel, type ServiceLevels } from '@opportune/protocol/rest/service-levels.ts';
import { readZone } from './routing-rows.ts';

interface Row {
  readonly id: string;
  readonly within_s: number;
  readonly target: number;
  readonly counted: number;
  readonly in_time: number;
  readonly waiting: number;
  readonly late: number;
  readonly longest_s: number;
}

// Counted is whose outcome is known: answered, over without an answer, or waiting for too long already.
// A message that was left is answered by e-mail and counts in neither.
const query = `
  WITH day AS (
    SELECT date_trunc('day', $1::timestamptz AT TIME ZONE $2) AT TIME ZONE $2 AS start
  ), found AS (
    SELECT skills.id, answered_within_s AS within_s, answered_share AS target,
      conversations.id IS NOT NULL AND started_at >= day.start AS today, status,
      answered_at IS NOT NULL AS answered,
      extract(epoch FROM coalesce(answered_at, ended_at, $1::timestamptz) - started_at) AS waited_s
    FROM skills CROSS JOIN day LEFT JOIN conversations
      ON conversations.account = skills.account AND skill = skills.id
      AND (started_at >= day.start OR status = 'waiting') AND status <> 'message'
    WHERE answered_within_s IS NOT NULL
  )
  SELECT id, within_s, target,
    (count(*) FILTER (WHERE today AND (answered OR status = 'ended' OR waited_s > within_s)))::integer
      AS counted,
    (count(*) FILTER (WHERE today AND answered AND waited_s <= within_s))::integer AS in_time,
    (count(*) FILTER (WHERE status = 'waiting'))::integer AS waiting,
    (count(*) FILTER (WHERE status = 'waiting' AND NOT answered AND waited_s > within_s))::integer
      AS late,
    coalesce(max(waited_s) FILTER (WHERE status = 'waiting' AND NOT answered), 0)::float AS longest_s
  FROM found GROUP BY id, within_s, target ORDER BY id`;

export interface ServiceLevelReader {
  read(account: AccountId): Promise<ServiceLevels>;
}

export function createServiceLevels({
  records,
  clock,
}: {
  readonly records: Records;
  readonly clock: Clock;
}): ServiceLevelReader {
  return {
    read: (account) => records.withAccount(account, (sql) => readLevels(sql, clock.now())),
  };
}

async function readLevels(sql: Sql, now: number): Promise<ServiceLevels> {
  const rows = await sql.rows<Row>(query, [new Date(now), await readZone(sql)]);
  return { at: now, skills: rows.map(levelOf) };
}

function levelOf(row: Row): SkillServiceLevel {
  const { counted, in_time: inTime } = row;
  return SkillServiceLevel.parse({
    skill: row.id,
    target: { withinS: row.within_s, share: row.target },
    today: { counted, inTime, share: counted === 0 ? null : inTime / counted },
    now: { waiting: row.waiting, late: row.late, longestS: row.longest_s },
  });
}
