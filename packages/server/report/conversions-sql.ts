// The SQL of what was reached and what of it was taken back: each conversion of a goal once, with the
// refunds and cancellations of its order. Whether they count, and until when, is for results-sql.ts.
// Tables are `$events`, `$decisions`, `$conversions`: the account's rows only.
import type { CountedGoal } from '@opportune/core/decision/currency.ts';
import type { Goal } from '@opportune/protocol/campaign.ts';
import { intakeLimits } from '@opportune/protocol/limits.ts';

/** What the SQL of conversions asks of a goal. */
export function conversionParams({ goal: { id, key, value }, currency }: CountedGoal): {
  readonly goal: string;
  readonly keyPath: string;
  readonly currency: string;
  readonly inCurrency: number;
} {
  // A fixed sum is in the account's currency, whatever its event names.
  const inCurrency = value.type === 'property' ? 1 : 0;
  return { goal: id, keyPath: jsonPathOf(key), currency, inCurrency };
}

/** Where a goal's key is, in its events and in what is reported of them afterwards. */
export function keyPathOf({ key }: Goal): string {
  return jsonPathOf(key);
}

/** Where an order's id is, in its events and in what is reported of it afterwards. */
export const orderKeyPath = jsonPathOf('order_id');

/** A property as a path into JSON; the whole object, which names none, without. */
export function jsonPathOf(key: string | null): string {
  const parts = key === null ? [] : key.split('.').map((part) => part.replaceAll('"', ''));
  // Of a property without a name, or with a backslash in it, no path can be made.
  if (parts.some((part) => part === '' || part.includes('\\'))) return '$';
  return ['$', ...parts.map((part) => `"${part}"`)].join('.');
}

/** A number of the log as an amount: 0 beyond the bound of the intake, which older logs may exceed. */
export function amountSql(number: string): string {
  return `if(abs(${number}) <= ${intakeLimits.amount}, ${number}, 0.)`;
}

/** As an event names it; empty, which is the account's or its order's, where it names none that is one. */
export const currencySql = `extract(upper(JSONExtractString(properties, 'currency')), '^[A-Z]{3}$')`;

/** Whether a currency is that of another one, which empty always is. */
export const isCurrencySql = (named: string, other: string): string =>
  `(${named} = '' OR ${named} = ${other})`;

/** An order's sum, or a refund's, however it is called; never below 0. */
const sumSql = `abs(if(JSONHas(properties, 'total'), ${amountSql("JSONExtractFloat(properties, 'total')")},
      if(JSONHas(properties, 'revenue'), ${amountSql("JSONExtractFloat(properties, 'revenue')")}, ${amountSql("JSONExtractFloat(properties, 'value')")})))`;

/** What a report names by its products. */
const productsSql = `arraySum(p -> abs(JSONExtractFloat(p, 'price')) * if(JSONHas(p, 'quantity'), abs(JSONExtractFloat(p, 'quantity')), 1),
      JSONExtractArrayRaw(properties, 'products'))`;

const isReturn = `name IN ('Order Refunded', 'Order Cancelled')`;
/** Of reports alone: a filter on it is moved to the scan, where it would be read from every event. */
const orderKey = `if(${isReturn}, JSON_VALUE(properties, {keyPath:String}), '')`;
/** Reports that take something back. What a page says of it is not believed. */
const ofReturns = `${isReturn} AND bot = 0`;
const trusted = `trust IN ('signed', 'server') AND imported = 0`;
const believed = `${ofReturns} AND ${trusted}`;

/**
 * What was taken back of each order: one entry a report, with the instant at which it was told, its
 * sum, whether it takes back the whole order, and the currency of the sum. A report is named by its
 * `refund_id`, else by its event, and counts once. Parameter: keyPath.
 */
