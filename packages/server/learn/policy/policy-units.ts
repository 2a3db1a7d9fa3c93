// The units from which a policy learns: visitors of a period whose window has closed, in the order
// of closing, each with the first decision that decided something, and its outcome. Closing and
// outcome are those of results. What was taken back before the closing is subtracted; later returns
// change no unit.
import { isAmount } from '@opportune/core/behaviour/apply/amount.ts';
import { type CountedGoal, isForeign } from '@opportune/core/decision/step/currency.ts';
import { leftAt, type PartBack } from '@opportune/core/decision/rehearse/taken-back.ts';
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { Goal } from '@opportune/protocol/campaign/campaign.ts';
import type { AccountId, CampaignId } from '@opportune/protocol/ids.ts';
import { windowLimits } from '@opportune/protocol/limits/campaigns.ts';
import { intakeLimits } from '@opportune/protocol/limits/intake.ts';
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';
import { DecisionPolicy } from '@opportune/protocol/campaign/policy.ts';
import type { TakenBack } from '../seams.ts';
import { minutesOf, type TalkRow, talksSql } from '../agent-time/talk-minutes.ts';

/** Late events are awaited for this long after a window of fixed length, as in results. */
const lateS = windowLimits.lateMs / 1000;
const visitGapS = profileLimits.visitGapMs / 1000;
const longestVisitS = windowLimits.visitMs / 1000;
const unitsAtOnce = 500;
/**
 * Units are learnt this long after closing, so that nothing earlier can still arrive from the
 * store.
 */
export const settledMs = 60_000;
const worthMs = 90 * 86_400_000;
/** The last learnt unit: its closing, and its visitor if several close at once. */
export interface Place {
  readonly through: number;
  readonly visitor: string;
}

/** Before every unit of a period. */
export const firstPlace: Place = { through: 0, visitor: '' };

export interface ClosedUnit {
  readonly visitor: string;
  readonly closesAt: number;
  readonly arm: 'control' | 'treatment' | 'optimise';
  readonly policy: DecisionPolicy;
  readonly converted: boolean;
  /** Less what was taken back before the closing, then capped by the goal. */
  readonly value: number;
  /** A conversation began from the decision. */
  readonly accepted: boolean;
  /** An agent's minutes in it before the closing, at most 60. 0 if there was none. */
  readonly minutes: number;
}

const instant = (name: string): string => `fromUnixTimestamp64Milli(toInt64({${name}:Float64}))`;

const ofPeriod = 'campaign = {campaign:String} AND period = {period:UInt32}';
/** Visitors whose first decision may be due: enrolled in the span from which windows close now. */
const candidates = `SELECT visitor FROM $decisions
      WHERE ${ofPeriod} AND at >= ${instant('since')} AND at <= ${instant('until')}`;

/** Queried if the window is the visit itself. */
const visitEndsSql = `
  SELECT visit, max(received_at) AS ended_at
  FROM $events
  WHERE {windowS:UInt32} = 0 AND received_at >= ${instant('since')}
    AND trust != 'server' AND imported = 0 AND date_diff('millisecond', at, received_at) <= ${intakeLimits.liveMs}
    AND visitor IN (${candidates})
  GROUP BY visit`;

/** Units closed after the place, in order of closing. With windowS 0 the window is the visit. */
const dueSql = `
  SELECT e.visitor AS visitor,
    if({windowS:UInt32} = 0,
      least(ifNull(v.ended_at, e.made.2) + toIntervalSecond(${visitGapS}), e.made.2 + toIntervalSecond(${longestVisitS})),
      e.made.2 + toIntervalSecond({windowS:UInt32})) AS window_end,
    window_end + toIntervalSecond(if({windowS:UInt32} = 0, 0, ${lateS})) AS closes_at,
    toFloat64(toUnixTimestamp64Milli(window_end)) AS window_ms,
    toFloat64(toUnixTimestamp64Milli(closes_at)) AS closes_ms
  FROM (
    SELECT visitor, argMin((visit, at), ordinal) AS made FROM $decisions
    WHERE ${ofPeriod} AND visitor IN (${candidates})
    GROUP BY visitor
  ) AS e
  LEFT JOIN (${visitEndsSql}) AS v ON v.visit = e.made.1
  WHERE closes_at <= ${instant('now')}
    AND (closes_at > ${instant('through')} OR (closes_at = ${instant('through')} AND e.visitor > {last:String}))
  ORDER BY closes_at, visitor LIMIT ${unitsAtOnce}`;

