// The SQL parameters of a goal's conversions: the goal itself, and the properties from which its
// conversions got their keys, because the goal's key may have been another when they came.
import type { CountedGoal } from '@opportune/core/decision/step/currency.ts';
import type { Goal } from '@opportune/protocol/campaign/campaign.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { anyReportsSql, keyPropertiesSql, reportsSql } from './conversions-sql.ts';
import { grounds } from '../queries/fact-versions.ts';
import type { ReportFacts } from '../queries/shared-queries.ts';

export type ConversionParams = Readonly<{
  goal: string;
  /** The goal's own key property. Empty if none. */
  keyProperty: string;
  /** Including former ones. Empty if nothing was taken back in the account. */
  keyProperties: readonly string[];
  currency: string;
  inCurrency: number;
}>;

export async function conversionParams(
  facts: ReportFacts,
  account: AccountId,
  { goal, currency }: CountedGoal,
): Promise<ConversionParams> {
  return {
    goal: goal.id,
    keyProperty: goal.key ?? '',
    keyProperties: await keyPropertiesOf(facts, account, goal),
    currency,
    // A fixed amount is in the account's currency, whatever the event names.
    inCurrency: goal.value.type === 'property' ? 1 : 0,
  };
}

/** They can grow with each conversion. If nothing was taken back, nobody needs to query them. */
async function keyPropertiesOf(
  facts: ReportFacts,
  account: AccountId,
  { id, key }: Goal,
): Promise<readonly string[]> {
  if (!(await reported(facts, account, anyReportsSql, {}))) return [];
  const on = [grounds.conversionsOf(id)];
  const [row] = await facts.query<{ readonly stored: readonly string[] }>(
    account,
    keyPropertiesSql,
    { goal: id },
    { on },
  );
  const all = new Set([key ?? '', ...(row?.stored ?? [])]);
  return [...all].filter((each) => each !== '').toSorted();
}

/** Whether there is any refund or cancellation that may affect the goal's conversions. */
export async function hasReports(
  facts: ReportFacts,
  account: AccountId,
  { keyProperties }: Pick<ConversionParams, 'keyProperties'>,
): Promise<boolean> {
  return keyProperties.length > 0 && reported(facts, account, reportsSql, { keyProperties });
}

async function reported(
  facts: ReportFacts,
  account: AccountId,
  sql: string,
  params: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  const on = [grounds.takenBack];
  const [row] = await facts.query<{ readonly reports: number }>(account, sql, params, { on });
  return row !== undefined && row.reports > 0;
}
