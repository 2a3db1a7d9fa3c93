// Whether a number may be called from an account: what protects it against toll fraud, and people against
// calls at night. Pure.
import type { ErrorCode } from '@opportune/protocol/errors.ts';

export interface DialRules {
  /** The number that is shown, in E.164. */
  readonly from: string;
  /** Beginnings of numbers that may be called, such as `+49`. Empty: the country of `from`. */
  readonly allowed: readonly string[];
  /** Of all calls of a day together. */
  readonly secondsADay: number;
  readonly secondsACall: number;
}

export interface DialNow {
  readonly number: string;
  /** What calls of the last 24 hours took, or may still take. */
  readonly takenS: number;
  /** 0 to 23, at each place where the number may be. */
  readonly hours: readonly number[];
  /** They called within the last hour, so they are awake. */
  readonly calledUs: boolean;
}

/** From when until when people are called, by the hour. */
const day = { from: 8, until: 21 } as const;
/** A call that could only be shorter is not begun. */
const shortestS = 60;

/** Whether an hour of the day, 0 to 23, is one in which people are called. */
export function isDayHour(hour: number): boolean {
  return hour >= day.from && hour < day.until;
}

/** How many seconds it may take, or why it may not be. */
export function mayDial(
  { from, allowed, secondsADay, secondsACall }: DialRules,
  { number, takenS, hours, calledUs }: DialNow,
): number | ErrorCode {
  if (/^\+?[0-9]{2,6}$/.test(number)) return 'call.emergency';
  if (!/^\+[1-9][0-9]{6,14}$/.test(number)) return 'call.number';
  if (!isAllowed(number, from, allowed)) return 'call.country';
  if (!calledUs && !hours.every(isDayHour)) return 'call.quiet_hours';
  const left = Math.min(secondsACall, secondsADay - takenS);
  return left < shortestS ? 'call.spent' : left;
}

function isAllowed(number: string, from: string, allowed: readonly string[]): boolean {
  const dear = dearBeginning(number);
  if (allowed.length > 0)
    return allowed.some(
      (beginning) => number.startsWith(beginning) && (dear === null || beginning.startsWith(dear)),
    );
  return countryOf(number) === countryOf(from) && (dear === null || isApart(number));
}

/** The beginning of a number that costs more than its country's others. Such must be named to be called. */
function dearBeginning(number: string): string | null {
  if (isApart(number)) return number.slice(0, 5);
  return dearBeginnings.find((beginning) => number.startsWith(beginning)) ?? null;
}

/**
 * Premium, shared-cost and personal numbers of some countries. The list was not compared with the national
 * numbering plans and is not complete. An account's bound in minutes limits what other numbers cost.
 */
const dearBeginnings = (
  '+30901 +30909 +3187 +31900 +31906 +31909 +3270 +32900 +32901 +32902 +32903 +32904 +32905 +32906 ' +
  '+32907 +32909 +33810 +33811 +33820 +33821 +33825 +33826 +33884 +33890 +33891 +33892 +33893 +33895 ' +
  '+33897 +33898 +33899 +34803 +34806 +34807 +34901 +34902 +34905 +34907 +351601 +351607 +351707 ' +
  '+351708 +351760 +351761 +351762 +39144 +39166 +39178 +39199 +39892 +39893 +39894 +39895 +39899 ' +
  '+4170 +4184 +41900 +41901 +41906 +43810 +43820 +43821 +43828 +43900 +43901 +43930 +43931 +43939 ' +
  '+4470 +4484 +4487 +449 +4590 +46900 +46939 +46944 +47820 +47829 +4870 +48300 +48400 +49118 +49137 ' +
  '+49180 +4919 +49700 +49900 +6113 +6119 +64900 +1900'
).split(' ');

/** Calling codes of two digits. `1` and `7` have one, all others three (ITU-T E.164, list of 2016). */
const ofTwo = new Set(
  (
    '20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 ' +
    '66 81 82 84 86 90 91 92 93 94 95 98'
  ).split(' '),
);

/**
 * Area codes of the North American Numbering Plan that are neither the United States' mainland nor
 * Canada, and 900, which is charged: calls to them cost many times as much.
 */
const apart = new Set(
  (
    '242 246 264 268 284 340 345 441 473 649 658 664 670 671 684 721 758 767 784 787 809 829 849 868 ' +
    '869 876 900 939'
  ).split(' '),
);

function isApart(number: string): boolean {
  return number.startsWith('+1') && apart.has(number.slice(2, 5));
}

/** A name of the country that a number belongs to, as far as its price depends on it. */
export function countryOf(number: string): string {
  const digits = number.slice(1);
  if (digits.startsWith('1')) return isApart(number) ? `1 ${digits.slice(1, 4)}` : '1';
  if (digits.startsWith('7')) return /^7[67]/.test(digits) ? '7 6' : '7';
  const two = digits.slice(0, 2);
  return ofTwo.has(two) ? two : digits.slice(0, 3);
}