interface DueRow {
  readonly visitor: string;
  readonly window_ms: number;
  readonly closes_ms: number;
}

/**
 * By visitor, the first decision that decided something: by the policy, or at the campaign's own
 * moment if the draw follows its rule. A decision made again after a crash is its newest row.
 */
const decidedSql = `
  SELECT visitor, argMin(made, made_first) AS decided, decided.1 AS id, decided.2 AS arm,
    decided.3 AS offer, decided.4 AS policy, decided.5 AS at_ms
  FROM (
    SELECT visitor, min(ordinal) AS made_first,
      argMax((id, arm, offer, policy, toFloat64(toUnixTimestamp64Milli(at))), ordinal) AS made
    FROM $decisions WHERE visitor IN {visitors:Array(String)} AND ${ofPeriod}
    GROUP BY visitor, id
  )
  WHERE NOT JSONExtractBool(made.4, 'waits')
  GROUP BY visitor`;

interface DecidedRow {
  readonly visitor: string;
  readonly id: string;
  readonly arm: ClosedUnit['arm'];
  readonly offer: string;
  readonly policy: string;
  readonly at_ms: number;
}

/** Each conversion once, however often it was reported: the first of its key counts. */
const reachedSql = `
  SELECT key, argMin(visitor, ordinal) AS visitor, argMin(value, ordinal) AS value,
    argMin(currency, ordinal) AS named_in,
    toFloat64(toUnixTimestamp64Milli(argMin(at, ordinal))) AS at_ms,
    toFloat64(toUnixTimestamp64Milli(argMin(received_at, ordinal))) AS received_ms
  FROM $conversions
  WHERE goal = {goal:String} AND key IN (
    SELECT key FROM $conversions WHERE goal = {goal:String} AND visitor IN {visitors:Array(String)}
  )
  GROUP BY key`;

interface ReachedRow {
  readonly key: string;
  readonly visitor: string;
  readonly value: number;
  readonly named_in: string;
  readonly at_ms: number;
  readonly received_ms: number;
}

export interface UnitsQuestion extends CountedGoal {
  readonly account: AccountId;
  readonly campaign: CampaignId;
  readonly period: number;
  /** Its invitations take agents' time. Content does not. */
  readonly takesAgents: boolean;
  readonly after: Place;
  readonly now: number;
}

export interface ClosedUnits {
  readonly units: readonly ClosedUnit[];
  /** Behind the last unit that was looked at. */
  readonly place: Place;
  /** Further units may have closed. */
  readonly more: boolean;
}

/**
 * The next units after a place, at most 500. Skips visitors for whom nothing was decided within
 * their window, or when no agent was free, because what is shown then is no invitation. Also skips
 * those whose variant is content if other variants take agents' time, and those without a readable
 * policy record.
 */
export async function closedUnits(
  facts: FactStore,
  takenBack: TakenBack,
  { account, campaign, period, takesAgents, after, now, ...counted }: UnitsQuestion,
): Promise<ClosedUnits> {
  const { goal } = counted;
  const windowS = goal.window.type === 'visit' ? 0 : goal.window.seconds;
  const behind = { through: after.through, last: after.visitor };
  const asked = { campaign, period, windowS, now, ...behind, ...spanOf(windowS, after, now) };
  const due = await facts.query<DueRow>(account, dueSql, asked);
  const last = due.at(-1);
  if (last === undefined) return { units: [], place: after, more: false };
  const visitors = due.map(({ visitor }) => visitor);
  const [decided, reached] = await Promise.all([
    facts.query<DecidedRow>(account, decidedSql, { campaign, period, visitors }),
    facts.query<ReachedRow>(account, reachedSql, { goal: goal.id, visitors }),
  ]);
  const of = { visitors, ids: decided.map(({ id }) => id) };
  const talks = await facts.query<TalkRow>(account, talksSql, of);
  const keys = reached.map(({ key }) => key);
  const back = await takenBack.of(account, counted, keys);
  const byVisitor = Map.groupBy(reached, ({ visitor }) => visitor);
  const decisions = new Map(decided.map((row) => [row.visitor, row]));
  const talksOf = Map.groupBy(talks, (row) => row.decision);
  const units = due.flatMap((row): readonly ClosedUnit[] => {
    const decision = decisions.get(row.visitor);
    const policy = recordOf(decision?.policy ?? '');
    if (decision === undefined || policy === null) return [];
    if (!isTaught(decision, row, takesAgents)) return [];
    const from = { ...row, decided_ms: decision.at_ms };
    const outcome = outcomeOf(from, byVisitor.get(row.visitor) ?? [], back, counted);
    const { visitor, closes_ms: closesAt } = row;
    const talked = talksOf.get(decision.id) ?? [];
    const talk = { accepted: talked.length > 0, minutes: minutesOf(talked, closesAt) };
    return [{ visitor, closesAt, arm: decision.arm, policy, ...outcome, ...talk }];
  });
  const place = { through: last.closes_ms, visitor: last.visitor };
  return { units, place, more: due.length === unitsAtOnce };
}

