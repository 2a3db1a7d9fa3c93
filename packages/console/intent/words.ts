// Intent in words: why a visit scores as it does, and what the comparisons on the intent page
// compare.
import type { GoalIntent, IntentReason } from '@opportune/protocol/behaviour/intent.ts';
import type { IntentFeatureFigure } from '@opportune/protocol/rest/campaign/intent.ts';
import { format, ago, duration } from '../words/format.ts';
import { beginSmall } from '../words/language.ts';
import { lookUp, t } from '../words/words.ts';

const inSeconds = new Set(['dwell', 'duration', 'pageDwell']);

/** Features of pages and sections that say how near the goal they are. */
const worths = new Set(['pageValues', 'pageValue', 'bestPage', 'bestSection']);

/**
 * A fact of the visit, for example "2 items in the cart". Null if the console has no words for it.
 * Also null if the words would contradict the weight, because words about page value state a
 * direction themselves.
 */
export function whyWords(reason: IntentReason): string | null {
  if (worths.has(reason.feature)) return worthWords(reason);
  const one = factWords(reason);
  if (one === null || reason.beside === undefined) return one;
  const other = factWords(reason.beside);
  return other === null
    ? null
    : t('intent.why.both', { one: beginSmall(one), other: beginSmall(other) });
}

/** A reason without the usual value compares with 0: as likely as any visit. */
function worthWords({ feature, value, usual = 0, weight, beside }: IntentReason): string | null {
  if (beside !== undefined || (value - usual) * weight <= 0) return null;
  return lookUp(`intent.why.${feature}.${weight > 0 ? 'more' : 'less'}`) ?? null;
}

/** A key that tells the reasons of a score apart. */
export function reasonKey({ feature, beside }: IntentReason): string {
  return beside === undefined ? feature : `${feature} ${beside.feature}`;
}

function factWords({ feature, value }: Pick<IntentReason, 'feature' | 'value'>): string | null {
  if (worths.has(feature)) return null;
  const values = {
    n: Math.round(value),
    time: feature === 'sinceLastVisit' ? ago(value * 1000) : duration(value * 1000),
    share: format.percent(value, 0),
    money: format.sum(value),
  };
  const why = (end: string) => lookUp(`intent.why.${feature}${end}`, values);
  const isNone = value < 1 && (value <= 0 || inSeconds.has(feature));
  return why(`.${value}`) ?? (isNone ? why('.zero') : undefined) ?? why('') ?? null;
}

/** Up to two reasons that agree with the score, in one line; null if there are none. */
export function intentLine({ score, reasons }: GoalIntent): string | null {
  const way = score >= 50 ? 1 : -1;
  const found = reasons
    .filter(({ weight }) => way * weight > 0)
    .toSorted((one, other) => way * (other.weight - one.weight))
    .flatMap((reason) => whyWords(reason) ?? []);
  const [one, other] = [...new Set(found)];
  if (one === undefined) return null;
  return other === undefined ? one : t('intent.why.and', { one, other: beginSmall(other) });
}

/** For example "8 pages instead of 1". */
export function featureWords({ feature, from, to }: IntentFeatureFigure): string {
  const value = (raw: number): string =>
    inSeconds.has(feature)
      ? duration(raw * 1000)
      : feature === 'cartTotal'
        ? format.sum(raw)
        : format.number(raw);
  return lookUp(`intent.feature.${feature}`, { from: value(from), to: value(to) }) ?? feature;
}

/** A chance with no more digits than its size deserves: 12 %, 3.4 %, 0.4 %. */
export function chanceWords(chance: number): string {
  return format.percent(chance, chance < 0.1 ? 1 : 0);
}

/** For example 2.1, 0.45 or 14. */
export function timesWords(times: number): string {
  if (times > 99) return '> 99';
  return format.number(times, times >= 10 ? 0 : times >= 1 ? 1 : 2);
}
