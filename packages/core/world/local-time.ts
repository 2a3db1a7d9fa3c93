// Local time in a time zone, from an instant in ms. Zones come from the platform's own tables. An
// unknown zone is an outcome, not an error.

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;
/** Every zone changes its offset at a multiple of this. */
const offsetStepMs = 15 * minuteMs;
/** Cached offsets of a zone: two months, which is what a plan of four weeks with four weeks before reads. */
const rememberedOffsets = 6000;
/** Of all zones together. */
const rememberedInAll = 2_000_000;
/** There are about six hundred zones. Names come from browsers, and may be anything. */
const rememberedZones = 1000;

const formats = new Map<string, Intl.DateTimeFormat | null>();
/** By zone and step. */
const offsets = new Map<string, Map<number, number>>();
const nowhere = new Map<number, number>();
const cached = { count: 0 };

/** The last lookup. Consecutive events nearly always have the same zone and step. */
const last = { zone: 'UTC', step: 0, offset: 0, offsets: nowhere };

/** Offset of `zone` from UTC in ms at an instant. Null if there is no such zone. */
export function zoneOffsetMs(zone: string, at: number): number | null {
  if (zone === 'UTC') return 0;
  const step = Math.floor(at / offsetStepMs);
  if (zone !== last.zone) return lookUp(zone, step);
  if (step === last.step) return last.offset;
  return last.offsets.get(step) ?? lookUp(zone, step);
}

function lookUp(zone: string, step: number): number | null {
  const of = offsetsOf(zone);
  const offset = of.get(step) ?? readOffset(zone, step * offsetStepMs);
  if (offset === null) return null;
  if (!of.has(step)) {
    if (of.size >= rememberedOffsets) forget(of);
    cached.count += 1;
  }
  of.set(step, offset);
  Object.assign(last, { zone, step, offset, offsets: of });
  return offset;
}

function forget(of: Map<number, number>): void {
  cached.count -= of.size;
  of.clear();
}

function offsetsOf(zone: string): Map<number, number> {
  const known = offsets.get(zone);
  if (known !== undefined && cached.count < rememberedInAll) return known;
  if (offsets.size >= rememberedZones || cached.count >= rememberedInAll) {
    for (const each of offsets.values()) forget(each);
    offsets.clear();
  }
  const of = new Map<number, number>();
  offsets.set(zone, of);
  return of;
}

function readOffset(zone: string, at: number): number | null {
  const format = formatOf(zone);
  if (format === null) return null;
  const fields: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(at)) fields[type] = Number(value);
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = fields;
  const shown =
    daysFromCivil(year, month, day) * dayMs + (hour * 60 + minute) * minuteMs + second * 1000;
  return shown - Math.floor(at / 1000) * 1000;
}

function formatOf(zone: string): Intl.DateTimeFormat | null {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const format = makeFormat(zone);
  if (formats.size >= rememberedZones) formats.clear();
  formats.set(zone, format);
  return format;
}

function makeFormat(zone: string): Intl.DateTimeFormat | null {
  if (zone === '') return null;
  try {
    return new Intl.DateTimeFormat('en-GB-u-ca-iso8601-nu-latn', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return null;
  }
}

/** Days from 1970-01-01 of a date of the Gregorian calendar (H. Hinnant, days_from_civil). */
export function daysFromCivil(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const ofEra = shifted - era * 400;
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468
  );
}

/** Local day number, weekday, hour and minute of the day at an instant. */
export interface WallClock {
  readonly day: number;
  readonly weekday: Weekday;
  readonly hour: number;
  readonly minuteOfDay: number;
}

export function wallClock(zone: string, at: number): WallClock | null {
  const offset = zoneOffsetMs(zone, at);
  if (offset === null) return null;
  const shown = at + offset;
  const day = Math.floor(shown / dayMs);
  const minuteOfDay = Math.floor((shown - day * dayMs) / minuteMs);
  return { day, weekday: weekdayOf(day), hour: Math.floor(minuteOfDay / 60), minuteOfDay };
}

function weekdayOf(day: number): Weekday {
  // 1970-01-01 was a Thursday.
  return weekdays[(((day + 3) % 7) + 7) % 7] ?? 'mon';
}

/**
 * The first instant after `at` at which local time may show another hour: an exact multiple of 15
 * minutes, so no change of offset is missed.
 */
export function nextQuarter(at: number): number {
  return (Math.floor(at / offsetStepMs) + 1) * offsetStepMs;
}

/** The first instant after `at` on another local day, exact even if the offset changes. */
export function nextLocalDay(zone: string, at: number): number {
  const today = wallClock(zone, at)?.day;
  if (today === undefined) return at + dayMs;
  let quarter = nextQuarter(at);
  const offset = zoneOffsetMs(zone, at) ?? 0;
  // Jump close to midnight, then step: an offset may change in between.
  quarter = Math.max(
    quarter,
    Math.floor(((today + 1) * dayMs - offset - 3 * hourMs) / offsetStepMs) * offsetStepMs,
  );
  while ((wallClock(zone, quarter)?.day ?? today + 1) === today) quarter += offsetStepMs;
  return quarter;
}
