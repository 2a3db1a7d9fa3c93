// Formats times, money and numbers in the locale of the current language, and in the time zone and
// currency of the account. Callers pass the instant.
import { createStore } from '../ui/store.ts';
import { locale as localeNow, perLocale } from './language.ts';
import { t } from './words.ts';

interface Account {
  readonly timeZone: string;
  readonly currency: string;
}

/** The formatters of an account. A time zone that the browser does not know falls back to UTC. */
function writersOf(account: Account) {
  const locale = localeNow();
  const timeZone = knownZone(account.timeZone);
  const when = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone, ...options });
  const amount = {
    style: 'currency',
    currency: account.currency,
    currencyDisplay: 'narrowSymbol',
  } as const;
  const time = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  return {
    ...{ timeZone, currency: account.currency },
    money: new Intl.NumberFormat(locale, amount),
    sum: new Intl.NumberFormat(locale, { ...amount, trailingZeroDisplay: 'stripIfInteger' }),
    clock: when(time),
    clockSeconds: when({ ...time, second: '2-digit' }),
    date: when({ day: 'numeric', month: 'long' }),
    day: when({ weekday: 'long', day: 'numeric', month: 'long' }),
    dateYear: when({ day: 'numeric', month: 'long', year: 'numeric' }),
    dateTime: when({ day: 'numeric', month: 'short', ...time }),
    year: when({ year: 'numeric' }),
  };
}

const written = createStore(perLocale(() => writersOf({ timeZone: 'UTC', currency: 'EUR' })));
const writers = () => written.get()();

/** Formats for this account from now on. */
export function writeFor(account: Account): void {
  const { timeZone, currency } = writers();
  if (account.timeZone === timeZone && account.currency === currency) return;
  written.set(perLocale(() => writersOf(account)));
}

export const format = {
  get timeZone(): string {
    return writers().timeZone;
  },
  get currency(): string {
    return writers().currency;
  },
  /** €412.00 */
  money: (amount: number): string => writers().money.format(amount),
  /** €250: drops the cents if there are none, for thresholds. */
  sum: (amount: number): string => writers().sum.format(amount),
  /** 14:32 */
  clock: (at: number): string => writers().clock.format(at),
  /** 14:32:07 */
  clockSeconds: (at: number): string => writers().clockSeconds.format(at),
  /** 12 March, with the year unless it is this year. */
  date: (at: number): string => {
    const { year, date, dateYear } = writers();
    return (year.format(at) === year.format(Date.now()) ? date : dateYear).format(at);
  },
  /** Tuesday, 12 March */
  day: (at: number): string => writers().day.format(at),
  /** 12 Mar, 14:32 */
  dateTime: (at: number): string => writers().dateTime.format(at),
  number: (value: number, digits = 0): string =>
    new Intl.NumberFormat(localeNow(), { maximumFractionDigits: digits }).format(value),
  /** Takes a share of 1: 0.031 gives 3.1 %, as the locale writes it. */
  percent: (share: number, digits = 1): string =>
    new Intl.NumberFormat(localeNow(), {
      style: 'percent',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }).format(share),
};

function knownZone(timeZone: string): string {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return timeZone;
  } catch {
    return 'UTC';
  }
}

/** 1:04, 12:31, 2:05:10: an elapsed time. */
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
