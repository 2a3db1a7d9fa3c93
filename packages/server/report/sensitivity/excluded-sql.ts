// Exclusions as SQL: which of a period's units a sensitivity analysis leaves out. A rule uses what
// was stored of the visit of a visitor's first decision up to that decision, never anything later.
// Values are passed as parameters.
import type { Condition, FactCondition } from '@opportune/protocol/campaign/condition.ts';
import { isExcludingFact } from '@opportune/protocol/campaign/excluding-facts.ts';
import type { ExcludingFact } from '@opportune/protocol/campaign/excluding-facts.ts';
import type { Excluded } from '@opportune/protocol/rest/report/sensitivity.ts';
import { markedSql } from './bursts-sql.ts';
import { enrolledSql } from '../results/results-sql.ts';

export interface ExcludedSql {
  /** For units `u`: whether they are left out. */
  readonly where: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Whether it reads what happened in visits. */
  readonly readsVisits: boolean;
}

/** Units that any exclusion leaves out. Null if there is none. */
export function excludedSql(all: readonly Excluded[]): ExcludedSql | null {
  if (all.length === 0) return null;
  const params: Record<string, unknown> = {};
  const given: Given = (type, value) => {
    const name = `excluded${Object.keys(params).length}`;
    params[name] = value;
    return `{${name}:${type}}`;
  };
  const parts = all.map((each) =>
    each.type === 'span' ? spanSql(each, given) : ruleSql(each.condition, given),
  );
  const readsVisits = all.some(({ type }) => type === 'rule');
  return { where: parts.map((part) => `(${part})`).join(' OR '), params, readsVisits };
}

/** Adds a value as a parameter and returns its placeholder. */
type Given = (type: 'String' | 'Float64' | 'Array(String)', value: unknown) => string;

function spanSql({ from, until }: Extract<Excluded, { type: 'span' }>, given: Given): string {
  const ms = 'toFloat64(toUnixTimestamp64Milli(u.enrolled_at))';
  return `${ms} >= ${given('Float64', from)} AND ${ms} < ${given('Float64', until)}`;
}

function ruleSql(condition: Condition, given: Given): string {
  return `u.visitor IN (SELECT b.visitor FROM (${beginningsSql}) AS b WHERE ${conditionSql(condition, given)})`;
}

/**
 * How the visit of each enrolled visitor's first decision began, as known at that decision.
 * Parameters: campaign, period.
 */
export const beginningsSql = `
  SELECT d.visitor AS visitor, if(d.visitor IN (${markedSql}), 1, 0) AS burst,
    s.device AS device, s.browser AS browser, s.os AS os, s.language AS language,
    s.country AS country, s.region AS region, s.city AS city,
    s.landing.1 AS landing, s.landing.2 AS referrer, s.landing.3 AS query
  FROM (${enrolledSql}) AS d
  LEFT JOIN (
    SELECT e.visitor AS visitor,
      argMinIf(e.device, e.ordinal, e.device != '') AS device,
      argMinIf(e.browser, e.ordinal, e.device != '') AS browser,
      argMinIf(e.os, e.ordinal, e.device != '') AS os,
      argMinIf(e.language, e.ordinal, e.device != '') AS language,
      argMinIf(e.country, e.ordinal, e.country != '') AS country,
      argMinIf(e.region, e.ordinal, e.country != '') AS region,
      argMinIf(e.city, e.ordinal, e.country != '') AS city,
      argMinIf((e.path, e.referrer, concat('http://page/?', trimLeft(replaceRegexpOne(e.search, '^[?]', '')))), e.ordinal, e.name = 'Page') AS landing
    FROM $events AS e
    INNER JOIN (${enrolledSql}) AS v ON v.visitor = e.visitor AND v.visit = e.visit
    WHERE e.visitor IN (SELECT visitor FROM $decisions WHERE campaign = {campaign:String} AND period = {period:UInt32})
      AND e.received_at <= v.enrolled_at AND e.imported = 0
    GROUP BY visitor
  ) AS s ON s.visitor = d.visitor`;

const utm = (name: string): string =>
  `decodeURLFormComponent(extractURLParameter(b.query, '${name}'))`;

const texts: Readonly<Record<Exclude<ExcludingFact, 'visitor.burst'>, string>> = {
  'device.type': 'b.device',
  'device.browser': 'b.browser',
  'device.os': 'b.os',
  'device.language': 'b.language',
  'place.country': 'b.country',
  'place.region': 'b.region',
  'place.city': 'b.city',
  'visit.landing': 'b.landing',
  'source.referrer': 'b.referrer',
  'source.utmSource': utm('utm_source'),
  'source.utmMedium': utm('utm_medium'),
  'source.utmCampaign': utm('utm_campaign'),
  'source.utmTerm': utm('utm_term'),
  'source.utmContent': utm('utm_content'),
};

function conditionSql(condition: Condition, given: Given): string {
  if ('all' in condition) return joined(condition.all, ' AND ', '1 = 1', given);
  if ('any' in condition) return joined(condition.any, ' OR ', '1 = 0', given);
  if ('not' in condition) return `NOT (${conditionSql(condition.not, given)})`;
  if ('fact' in condition) return factSql(condition, given);
  throw new Error('exclusions: a condition that was not checked');
}

function joined(parts: readonly Condition[], by: string, empty: string, given: Given): string {
  if (parts.length === 0) return empty;
  return parts.map((part) => `(${conditionSql(part, given)})`).join(by);
}

/** As in conditions: an unknown value makes a comparison false, and is empty in the log. */
function factSql({ fact, op, value }: FactCondition, given: Given): string {
  if (!isExcludingFact(fact)) throw new Error(`exclusions: ${fact} was not checked`);
  if (fact === 'visitor.burst')
    return `b.burst ${op === 'ne' ? '!=' : '='} ${value === true ? 1 : 0}`;
  const text = `toString(${texts[fact]})`;
  if (op === 'exists') return value === false ? `${text} = ''` : `${text} != ''`;
  return `${text} != '' AND ${comparisonSql(text, { op, value }, given)}`;
}

function comparisonSql(
  text: string,
  { op, value }: Pick<FactCondition, 'op' | 'value'>,
  given: Given,
): string {
  const one = (): string => given('String', String(value));
  const list = (): string => given('Array(String)', Array.isArray(value) ? value.map(String) : []);
  switch (op) {
    case 'eq':
      return `${text} = ${one()}`;
    case 'ne':
      return `${text} != ${one()}`;
    case 'in':
      return `has(${list()}, ${text})`;
    case 'notIn':
      return `NOT has(${list()}, ${text})`;
    case 'contains':
      return `position(${text}, ${one()}) > 0`;
    case 'startsWith':
      return `startsWith(${text}, ${one()})`;
    case 'endsWith':
      return `endsWith(${text}, ${one()})`;
    case 'matches':
      return `match(${text}, ${one()})`;
    default:
      throw new Error(`exclusions: ${op} was not checked`);
  }
}
