// Reads decisions and conversions after a place in the log of facts, in its order. A decision is in
// the log for each visitor that became eligible, in either arm; evaluations are not.
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { WebhookData } from '@opportune/protocol/webhook/webhook.ts';
import type { Happening } from '../tell-webhooks.ts';
import type { FactEvent } from './fact-place.ts';

export interface ReadFact {
  readonly ordinal: number;
  readonly happening: Extract<Happening, { type: FactEvent }>;
}

export interface FactsAfter {
  readonly through: number;
  /** Up to this ordinal everything is stored. */
  readonly until: number;
  readonly most: number;
  /** The types that are read, each after this ordinal. */
  readonly from: Readonly<Partial<Record<FactEvent, number>>>;
}

/** At most `most` of each, and more with the ordinal of the last; oldest first. */
export async function readFacts(
  facts: Pick<FactStore, 'query'>,
  account: AccountId,
  { through, until, most, from }: FactsAfter,
): Promise<readonly ReadFact[]> {
  const read = async (type: FactEvent, sql: string): Promise<readonly Row[]> => {
    const since = from[type];
    if (since === undefined) return [];
    return facts.query<Row>(account, sql, { through: Math.max(through, since), until });
  };
  const [decisions, conversions] = await Promise.all([
    read('decision.made', decisionsSql(most)),
    read('conversion.made', conversionsSql(most)),
  ]);
  // Of two full pages only what is certainly complete.
  const complete = Math.min(lastOf(decisions, most), lastOf(conversions, most));
  return [...decisions.map(decisionOf), ...conversions.map(conversionOf)]
    .filter(({ ordinal }) => ordinal <= complete)
    .toSorted((one, other) => one.ordinal - other.ordinal);
}

type Row = Readonly<Record<string, string | number>>;

/** Up to which ordinal a page has everything. */
function lastOf(rows: readonly Row[], most: number): number {
  return rows.length < most ? Infinity : Number(rows.at(-1)?.['place']);
}

// The column itself is compared, so that the engine looks only where it says (430_by_ordinal.sql).
const betweenSql = 'ordinal > {through:UInt64} AND ordinal <= {until:UInt64}';

function decisionsSql(most: number): string {
  return `SELECT toFloat64(ordinal) AS place, id, site, visitor, visit, campaign, period, engagement,
      goal, arm, variant, zone, offer, page_view, toFloat64(toUnixTimestamp64Milli(at)) AS made
    FROM $decisions WHERE ${betweenSql}
    ORDER BY ordinal LIMIT ${most} WITH TIES`;
}

function conversionsSql(most: number): string {
  return `SELECT toFloat64(ordinal) AS place, site, visitor, goal, key, event, value, currency,
      trust, toFloat64(toUnixTimestamp64Milli(at)) AS made
    FROM $conversions WHERE ${betweenSql}
    ORDER BY ordinal LIMIT ${most} WITH TIES`;
}

function decisionOf(row: Row): ReadFact {
  const { place, made, page_view: view, variant, ...of } = row;
  const data = WebhookData['decision.made'].parse({
    ...{ ...of, period: Number(of['period']), at: Number(made) },
    ...{ variant: orNull(variant), pageView: orNull(view) },
  });
  return {
    ordinal: Number(place),
    happening: { type: 'decision.made', subject: lineOf(data), data, at: data.at },
  };
}

function conversionOf(row: Row): ReadFact {
  const { place, made, currency, ...of } = row;
  const data = WebhookData['conversion.made'].parse({
    ...{ ...of, at: Number(made), value: Number(of['value']), currency: orNull(currency) },
  });
  return {
    ordinal: Number(place),
    happening: { type: 'conversion.made', subject: lineOf(data), data, at: data.at },
  };
}

/** What happens to one visitor is posted in order. */
function lineOf({ visitor }: { readonly visitor: string }): string {
  return ['visitor', visitor].join(' ');
}

function orNull(value: string | number | undefined): string | null {
  return value === undefined || value === '' ? null : String(value);
}
