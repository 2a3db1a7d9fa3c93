// The figures of an account's conversations in a span of days: in total, in parts, and compared
// with the span before. The page, the team's figures of today, files and e-mails all read them
// here, so a figure is the same everywhere. Computed on each read.
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import {
  type Figures,
  type History,
  type HistoryBy,
  historyLimits,
  type HistoryPart,
  type HistoryQuery,
} from '@opportune/protocol/rest/team/history.ts';
import { refuse } from '../../http/problem/refusal.ts';
import { addTime, figuresOf, noTalks, noTime, type TimeSums } from './figures.ts';
import { namesOf } from './part-names.ts';
import { type AskedSpan, readEdges, readSpan, type Span } from './span.ts';
import { figuresSql, type TalkRow } from './talks-sql.ts';
import { type TimeRow, timeSql } from './time-sql.ts';

export interface HistoryReader {
  /** Throws `request.invalid` for an invalid span, or one that is too long. */
  read(account: AccountId, query: HistoryQuery): Promise<History>;
}

export function createHistory({
  records,
  clock,
}: {
  readonly records: Records;
  readonly clock: Clock;
}): HistoryReader {
  const inTurn = atMost(atOnce);
  return {
    read: (account, query) =>
      inTurn(() => records.withAccount(account, (sql) => readHistory(sql, query, clock.now()))),
  };
}

/** The most long histories computed at once in a process, to leave room for the desks. */
const atOnce = 2;

/** Runs this many at once. Others wait in order of arrival. */
function atMost(many: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= many) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}

export async function readHistory(sql: Sql, query: HistoryQuery, now: number): Promise<History> {
  // Sorts a hundred thousand conversations in memory, not on disk. Applies to this transaction
  // only.
  await sql.run("SELECT set_config('work_mem', '32MB', true)");
  const span = await readSpan(sql, now, query);
  refuseSpan(span.asked, query.by);
  const found = await readFigures(sql, span, span.asked, now, query);
  const { whole } = await readFigures(sql, span, span.before, now, { channel: query.channel });
  const { asked, before, zone } = span;
  return {
    asOf: now,
    timeZone: zone,
    from: asked.from,
    until: asked.until,
    by: query.by ?? null,
    channel: query.channel ?? null,
    whole: found.whole,
    before: { from: before.from, until: before.until, whole },
    parts: found.parts.slice(0, historyLimits.parts),
    more: Math.max(0, found.parts.length - historyLimits.parts),
  };
}

const dayMs = 86_400_000;

function refuseSpan({ fromMs, untilMs }: Span, by: HistoryBy | undefined): void {
  const days = Math.round((untilMs - fromMs) / dayMs);
  if (days < 1)
    throw refuse('request.invalid', { path: 'until', detail: 'It ends before it begins.' });
  const most = by === 'hour' ? historyLimits.daysByHour : historyLimits.days;
  if (days > most)
    throw refuse('request.invalid', { path: 'from', detail: `At most ${most} days are shown.` });
}

interface Found {
  readonly whole: Figures;
  readonly parts: HistoryPart[];
}

async function readFigures(
  sql: Sql,
  { zone }: AskedSpan,
  span: Span,
  now: number,
  { by, channel }: Pick<HistoryQuery, 'by' | 'channel'>,
): Promise<Found> {
  const edges = await readEdges(sql, zone, span, by === 'hour' ? 'hour' : 'day');
  const values = [new Date(span.fromMs), new Date(span.untilMs), new Date(now)];
  const timed = by === 'skill' || by === 'channel' || by === 'campaign' ? undefined : by;
  const isTime = by === 'hour' || by === 'day';
  const asked = isTime ? [...values, edges] : values;
  const talks = await sql.rows<TalkRow>(
    figuresSql(by ?? 'none', channel === undefined ? null : asked.length + 1),
    channel === undefined ? asked : [...asked, channel],
  );
  // Agents have conversations of several channels at once.
  const times =
    channel === undefined
      ? await sql.rows<TimeRow>(timeSql(timed ?? 'none'), [...values, edges])
      : null;
  const allTime = times?.reduce<TimeSums>(addTime, noTime) ?? null;
  const whole = figuresOf(talks.find((row) => row.is_whole) ?? noTalks, allTime);
  if (by === undefined) return { whole, parts: [] };
  const talkOf = new Map(talks.flatMap((row) => (row.is_whole ? [] : [[row.key ?? '', row]])));
  const timeOf = new Map((timed === undefined ? null : times)?.map((row) => [row.key, row]));
  const isTimed = timed !== undefined && times !== null;
  const figures = (key: string): Figures =>
    figuresOf(talkOf.get(key) ?? noTalks, isTimed ? (timeOf.get(key) ?? noTime) : null);
  if (isTime) return { whole, parts: timeParts(edges, now, figures) };
  const named = await namesOf(sql, by, talks);
  const parts = [...new Set([...talkOf.keys(), ...timeOf.keys()])].map((key) => ({
    key,
    ...(named.get(key) ?? { name: key, kind: null }),
    figures: figures(key),
  }));
  return { whole, parts: parts.sort(mostFirst) };
}

/** Every hour or day that has begun, including those without a conversation. */
function timeParts(
  edges: readonly Date[],
  now: number,
  figures: (key: string) => Figures,
): HistoryPart[] {
  return edges
    .slice(0, -1)
    .map((edge, index) => ({ at: edge.getTime(), key: String(index + 1) }))
    .filter(({ at }) => at <= now)
    .map(({ at, key }) => ({ key: String(at), name: '', kind: null, figures: figures(key) }));
}

function mostFirst(a: HistoryPart, b: HistoryPart): number {
  const [many, more] = [a.figures.begun.value ?? 0, b.figures.begun.value ?? 0];
  return more - many || a.name.localeCompare(b.name) || (a.key < b.key ? -1 : 1);
}
