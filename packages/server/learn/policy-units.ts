// The units that a policy learns from: visitors of a period whose window has closed, in the order of
// closing, each with their first decision and what came of it. The closing is that of results; what was
// refunded later still counts as reached here.
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { Goal } from '@opportune/protocol/campaign.ts';
import type { AccountId, CampaignId } from '@opportune/protocol/ids.ts';
import { intakeLimits, profileLimits } from '@opportune/protocol/limits.ts';
import { DecisionPolicy } from '@opportune/protocol/policy.ts';

/** Late events are waited for this long after a window of fixed length, as in results. */
const lateS = 24 * 3600;
const visitGapS = profileLimits.visitGapMs / 1000;
const unitsAtOnce = 2_000;

/** The unit learnt last: its closing, and its visitor where several close at once. */
export interface Place {
  readonly through: number;
  readonly visitor: string;
}

export interface ClosedUnit {
  readonly visitor: string;
  readonly closesAt: number;
  readonly arm: 'control' | 'treatment' | 'optimise';
  readonly policy: DecisionPolicy;
  readonly converted: boolean;
  /** Capped as the goal says. */
  readonly value: number;
  /** A conversation began from the decision. */
  readonly accepted: boolean;
  /** From an agent's first message to the end of it; 0 where there was none. */
  readonly minutes: number;
}

interface UnitRow {
  readonly visitor: string;
  readonly closes_ms: number;
  readonly arm: ClosedUnit['arm'];
  readonly policy: string;
  readonly converted: number;
  readonly value: number;
  readonly accepted: number;
  readonly seconds: number;
}

/** A decision that was made again after a crash is its newest row. */
const firstDecisionsSql = `
  SELECT visitor, made.2 AS id, made.3 AS arm, made.4 AS policy, made.5 AS visit, made.6 AS enrolled_at
  FROM (
    SELECT visitor, arraySort(groupArray((ordinal, id, arm, policy, visit, at))) AS all_made,
      arrayLast(d -> d.2 = all_made[1].2, all_made) AS made
    FROM $decisions
    WHERE campaign = {campaign:String} AND period = {period:UInt32}
    GROUP BY visitor
  )`;

const visitEndsSql = `
  SELECT visit, max(received_at) AS ended_at
  FROM $events
  WHERE trust != 'server' AND imported = 0 AND date_diff('millisecond', at, received_at) <= ${intakeLimits.liveMs}
    AND visit IN (SELECT visit FROM $decisions WHERE campaign = {campaign:String} AND period = {period:UInt32})
  GROUP BY visit`;

const instant = (name: string): string => `fromUnixTimestamp64Milli(toInt64({${name}:Float64}))`;

/** With windowS 0 the window is the visit. */
const dueSql = `
  SELECT e.visitor AS visitor, e.id AS id, e.arm AS arm, e.policy AS policy, e.enrolled_at AS enrolled_at,
    if({windowS:UInt32} = 0, ifNull(v.ended_at, e.enrolled_at) + toIntervalSecond(${visitGapS}), e.enrolled_at + toIntervalSecond({windowS:UInt32})) AS window_end,
    window_end + toIntervalSecond(if({windowS:UInt32} = 0, 0, ${lateS})) AS closes_at
  FROM (${firstDecisionsSql}) AS e
  LEFT JOIN (${visitEndsSql}) AS v ON v.visit = e.visit
  WHERE closes_at <= ${instant('now')} AND e.policy != ''
    AND (closes_at > ${instant('through')} OR (closes_at = ${instant('through')} AND e.visitor > {last:String}))
  ORDER BY closes_at, visitor LIMIT ${unitsAtOnce}`;

/** Each conversion once, whatever was reported again. */
const conversionsSql = `
  SELECT visitor, groupArray((converted_at, received_at, value)) AS list
  FROM (
    SELECT key, argMin(visitor, ordinal) AS visitor, argMin(at, ordinal) AS converted_at,
      argMin(received_at, ordinal) AS received_at, argMin(value, ordinal) AS value
    FROM $conversions WHERE goal = {goal:String} GROUP BY key
  )
  GROUP BY visitor`;

