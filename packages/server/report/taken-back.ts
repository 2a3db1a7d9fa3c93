// What was taken back of orders, for who learns from outcomes: the same reports by the same rule as in
// results [F14]. It decides nothing about when an outcome stands.
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { Goal } from '@opportune/protocol/campaign.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { conversionParams, conversionsSql, reportsSql } from './conversions-sql.ts';

/** A part of an order was taken back: when that was received, 1 for the whole. */
export interface PartBack {
  readonly at: number;
  readonly part: number;
}

/** Of conversions that stood when their window was over. */
export interface Worth {
  /** Mean of what is left of their values, each as capped. */
  readonly mean: number;
  /** Mean of the parts that are left. */
  readonly left: number;
}

const instant = (name: string): string => `fromUnixTimestamp64Milli(toInt64({${name}:Float64}))`;

const backSql = `
  SELECT key, arrayMap(b -> toFloat64(toUnixTimestamp64Milli(b.1)), taken_back) AS at_ms,
    arrayMap(b -> toFloat64(b.2), taken_back) AS parts
  FROM (${conversionsSql})
  WHERE key IN {keys:Array(String)} AND notEmpty(taken_back)`;

interface BackRow {
  readonly key: string;
  readonly at_ms: readonly number[];
  readonly parts: readonly number[];
}

const leftSql = (until: string): string =>
  `greatest(0., 1 - arraySum(b -> if(b.1 <= ${until}, b.2, 0.), taken_back))`;

const worthSql = `
  SELECT toFloat64(count()) AS reached, toFloat64(avg(part)) AS left,
    toFloat64(avg(if({cap:Float64} > 0, least(value * part, {cap:Float64}), value * part))) AS mean
  FROM (
    SELECT value, ${leftSql('received_at + toIntervalSecond({closesAfterS:UInt32})')} AS stood,
      ${leftSql(instant('now'))} AS part
    FROM (${conversionsSql})
    WHERE received_at > ${instant('since')}
  )
  WHERE stood >= 1e-6`;

export function takenBackFrom(facts: FactStore) {
  return {
    /** By key; what nothing was taken back of is left out. */
    async of(
      account: AccountId,
      goal: Goal,
      keys: readonly string[],
    ): Promise<ReadonlyMap<string, readonly PartBack[]>> {
      if (goal.key === null || keys.length === 0) return new Map();
      const params = { ...conversionParams(goal), keys: [...keys] };
      const [known] = await facts.query<{ reports: number }>(account, reportsSql, params);
      if (known === undefined || known.reports === 0) return new Map();
      const rows = await facts.query<BackRow>(account, backSql, params);
      return new Map(
        rows.map(({ key, at_ms, parts }) => [
          key,
          at_ms.map((at, of) => ({ at, part: parts[of] ?? 0 })),
        ]),
      );
    },

    /**
     * What conversions received after an instant are worth now. One that was taken back whole within
     * so many seconds is none. Null where there is none.
     */
    async worth(
      account: AccountId,
      goal: Goal,
      span: { readonly since: number; readonly closesAfterS: number; readonly now: number },
    ): Promise<Worth | null> {
      const params = { ...conversionParams(goal), cap: goal.valueCap ?? 0, ...span };
      const [row] = await facts.query<Worth & { readonly reached: number }>(
        account,
        worthSql,
        params,
      );
      return row === undefined || row.reached === 0 ? null : { mean: row.mean, left: row.left };
    },
  };
}
