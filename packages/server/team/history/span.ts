// Spans of days in an account's time zone as instants: their ends, and the beginnings of their
// hours and days. PostgreSQL computes the zones, for every figure alike. A day has 23 or 25 hours
// when the clock changes.
import type { Sql } from '@opportune/core/ports/records.ts';
import { readZone } from '../skills/routing-rows.ts';

/** Days `YYYY-MM-DD`, both included, as instants. The last instant is excluded. */
export interface Span {
  readonly from: string;
  readonly until: string;
  readonly fromMs: number;
  readonly untilMs: number;
}

export interface AskedSpan {
  readonly zone: string;
  readonly asked: Span;
  /**
   * The same number of days before. Up to the same time of day if the span includes the present.
   */
  readonly before: Span;
}

interface Row {
  readonly from: string;
  readonly until: string;
  readonly before_from: string;
  readonly before_until: string;
  readonly starts: Date;
  readonly stops: Date;
  readonly before_starts: Date;
  readonly before_stops: Date;
}

const query = `
  WITH today AS (SELECT ($1::timestamptz AT TIME ZONE $2)::date AS day),
  days AS (
    SELECT coalesce($3::date, day) AS first, coalesce($4::date, $3::date, day) AS last, day AS today
    FROM today
  ), spans AS (
    SELECT *, last - first + 1 AS many, (last + 1)::timestamp AT TIME ZONE $2 AS stops FROM days
  )
  SELECT first::text AS from, last::text AS until,
    (first - many)::text AS before_from, (first - 1)::text AS before_until,
    first::timestamp AT TIME ZONE $2 AS starts, stops,
    (first - many)::timestamp AT TIME ZONE $2 AS before_starts,
    CASE WHEN $1 >= stops OR first > today THEN first::timestamp AT TIME ZONE $2
      ELSE least(first::timestamp AT TIME ZONE $2,
        (($1::timestamptz AT TIME ZONE $2) - make_interval(days => many)) AT TIME ZONE $2)
    END AS before_stops
  FROM spans`;

/** The requested days, or today. */
export async function readSpan(
  sql: Sql,
  now: number,
  days: { readonly from?: string | undefined; readonly until?: string | undefined },
): Promise<AskedSpan> {
  const zone = await readZone(sql);
  const row = await sql.row<Row>(query, [
    new Date(now),
    zone,
    days.from ?? null,
    days.until ?? null,
  ]);
  if (row === undefined) throw new Error('a span is one row');
  return {
    zone,
    asked: spanOf(row.from, row.until, row.starts, row.stops),
    before: spanOf(row.before_from, row.before_until, row.before_starts, row.before_stops),
  };
}

function spanOf(from: string, until: string, starts: Date, stops: Date): Span {
  return { from, until, fromMs: starts.getTime(), untilMs: stops.getTime() };
}

/** The beginning of each hour or day of a span, and the end of the last one. */
export async function readEdges(
  sql: Sql,
  zone: string,
  { from, until, untilMs }: Span,
  by: 'hour' | 'day',
): Promise<readonly Date[]> {
  const rows = await sql.rows<{ at: Date }>(
    `WITH days AS (
       SELECT day AT TIME ZONE $3 AS starts, (day + interval '1 day') AT TIME ZONE $3 AS stops
       FROM generate_series($1::timestamp, $2::timestamp, '1 day') AS day
     )
     SELECT at FROM days CROSS JOIN LATERAL generate_series(
       starts, stops - interval '1 millisecond',
       CASE WHEN $4 THEN interval '1 hour' ELSE interval '2 days' END
     ) AS at ORDER BY at`,
    [from, until, zone, by === 'hour'],
  );
  return [...rows.map(({ at }) => at), new Date(untilMs)];
}
