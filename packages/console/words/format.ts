// How times, money and numbers are written: by the locale of the language that is spoken, in the account's time zone
// and currency. Pure: the instant is always given.
import { createContext, useContext } from 'react';
import { locale as localeNow } from './language.ts';
import { t } from './words.ts';

export interface Format {
  readonly timeZone: string;
  readonly currency: string;
  /** €412.00 */
  readonly money: (amount: number) => string;
  /** €250: without cents where there are none, for thresholds. */
  readonly sum: (amount: number) => string;
  /** 14:32 */
  readonly clock: (at: number) => string;
  /** 14:32:07 */
  readonly clockSeconds: (at: number) => string;
  /** 12 March, with the year where it is another one. */
  readonly date: (at: number) => string;
  /** 12 Mar, 14:32 */
  readonly dateTime: (at: number) => string;
  readonly number: (value: number, digits?: number) => string;
  /** From a share of 1: 3.1 % as the locale writes it. */
  readonly percent: (share: number, digits?: number) => string;
}

/** A format for one account; a zone or currency that the browser does not know falls back to its own. */
export function createFormat(account: { timeZone: string; currency: string }): Format {
  const locale = localeNow();
  const timeZone = knownZone(account.timeZone);
  const when = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone, ...options });
  const money = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: account.currency,
    currencyDisplay: 'narrowSymbol',
  });
  const sum = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: account.currency,
    currencyDisplay: 'narrowSymbol',
    trailingZeroDisplay: 'stripIfInteger',
  });
  const clock = when({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const clockSeconds = when({
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  const date = when({ day: 'numeric', month: 'long' });
  const dateYear = when({ day: 'numeric', month: 'long', year: 'numeric' });
  const dateTime = when({
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const year = when({ year: 'numeric' });
  return {
    timeZone,
    currency: account.currency,
    money: (amount) => money.format(amount),
    sum: (amount) => sum.format(amount),
    clock: (at) => clock.format(at),
    clockSeconds: (at) => clockSeconds.format(at),
    date: (at) => (year.format(at) === year.format(Date.now()) ? date : dateYear).format(at),
    dateTime: (at) => dateTime.format(at),
    number: (value, digits = 0) =>
      new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value),
    percent: (share, digits = 1) =>
      new Intl.NumberFormat(locale, {
        style: 'percent',
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      }).format(share),
  };
}

function knownZone(timeZone: string): string {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return timeZone;
  } catch {
    return 'UTC';
  }
}

/** 1:04, 12:31, 2:05:10: a span that counts. */
export function duration(ms: number): string {
  const all = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes, seconds] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}

/** now, 3 min, 2 h, 5 d: how long ago, coarse on purpose. */
export function ago(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return t('console.time.now');
  if (minutes < 60) return t('console.time.minutes', { n: minutes });
  if (minutes < 48 * 60) return t('console.time.hours', { n: Math.floor(minutes / 60) });
  return t('console.time.days', { n: Math.floor(minutes / 1440) });
}

export const FormatContext = createContext<Format>(
  createFormat({ timeZone: 'UTC', currency: 'EUR' }),
);

/** The account's format. */
export function useFormat(): Format {
  return useContext(FormatContext);
}
