// The service level of each skill that has one: of today, by the account's local day, and of the
// conversations that wait now, counted like the console's waitedMs. Answered means an agent's first
// message to the visitor. Computed on each read.
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import {
  SkillServiceLevel,
  type ServiceLevels,
} from '@opportune/protocol/rest/team/service-levels.ts';
import { readSpan } from '../history/span.ts';
import { countedSql, inTimeSql, talksSql } from '../history/talks-sql.ts';

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

// Today's figures are exactly those of the history. $1 and $2 are the day, $3 is now.
const query = `
  WITH talks AS (${talksSql}),
  today AS (
    SELECT skill, (count(*) FILTER (WHERE ${countedSql}))::integer AS counted,
      (count(*) FILTER (WHERE ${inTimeSql}))::integer AS in_time
    FROM talks GROUP BY skill
  ), waits AS (
    SELECT skill, answered_at IS NOT NULL AS answered, extract(epoch FROM $3::timestamptz -
      CASE WHEN answered_at IS NULL THEN queued_at ELSE coalesce(waiting_since, queued_at) END) AS waited_s
    FROM conversations WHERE status = 'waiting'
  )
  SELECT id, answered_within_s AS within_s, answered_share AS target,
    coalesce(max(counted), 0) AS counted, coalesce(max(in_time), 0) AS in_time,
    count(waits.skill)::integer AS waiting,
    (count(*) FILTER (WHERE NOT answered AND waited_s >= answered_within_s))::integer AS late,
    coalesce(max(waited_s), 0)::float AS longest_s
  FROM skills LEFT JOIN today ON today.skill = id LEFT JOIN waits ON waits.skill = id
  WHERE answered_within_s IS NOT NULL
  GROUP BY id, answered_within_s, answered_share ORDER BY id`;

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
  const { fromMs, untilMs } = (await readSpan(sql, now, {})).asked;
  const rows = await sql.rows<Row>(query, [new Date(fromMs), new Date(untilMs), new Date(now)]);
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
