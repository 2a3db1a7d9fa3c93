// How the results write figures: signs, percentage points, amounts.
import type { ArmResult, CampaignResults, Effect } from '@opportune/protocol/rest/report/report.ts';
import { armName } from '../ui/index.ts';
import { locale, perLocale } from '../words/language.ts';
import { format } from '../words/format.ts';

export type Interval = Extract<Effect, { type: 'interval' }>;

/** A whole number with its sign, for example +198, −3 or 0. */
export function signed(value: number, digits = 0): string {
  return `${sign(value, digits)}${format.number(Math.abs(value), digits)}`;
}

/** For example +€68,400. */
export function signedMoney(value: number): string {
  const rounded = Math.abs(value) >= 1000 ? Math.round(value) : Math.round(value * 100) / 100;
  return `${sign(rounded, 2)}${format.sum(Math.abs(rounded))}`;
}

/** A difference of rates in percentage points, always with one decimal: +3.9. */
export function points(difference: number): string {
  const value = Math.round(difference * 1000) / 10;
  return `${sign(value, 1)}${fixed(Math.abs(value))}`;
}

export function signedShare(share: number): string {
  return `${sign(share * 100, 1)}${format.percent(Math.abs(share), 1)}`;
}

/** For example "a, b and c". */
export function listed(items: readonly string[]): string {
  return new Intl.ListFormat(locale(), { type: 'conjunction' }).format(items);
}

function sign(value: number, digits: number): string {
  const rounded = Math.round(value * 10 ** digits);
  return rounded > 0 ? '+' : rounded < 0 ? '−' : '';
}

const oneDigit = perLocale(
  (locale) => new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
);
function fixed(value: number): string {
  return oneDigit().format(value);
}

export function armWords(
  arm: ArmResult['arm'],
  { comparisons }: Pick<CampaignResults, 'comparisons'>,
): string {
  return armName(arm, { optimises: comparisons !== undefined });
}