export function returnsOf(of: { readonly believed: string; readonly told: string }): string {
  return `
  SELECT order_key, groupArray((told_at, total, whole, named_in)) AS reports
  FROM (
    SELECT order_key, report_key, min(told) AS told_at, argMin(total, ordinal) AS total,
      argMin(whole, ordinal) AS whole, argMin(named_in, ordinal) AS named_in
    FROM (
      SELECT ${orderKey} AS order_key, ordinal, ${of.told} AS told,
        JSON_VALUE(properties, '$.refund_id') AS refund_id,
        if(refund_id = '', concat('event ', id), concat('refund ', refund_id)) AS report_key,
        ${sumSql} AS named, ${productsSql} AS priced, ${currencySql} AS named_in,
        if(named > 0, named, priced) AS total,
        name = 'Order Cancelled' OR (total = 0 AND empty(JSONExtractArrayRaw(properties, 'products'))) AS whole
      FROM $events
      WHERE ${ofReturns} AND ${of.believed}
    )
    WHERE order_key != ''
    GROUP BY order_key, report_key
  )
  GROUP BY order_key`;
}

/** Of signed or server trust, as received. Parameter: keyPath. */
export const takenBackSql = returnsOf({
  believed: trusted,
  told: 'received_at',
});

/** How many reports there are that may take something back of what has a key. Parameter: keyPath. */
export const reportsSql = `
  SELECT toFloat64(count()) AS reports FROM $events WHERE ${believed} AND ${orderKey} != ''`;

/**
 * Each conversion of the goal once, whatever was reported again: the first of its key stands.
 * A value in another currency than the account's is none: nothing here converts it.
 * Parameters: goal, currency, inCurrency (1: the value is in the event's currency).
 */
export const firstConversionsSql = `
  SELECT key, argMin(visitor, ordinal) AS visitor, argMin(event, ordinal) AS event, argMin(at, ordinal) AS converted_at,
    argMin(received_at, ordinal) AS received_at, argMin(currency, ordinal) AS named_in,
    if({inCurrency:UInt8} = 0 OR ${isCurrencySql('named_in', '{currency:String}')}, ${amountSql('argMin(value, ordinal)')}, 0.) AS value
  FROM $conversions
  WHERE goal = {goal:String}
  GROUP BY key`;

/** The sums of the orders of which something was taken back. */
const orderSumsSql = `
  SELECT visitor, id AS event, argMin(${sumSql}, ordinal) AS total
  FROM $events
  WHERE (visitor, id) IN (
    SELECT visitor, event FROM $conversions
    WHERE goal = {goal:String} AND key IN (SELECT ${orderKey} FROM $events WHERE ${believed})
  )
  GROUP BY visitor, id`;

/**
 * Each conversion of the goal once, with what was taken back of it: the instant of receipt and the
 * part of the order, 1 for all of it. Parameters: goal, keyPath, currency, inCurrency.
 */
export const conversionsSql = `
  SELECT c.key AS key, c.visitor AS visitor, c.event AS event, c.converted_at AS converted_at, c.received_at AS received_at,
    c.named_in AS named_in, c.value AS value,
    ifNull(if(o.total > 0, o.total, c.value), c.value) AS order_sum,
    if(c.named_in = '', {currency:String}, c.named_in) AS order_currency,
    arrayMap(r -> (r.1, multiIf(r.3 = 1, 1., order_sum > 0 AND ${isCurrencySql('r.4', 'order_currency')}, least(1., r.2 / order_sum), 0.)), t.reports) AS taken_back
  FROM (${firstConversionsSql}) AS c
  LEFT JOIN (${takenBackSql}) AS t ON t.order_key = c.key
  LEFT JOIN (${orderSumsSql}) AS o ON o.visitor = c.visitor AND o.event = c.event`;

/**
 * Of conversions as (converted_at, received_at, value, taken_back): the part of each that is left at
 * an instant, 0 where nothing worth a millionth is.
 */
export function leftSql(conversions: string, until: string): string {
  return `arrayMap(l -> if(l < 1e-6, 0., l), arrayMap(c -> 1 - arraySum(b -> if(b.1 <= ${until}, b.2, 0.), c.4), ${conversions}))`;
}
