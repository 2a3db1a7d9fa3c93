// Opening hours as people write them: time spans and days, separated by commas.
import { OpeningHours, type OpenSpan } from '@opportune/protocol/rest/team/opening-hours.ts';

export const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Day = (typeof days)[number];

export interface HoursTexts {
  readonly week: Readonly<Record<Day, string>>;
  readonly closed: string;
}

export function hoursTextsOf(hours: OpeningHours | null): HoursTexts | null {
  if (hours === null) return null;
  const { mon, tue, wed, thu, fri, sat, sun } = hours.week;
  return {
    week: {
      mon: textOf(mon),
      tue: textOf(tue),
      wed: textOf(wed),
      thu: textOf(thu),
      fri: textOf(fri),
      sat: textOf(sat),
      sun: textOf(sun),
    },
    closed: hours.closed.join(', '),
  };
}

/** Hours to begin with: nine to five on working days. */
export function usualHours(): HoursTexts {
  const text = '09:00-17:00';
  const week = { mon: text, tue: text, wed: text, thu: text, fri: text, sat: '', sun: '' };
  return { week, closed: '' };
}

/** Undefined if a span or a day is invalid. */
export function hoursOf(texts: HoursTexts | null): OpeningHours | null | undefined {
  if (texts === null) return null;
  const week = Object.fromEntries(days.map((day) => [day, spansOf(texts.week[day])]));
  const closed = parts(texts.closed);
  return OpeningHours.safeParse({ week, closed }).data;
}

/** Null if one of the spans is invalid. */
export function spansOf(text: string): readonly OpenSpan[] | null {
  const spans = parts(text).map(spanOf);
  return spans.every((span) => span !== null) ? spans : null;
}

export function isClosedDays(text: string): boolean {
  return OpeningHours.safeParse({ week: {}, closed: parts(text) }).success;
}

function parts(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function spanOf(text: string): OpenSpan | null {
  const found = /^(\d{1,2}):([0-5]\d)\s*[-–]\s*(\d{1,2}):([0-5]\d)$/.exec(text);
  if (found === null) return null;
  const [, fromHour, fromMinute, untilHour, untilMinute] = found.map(Number);
  const from = (fromHour ?? 0) * 60 + (fromMinute ?? 0);
  const until = (untilHour ?? 0) * 60 + (untilMinute ?? 0);
  return from < until && until <= 1440 ? { fromMinute: from, untilMinute: until } : null;
}

function textOf(spans: readonly OpenSpan[]): string {
  return spans
    .map(({ fromMinute, untilMinute }) => `${clock(fromMinute)}-${clock(untilMinute)}`)
    .join(', ');
}

function clock(minute: number): string {
  const [hour, rest] = [Math.floor(minute / 60), minute % 60];
  return `${String(hour).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
}
