// Recovers from the log what a policy knew about the price of agents' time but had not stored when
// the server was lost: the choices made by it and by campaigns that share its agents, how many
// agents were there, and the time of the last sign of life. Time without a running server counts as
// unstaffed.
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { Availability } from '@opportune/protocol/campaign/configuration.ts';
import { DecisionPolicy } from '@opportune/protocol/campaign/policy.ts';
import type { Optimising } from '../policy/policy-options.ts';
import type { RunningPolicy } from '../policy/running-policy.ts';
import { recallEarnings } from './shared-price.ts';

/** The most choices read again, oldest first. A server stores its policies far more often. */
const mostChoices = 50_000;
const since = 'fromUnixTimestamp64Milli(toInt64({since:Float64}))';
const ms = (instant: string): string => `toFloat64(toUnixTimestamp64Milli(${instant}))`;

/** A decision made again after a crash is its newest row. Of other campaigns, only offers count. */
const choicesSql = `
  SELECT ${ms('min(at)')} AS at_ms, any(campaign) AS of, argMax(policy, ordinal) AS record
  FROM $decisions
  WHERE (campaign = {campaign:String} AND period IN {periods:Array(UInt32)}
      OR campaign IN {others:Array(String)} AND JSONExtractString(policy, 'action') != 'none')
    AND arm = 'optimise' AND policy != '' AND at > ${since}
  GROUP BY id ORDER BY at_ms LIMIT ${mostChoices}`;

/** Starts from the record that was valid at the instant. */
const staffedSql = `
  SELECT ${ms(`greatest(at, ${since})`)} AS at_ms, version, skills FROM $availability
  WHERE at >= (SELECT max(at) FROM $availability WHERE at <= ${since})
  ORDER BY at, version LIMIT ${mostChoices}`;

const lastSignSql = `SELECT ${ms('max(received_at)')} AS at_ms FROM $events WHERE received_at > ${since}`;

interface Change {
  readonly at: number;
  apply(running: RunningPolicy): void;
}

interface ChoiceRow {
  readonly at_ms: number;
  readonly of: string;
  readonly record: string;
}

/**
 * `kept` is the row to continue from; `beside` are campaigns that run at the same time. Counts
 * everything after the row's instant again, in order.
 */
export async function recallLost(
  facts: FactStore,
  running: RunningPolicy,
  kept: { readonly period: number; readonly savedAt: number },
  beside: readonly Optimising[],
): Promise<void> {
  const { account, of } = running;
  const { id: campaign, period } = of.live;
  const others = new Map<string, Optimising>(beside.map((each) => [each.live.id, each]));
  const periods = [...new Set([kept.period, period])];
  const asked = { campaign, periods, others: [...others.keys()], since: kept.savedAt };
  const [choices, staffed, [last]] = await Promise.all([
    facts.query<ChoiceRow>(account, choicesSql, asked),
    facts.query<{ at_ms: number; version: number; skills: string }>(account, staffedSql, asked),
    facts.query<{ at_ms: number }>(account, lastSignSql, asked),
  ]);
  const changes: Change[] = [
    ...choices.map((row) => choiceMade(row, others.get(row.of) ?? null)),
    ...staffed.map((row) => agentsChanged(row)),
  ].sort((one, other) => one.at - other.at);
  for (const change of changes) change.apply(running);
  const end = Math.max(kept.savedAt, last?.at_ms ?? 0, changes.at(-1)?.at ?? 0);
  running.tick({ version: 0, at: end, skills: {} }, end);
}

/** `other` is the campaign that made the choice, if it is another one. */
function choiceMade({ at_ms: at, record: text }: ChoiceRow, other: Optimising | null): Change {
  const record = DecisionPolicy.safeParse(JSON.parse(text)).data;
  return {
    at,
    apply(running) {
      if (record === undefined) return;
      if (other === null) running.recall(record);
      else recallEarnings(running, other, record);
    },
  };
}

function agentsChanged(row: { at_ms: number; version: number; skills: string }): Change {
  const { at_ms: at, version, skills } = row;
  const availability = { version, at, skills: JSON.parse(skills) as Availability['skills'] };
  return { at, apply: (running) => running.tick(availability, at) };
}