function isTaught(
  { offer, at_ms: decidedAt }: DecidedRow,
  { window_ms: windowEnds }: DueRow,
  takesAgents: boolean,
): boolean {
  if (offer === 'fallback' || (takesAgents && offer === 'content')) return false;
  return decidedAt <= windowEnds;
}

/**
 * How long after a period's end its windows may be open and their closing facts still be in
 * transit.
 */
export function longestClosingMs({ window }: Goal): number {
  const seconds = window.type === 'visit' ? longestVisitS : window.seconds + lateS;
  return seconds * 1000 + settledMs;
}

/** The enrolment times of visitors whose windows close after the place and by now. */
function spanOf(
  windowS: number,
  { through }: Place,
  now: number,
): { since: number; until: number } {
  const [shortestS, longestS] =
    windowS === 0 ? [visitGapS, longestVisitS] : [windowS + lateS, windowS + lateS];
  return { since: Math.max(0, through - longestS * 1000), until: now - shortestS * 1000 };
}

function recordOf(text: string): DecisionPolicy | null {
  return text === '' ? null : (DecisionPolicy.safeParse(JSON.parse(text)).data ?? null);
}

/**
 * What was reached from the decision to the end of the window and not taken back by the closing.
 */
function outcomeOf(
  { decided_ms, window_ms, closes_ms }: DueRow & { readonly decided_ms: number },
  reached: readonly ReachedRow[],
  back: ReadonlyMap<string, readonly PartBack[]>,
  { goal, currency }: CountedGoal,
): Pick<ClosedUnit, 'converted' | 'value'> {
  let [converted, whole] = [false, 0];
  for (const { key, at_ms, received_ms, value, named_in } of reached) {
    if (at_ms < decided_ms || at_ms > window_ms || received_ms > closes_ms) continue;
    const left = leftAt(back.get(key) ?? [], closes_ms);
    if (left > 0) converted = true;
    if (isAmount(value) && !isForeign(goal, named_in, currency)) whole += value * left;
  }
  return { converted, value: Math.min(whole, goal.valueCap ?? Infinity) };
}

/**
 * The value of reaching a goal, and the conversions behind it: their number, and since when
 * received.
 */
export interface GoalWorth {
  readonly value: number;
  readonly conversions: number;
  readonly since: number;
}

/**
 * The value of reaching a goal: the mean of what is left now of conversions of the last 90 days
 * that still counted after the length of a window. Returns after the closing, which no unit learns,
 * thus lower the value of every unit. Conversions received before `reachedSince` were reached by
 * something else and are ignored.
 */
export async function goalWorth(
  takenBack: TakenBack,
  account: AccountId,
  counted: CountedGoal,
  { reachedSince, now }: { readonly reachedSince: number; readonly now: number },
): Promise<GoalWorth | null> {
  const { goal } = counted;
  const { window, value } = goal;
  if (value.type !== 'property' && goal.key === null) return null;
  const closesAfterS = window.type === 'visit' ? visitGapS : window.seconds + lateS;
  const since = Math.max(now - worthMs, reachedSince);
  const worth = await takenBack.worth(account, counted, { since, closesAfterS, now });
  if (worth === null) return null;
  const { reached: conversions, mean, left } = worth;
  const sum = value.type === 'fixed' ? value.amount : 1;
  return { value: value.type === 'property' ? mean : left * sum, conversions, since };
}
