// Reads the figures of both weeks: visits and orders of all sites, and conversations from the
// history. Each figure is the server's own. Only days on which nothing happened are filled in.
import { Funnel } from '@opportune/protocol/rest/report/report.ts';
import { History, type FigureId } from '@opportune/protocol/rest/team/history.ts';
import { format, useApiQuery, useNow } from '../../ui/index.ts';
import { wallClock } from '../../campaigns/editor/zoned-time.ts';
import { useLiveQuery } from '../../results/use-live-query.ts';
import { weekSpan, type WeekSpan } from './week-span.ts';

const refetchMs = 60_000;

export type Days = readonly (number | null)[];

/** A figure of both weeks: in all, and by day. */
export interface Compared {
  readonly now: number | null;
  readonly before: number | null;
  readonly days: Days;
  readonly daysBefore: Days;
}

export interface Week {
  readonly span: WeekSpan;
  readonly visits: Compared;
  readonly orders: Compared;
  readonly orderCount: number;
  readonly talks: Compared;
  readonly firstAnswer: Compared;
}

interface WeekRead {
  /** Undefined until everything has arrived. */
  readonly week: Week | undefined;
  readonly error: unknown;
  refetch(): void;
}

export function useWeek(): WeekRead {
  const span = weekSpan(useNow(), format.timeZone);
  const use = { refetchMs, keep: true } as const;
  const shop = useLiveQuery('/funnel', Funnel, { ...span.now });
  const shopBefore = useApiQuery('/funnel', Funnel, { query: { ...span.before }, ...use });
  const talks = useApiQuery('/history', History, { query: daily(span.days), ...use });
  const talksBefore = useApiQuery('/history', History, { query: daily(span.daysBefore), ...use });
  const reads = [shop, shopBefore, talks, talksBefore];
  const week =
    shop.data === undefined ||
    shopBefore.data === undefined ||
    talks.data === undefined ||
    talksBefore.data === undefined
      ? undefined
      : {
          span,
          ...ofShop(span, shop.data, shopBefore.data),
          ...ofTalks(span, talks.data, talksBefore.data),
        };
  return {
    week,
    error: reads.find(({ error }) => error !== null)?.error ?? null,
    refetch: () => reads.forEach((read) => void read.refetch()),
  };
}

function daily(days: readonly string[]) {
  return { from: days[0] ?? '', until: days.at(-1) ?? '', by: 'day' };
}

function ofShop({ days, daysBefore }: WeekSpan, now: Funnel, before: Funnel) {
  const by = (funnel: Funnel, names: readonly string[], of: 'visits' | 'value'): Days =>
    names.map((name) => funnel.days.find(({ day }) => day === name)?.[of] ?? 0);
  const compared = (of: 'visits' | 'value'): Compared => ({
    ...{ now: now[of], before: before[of] },
    ...{ days: by(now, days, of), daysBefore: by(before, daysBefore, of) },
  });
  return { visits: compared('visits'), orders: compared('value'), orderCount: now.orders };
}

function ofTalks({ days, daysBefore }: WeekSpan, now: History, before: History) {
  const by = (history: History, names: readonly string[], id: FigureId): Days =>
    names.map((name) => {
      const part = history.parts.find(({ key }) => dayOf(Number(key), history.timeZone) === name);
      return part?.figures[id]?.value ?? null;
    });
  const compared = (id: FigureId): Compared => ({
    // `before` of the newer answer ends at the same time of day as the newer span.
    ...{ now: now.whole[id]?.value ?? null, before: now.before.whole[id]?.value ?? null },
    ...{ days: by(now, days, id), daysBefore: by(before, daysBefore, id) },
  });
  return { talks: upToNow(compared('begun')), firstAnswer: withoutLast(compared('first-answer')) };
}

/** The last day of the week before, up to the same time: what its whole week has beyond six days. */
function upToNow(of: Compared): Compared {
  const six = of.daysBefore.slice(0, -1);
  const sum = six.reduce<number>((total, value) => total + (value ?? 0), 0);
  return { ...of, daysBefore: [...six, of.before === null ? null : of.before - sum] };
}

/** The median of part of a day is not known, so that day has no mark. */
function withoutLast(of: Compared): Compared {
  return { ...of, daysBefore: [...of.daysBefore.slice(0, -1), null] };
}

function dayOf(at: number, timeZone: string): string {
  return wallClock(at, timeZone).slice(0, 10);
}
