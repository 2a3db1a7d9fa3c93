// Reads many visitors' logs back, one visitor after the other in the order in which they are stored,
// a bounded piece at a time. It judges nothing and keeps nothing; who reads may stop at any time.
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { StoredVisitor } from '@opportune/core/decision/rehearse.ts';
import type { Availability } from '@opportune/protocol/configuration.ts';
import type { AccountId, SiteId } from '@opportune/protocol/ids.ts';
import { rehearsalLimits } from '@opportune/protocol/limits.ts';
import { eventColumns, eventOfRow, type EventColumns } from './fact-rows.ts';

/** Which visitors: with a sign on these sites (empty: on any) in the span, in ms. */
export interface Span {
  readonly sites: readonly SiteId[];
  readonly from: number;
  readonly until: number;
}

/** Visitors listed by one query. */
const listed = 10_000;
/** Events read by one query: a query costs much by itself, and its answer is split up in one go. */
const eventsAtOnce = 5000;
const minuteMs = 60_000;

/** When an event happened on the clock that moments run on. */
const happened = 'if(imported = 1, at, received_at)';
const ownSign = "bot = 0 AND trust != 'server'";
const ofSites = '(empty({sites:Array(String)}) OR site IN {sites:Array(String)})';
const instant = (name: string): string => `fromUnixTimestamp64Milli(toInt64({${name}:Float64}))`;
const inSpan = `${ownSign} AND ${ofSites} AND ${happened} >= ${instant('from')} AND ${happened} <= ${instant('until')}`;

export function pastVisits(facts: FactStore) {
  return {
    async reach(account: AccountId, sites: readonly SiteId[]) {
      const [row] = await facts.query<{ events: number; from_ms: number; until_ms: number }>(
        account,
        `SELECT toFloat64(count()) AS events,
           toFloat64(toUnixTimestamp64Milli(min(${happened}))) AS from_ms,
           toFloat64(toUnixTimestamp64Milli(max(${happened}))) AS until_ms
         FROM $events WHERE ${ownSign} AND ${ofSites}`,
        { sites: [...sites] },
      );
      if (row === undefined || row.events === 0) return null;
      return { from: row.from_ms, until: row.until_ms };
    },

    async amount(account: AccountId, span: Span) {
      const [row] = await facts.query<{ visits: number; visitors: number }>(
        account,
        `SELECT toFloat64(uniqExact(visitor, visit)) AS visits,
           toFloat64(uniqExact(visitor)) AS visitors
         FROM $events WHERE ${inSpan}`,
        paramsOf(span),
      );
      return { visits: row?.visits ?? 0, visitors: row?.visitors ?? 0 };
    },

    visitors: (account: AccountId, span: Span, share: number) =>
      readVisitors(facts, account, span, share),

    availability: (account: AccountId, span: Span) => readAvailability(facts, account, span),
  };
}

function paramsOf({ sites, from, until }: Span): Readonly<Record<string, unknown>> {
  return { sites: [...sites], from, until };
}

/** Reads the next piece while the one before is looked at. */
async function* readVisitors(
  facts: FactStore,
  account: AccountId,
  span: Span,
  share: number,
): AsyncGenerator<StoredVisitor> {
  let ahead: Promise<readonly PackedRow[]> = Promise.resolve([]);
  for await (const piece of pieces(facts, account, span, share)) {
    const present = ahead;
    ahead = readPiece(facts, account, piece);
    // Who reads may have stopped by the time it fails.
    ahead.catch(() => undefined);
    for (const row of await present) yield unpack(account, row);
  }
  for (const row of await ahead) yield unpack(account, row);
}

/** Neighbours whose events are few enough to be read together. */
async function* pieces(
  facts: FactStore,
  account: AccountId,
  span: Span,
  share: number,
): AsyncGenerator<readonly Listed[]> {
  let after = '';
  for (;;) {
    const page = await listVisitors(facts, account, span, { share, after });
    yield* piecesOf(page);
    const last = page.at(-1);
    if (last === undefined || page.length < listed) return;
    after = last.visitor;
  }
}

interface Listed {
  readonly visitor: string;
  readonly events: number;
}

