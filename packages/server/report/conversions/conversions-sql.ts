// The SQL of conversions and returns: each conversion of a goal once, with the refunds and
// cancellations of its order. results-sql.ts decides whether they count, and until when. Tables are
// `$events`, `$decisions`, `$conversions`: the account's rows only.
import { conversionKeyLength } from '@opportune/core/decision/step/convert.ts';
import { intakeLimits } from '@opportune/protocol/limits/intake.ts';
import { namesSumSql, orderValueSql, returnedSumSql } from './order-value-sql.ts';

/** A property as a JSON path. An empty path, the whole object, if there is none. */
export function jsonPathOf(key: string | null): string {
  const parts = key === null ? [] : key.split('.').map((part) => part.replaceAll('"', ''));
  // No path can be made of an empty name or one with a backslash.
  if (parts.some((part) => part === '' || part.includes('\\'))) return '$';
  return ['$', ...parts.map((part) => `"${part}"`)].join('.');
}

/** A logged number as an amount. 0 beyond the intake's bound, which older logs may exceed. */
export function amountSql(number: string): string {
  return `if(abs(${number}) <= ${intakeLimits.amount}, ${number}, 0.)`;
}

/**
 * The currency that an event names. Empty, meaning the account's or the order's, if it names no
 * valid one.
 */
export const currencySql = `extract(upper(JSONExtractString(properties, 'currency')), '^[A-Z]{3}$')`;

/** Whether a currency equals another one. An empty one always does. */
export const isCurrencySql = (named: string, other: string): string =>
  `(${named} = '' OR ${named} = ${other})`;

/** The amount that a report names by its products. */
const productsSql = `arraySum(p -> abs(JSONExtractFloat(p, 'price')) * if(JSONHas(p, 'quantity'), abs(JSONExtractFloat(p, 'quantity')), 1),
      JSONExtractArrayRaw(properties, 'products'))`;

const isReturn = `name IN ('Order Refunded', 'Order Cancelled')`;

/** A property as conditions read it: by its whole name, else along its dots. */
const namedSql = `if(JSONHas(properties, p), JSONExtractString(properties, p),
      JSONExtractString(arrayFold((inner, part) -> JSONExtractRaw(inner, part), arrayPopBack(splitByChar('.', p)), properties), splitByChar('.', p)[-1]))`;

/** An order's key as its conversion stores it. */
export const keptKeySql = (key: string): string =>
  `substringUTF8(${key}, 1, ${conversionKeyLength})`;

/** The key properties of the goal's conversions, as stored with each. Parameter: goal. */
export const keyPropertiesSql = `
  SELECT groupUniqArray(key_property) AS stored FROM $conversions WHERE goal = {goal:String}`;

/** The goal's own, and the stored ones. */
const goalKeys = '{keyProperties:Array(String)}';

/**
 * The keys that a report carries in the given properties, each with its property. For reports only:
 * a filter on it would be moved to the scan and read from every event.
 */
const carriedSql = (properties: string): string =>
  `if(${isReturn}, arrayFilter(k -> k.2 != '', arrayMap(p -> (p, ${keptKeySql(namedSql)}), ${properties})), [])`;

/** Reports that take something back. Those from pages are not trusted. */
const ofReturns = `${isReturn} AND bot = 0`;
const trusted = `trust IN ('signed', 'server') AND imported = 0`;
const believed = `${ofReturns} AND ${trusted}`;

interface ReturnsOf {
  /** The properties that may carry an order's key: an array. */
  readonly keys: string;
  readonly believed: string;
  readonly told: string;
}

/**
 * What was taken back, by possible order key: one entry per report, with its receipt, its amount,
 * whether it takes back the whole order, the currency, and the property that carries the key. A
 * report is identified by its `refund_id`, else by its event, and counts once.
 */
function returnsOf({ keys, ...of }: ReturnsOf): string {
  return `
  SELECT order_key, groupArray((told_at, total, whole, named_in, key_property)) AS reports
  FROM (
    SELECT key_property, order_key, report_key, min(told) AS told_at, argMin(total, ordinal) AS total,
      argMin(whole, ordinal) AS whole, argMin(named_in, ordinal) AS named_in
    FROM (
      SELECT arrayJoin(${carriedSql(keys)}) AS carried, carried.1 AS key_property, carried.2 AS order_key,
        ordinal, ${of.told} AS told,
        JSON_VALUE(properties, '$.refund_id') AS refund_id,
        if(refund_id = '', concat('event ', id), concat('refund ', refund_id)) AS report_key,
        ${returnedSumSql} AS named, ${productsSql} AS priced, ${currencySql} AS named_in,
        if(named > 0, named, priced) AS total,
        name = 'Order Cancelled' OR (NOT ${namesSumSql} AND empty(JSONExtractArrayRaw(properties, 'products'))) AS whole
      FROM $events
      WHERE ${ofReturns} AND ${of.believed}
    )
    GROUP BY key_property, order_key, report_key
  )
  GROUP BY order_key`;
}