const talksSql = `
  SELECT decision, countIf(name = 'Conversation Started') > 0 AS accepted,
    minIf(received_at, name = 'Conversation Answered') AS answered_at,
    maxIf(received_at, name = 'Conversation Ended') AS ended_at,
    if(countIf(name = 'Conversation Answered') > 0 AND ended_at > answered_at,
      date_diff('millisecond', answered_at, ended_at) / 1000, 0) AS seconds
  FROM $events
  WHERE name IN ('Conversation Started', 'Conversation Answered', 'Conversation Ended') AND trust = 'server'
    AND decision IN (SELECT id FROM $decisions WHERE campaign = {campaign:String} AND period = {period:UInt32})
  GROUP BY decision`;

const closedUnitsSql = `
  SELECT u.visitor AS visitor, toFloat64(toUnixTimestamp64Milli(u.closes_at)) AS closes_ms, u.arm AS arm,
    u.policy AS policy, ifNull(t.accepted, 0) AS accepted, toFloat64(ifNull(t.seconds, 0)) AS seconds,
    arrayFilter(c -> c.1 >= u.enrolled_at AND c.1 <= u.window_end AND c.2 <= u.closes_at, ifNull(k.list, [])) AS counted,
    notEmpty(counted) AS converted, toFloat64(arraySum(c -> c.3, counted)) AS value
  FROM (${dueSql}) AS u
  LEFT JOIN (${conversionsSql}) AS k ON k.visitor = u.visitor
  LEFT JOIN (${talksSql}) AS t ON t.decision = u.id
  ORDER BY closes_ms, visitor`;

export interface UnitsQuestion {
  readonly account: AccountId;
  readonly campaign: CampaignId;
  readonly period: number;
  readonly goal: Goal;
  readonly after: Place;
  readonly now: number;
}

/** The next units after a place, at most 2,000; `more`: there may be others that have closed. */
export async function closedUnits(
  facts: FactStore,
  { account, campaign, period, goal, after, now }: UnitsQuestion,
): Promise<{ readonly units: readonly ClosedUnit[]; readonly more: boolean }> {
  const rows = await facts.query<UnitRow>(account, closedUnitsSql, {
    campaign,
    period,
    goal: goal.id,
    windowS: goal.window.type === 'visit' ? 0 : goal.window.seconds,
    now,
    through: after.through,
    last: after.visitor,
  });
  return { units: rows.map((row) => unitOf(row, goal)), more: rows.length === unitsAtOnce };
}

function unitOf(row: UnitRow, { valueCap }: Goal): ClosedUnit {
  return {
    visitor: row.visitor,
    closesAt: row.closes_ms,
    arm: row.arm,
    policy: DecisionPolicy.parse(JSON.parse(row.policy)),
    converted: row.converted === 1,
    value: Math.min(row.value, valueCap ?? Infinity),
    accepted: row.accepted === 1,
    minutes: row.seconds / 60,
  };
}

/** What reaching a goal was worth on average in the last 90 days; null where nobody reached it. */
export async function meanValue(
  facts: FactStore,
  account: AccountId,
  { id, valueCap }: Goal,
  now: number,
): Promise<number | null> {
  const [row] = await facts.query<{ reached: number; mean: number }>(
    account,
    `SELECT toFloat64(count()) AS reached,
       toFloat64(avg(if({cap:Float64} > 0, least(value, {cap:Float64}), value))) AS mean
     FROM $conversions WHERE goal = {goal:String} AND received_at > ${instant('since')}`,
    { goal: id, cap: valueCap ?? 0, since: now - 90 * 86_400_000 },
  );
  return row === undefined || row.reached === 0 ? null : row.mean;
}