function listVisitors(
  facts: FactStore,
  account: AccountId,
  span: Span,
  { share, after }: { readonly share: number; readonly after: string },
): Promise<readonly Listed[]> {
  return facts.query<Listed>(
    account,
    `SELECT visitor, toFloat64(count()) AS events
     FROM $events
     WHERE visitor > {after:String} AND ${ofSites}
       AND cityHash64(visitor) % 10000 < {share:UInt32}
     GROUP BY visitor
     HAVING countIf(${inSpan}) > 0
     ORDER BY visitor LIMIT ${listed}`,
    { ...paramsOf(span), after, share },
  );
}

function* piecesOf(page: readonly Listed[]): Generator<readonly Listed[]> {
  let piece: Listed[] = [];
  let events = 0;
  for (const each of page) {
    const many = Math.min(each.events, rehearsalLimits.eventsPerVisitor);
    if (piece.length > 0 && events + many > eventsAtOnce) {
      yield piece;
      piece = [];
      events = 0;
    }
    piece.push(each);
    events += many;
  }
  if (piece.length > 0) yield piece;
}

/** The events of one visitor as one text, so that each visitor's are parsed when it is their turn. */
interface PackedRow {
  readonly visitor: string;
  readonly events: string;
}

const columnNames = eventColumns.split(',').map(
  (each) =>
    each
      .trim()
      .split(/\s+AS\s+/)
      .at(-1) ?? '',
);

function readPiece(
  facts: FactStore,
  account: AccountId,
  piece: readonly Listed[],
): Promise<readonly PackedRow[]> {
  const most = rehearsalLimits.eventsPerVisitor;
  const newest = `ORDER BY visitor, ${happened} DESC, ordinal DESC LIMIT ${most} BY visitor`;
  return facts.query<PackedRow>(
    account,
    `SELECT visitor, toJSONString(groupArray(tuple(${columnNames.join()}))) AS events
     FROM (
       SELECT ${eventColumns} FROM $events WHERE visitor IN {visitors:Array(String)}
       ${piece.some(({ events }) => events > most) ? newest : ''}
     )
     GROUP BY visitor ORDER BY visitor`,
    { visitors: piece.map(({ visitor }) => visitor) },
  );
}

/** A tuple is written as a list, or by newer engines as an object in the same order. */
function unpack(account: AccountId, row: PackedRow): StoredVisitor {
  const packed = JSON.parse(row.events) as readonly object[];
  const events = packed.map((values) => eventOfRow(named(Object.values(values))));
  const [first] = events;
  if (first === undefined) throw new Error('past: a visitor without events');
  return { account, site: first.site, visitor: first.visitor, events };
}

function named(values: readonly unknown[]): EventColumns {
  const columns: Record<string, unknown> = {};
  for (let at = 0; at < columnNames.length; at++) columns[columnNames[at] ?? ''] = values[at];
  return columns as unknown as EventColumns;
}

interface RecordedRow {
  readonly at_ms: number;
  readonly skills: string;
}

/** Each record, or where there are too many the last one of each minute. */
async function readAvailability(
  facts: FactStore,
  account: AccountId,
  { from, until }: Span,
): Promise<readonly Availability[]> {
  const read = (stepMs: number): Promise<readonly RecordedRow[]> =>
    facts.query<RecordedRow>(
      account,
      `SELECT toFloat64(max(recorded_ms)) AS at_ms, argMax(skills, (recorded_ms, version)) AS skills
       FROM (
         SELECT toUnixTimestamp64Milli(at) AS recorded_ms, version, skills FROM $availability
         WHERE at <= ${instant('until')}
       )
       GROUP BY greatest(intDiv(recorded_ms, toInt64({step:Float64})), intDiv(toInt64({from:Float64}), toInt64({step:Float64})) - 1)
       ORDER BY at_ms LIMIT ${rehearsalLimits.availability + 1}`,
      { from, until, step: stepMs },
    );
  const each = await read(1);
  const rows = each.length > rehearsalLimits.availability ? await read(minuteMs) : each;
  return rows.map(({ at_ms: at, skills }, version) => ({
    version,
    at,
    skills: JSON.parse(skills) as Availability['skills'],
  }));
}