/** If orders have their keys in one property. */
const ownKey = '[{keyProperty:String}]';
const asReceived = { believed: trusted, told: 'received_at' };

/** For a goal's conversions: of signed or server trust, at receipt. Parameter: keyProperties. */
export const takenBackSql = returnsOf({ keys: goalKeys, ...asReceived });

/** The same for things with their key in one property. Parameter: keyProperty. */
export const takenBackOfOrdersSql = returnsOf({ keys: ownKey, ...asReceived });

/** The same if other reports are trusted, or dated otherwise. Parameter: keyProperty. */
export function returnsAs(of: Omit<ReturnsOf, 'keys'>): string {
  return returnsOf({ keys: ownKey, ...of });
}

/** The number of reports that may take something back, for any goal. */
export const anyReportsSql = `
  SELECT toFloat64(count()) AS reports FROM $events WHERE ${believed}`;

/**
 * The number of reports that may take back something of a goal's conversions. Parameter:
 * keyProperties.
 */
export const reportsSql = `
  SELECT toFloat64(count()) AS reports FROM $events
  WHERE ${believed} AND notEmpty(${carriedSql(goalKeys)})`;

/**
 * Each conversion of the goal once, however often it was reported: the first of its key counts. A
 * value in another currency than the account's counts as none, because nothing here converts it.
 * Parameters: goal, currency, inCurrency (1: the value is in the event's currency).
 */
export const firstConversionsSql = `
  SELECT key, argMin(key_property, ordinal) AS stored_property, argMin(visitor, ordinal) AS visitor, argMin(event, ordinal) AS event, argMin(at, ordinal) AS converted_at,
    argMin(received_at, ordinal) AS received_at, argMin(currency, ordinal) AS named_in,
    if({inCurrency:UInt8} = 0 OR ${isCurrencySql('named_in', '{currency:String}')}, ${amountSql('argMin(value, ordinal)')}, 0.) AS value
  FROM $conversions
  WHERE goal = {goal:String}
  GROUP BY key`;

/** The totals of orders of which something was taken back. */
const orderSumsSql = `
  SELECT visitor, id AS event, argMin(${orderValueSql}, ordinal) AS total
  FROM $events
  WHERE (visitor, id) IN (
    SELECT visitor, event FROM $conversions
    WHERE goal = {goal:String}
      AND key IN (SELECT arrayJoin(${carriedSql(goalKeys)}).2 FROM $events WHERE ${believed})
  )
  GROUP BY visitor, id`;

/**
 * Each conversion of the goal once, with what was taken back of it by reports that carry its key in
 * the property from which it was read: the receipt, and the share of the order, 1 for all of it.
 * Parameters: goal, keyProperties, keyProperty (for those stored without one), currency,
 * inCurrency.
 */
export const conversionsSql = `
  SELECT c.key AS key, c.visitor AS visitor, c.event AS event, c.converted_at AS converted_at, c.received_at AS received_at,
    c.named_in AS named_in, c.value AS value,
    ifNull(if(o.total > 0, o.total, c.value), c.value) AS order_sum,
    if(c.named_in = '', {currency:String}, c.named_in) AS order_currency,
    if(c.stored_property = '', {keyProperty:String}, c.stored_property) AS by_property,
    arrayMap(r -> (r.1, multiIf(r.3 = 1, 1., order_sum > 0 AND ${isCurrencySql('r.4', 'order_currency')}, least(1., r.2 / order_sum), 0.)),
      arrayFilter(r -> r.5 = by_property, t.reports)) AS taken_back
  FROM (${firstConversionsSql}) AS c
  LEFT JOIN (${takenBackSql}) AS t ON t.order_key = c.key
  LEFT JOIN (${orderSumsSql}) AS o ON o.visitor = c.visitor AND o.event = c.event`;

/**
 * For conversions as (converted_at, received_at, value, taken_back): the share of each that is left
 * at an instant. 0 if it is below a millionth.
 */
export function leftSql(conversions: string, until: string): string {
  return `arrayMap(l -> if(l < 1e-6, 0., l), arrayMap(c -> 1 - arraySum(b -> if(b.1 <= ${until}, b.2, 0.), c.4), ${conversions}))`;
}
