// Reads visitors' logs from the facts, so that profiles can be restored. One query answers lookups
// that come together. It restores nothing itself: core/decision folds.
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import { gather } from '@opportune/core/world/gather.ts';
import { EventId } from '@opportune/protocol/ids.ts';
import type { AccountId, VisitorId } from '@opportune/protocol/ids.ts';
import type { Conversion, Decision } from '@opportune/protocol/campaign/decision.ts';
import type { StoredEvent } from '@opportune/core/decision/engine.ts';
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';
import {
  conversionColumns,
  conversionOfRow,
  decisionColumns,
  decisionOfRow,
  eventColumns,
  eventOfRow,
} from '../ledger/fact-rows.ts';
import type { ConversionColumns, DecisionColumns, EventColumns } from '../ledger/fact-rows.ts';

export interface VisitorLog {
  readonly events: readonly StoredEvent[];
  readonly decisions: readonly Decision[];
  readonly conversions: readonly Conversion[];
}

/** The source of a visitor's log when the profile is restored. */
export interface VisitorHistory {
  /** The newest `profileLimits.restoreEvents` events and all decisions, in order of ordinal. */
  load(account: AccountId, visitor: VisitorId): Promise<VisitorLog>;
  /** Of these ids, those of the visitor's events received since an instant. */
  stored(
    account: AccountId,
    visitor: VisitorId,
    of: { readonly ids: readonly EventId[]; readonly sinceMs: number },
  ): Promise<ReadonlySet<EventId>>;
}

/**
 * The events of the visitor's latest visit that had begun by an instant, in order of ordinal,
 * bounded like any restore. Skips unreadable rows.
 */
export async function readVisit(
  facts: FactStore,
  account: AccountId,
  visitor: VisitorId,
  at: number,
): Promise<readonly StoredEvent[]> {
  const rows = await facts.query<EventColumns>(
    account,
    `SELECT ${eventColumns} FROM $events WHERE visitor = {visitor:String} AND visit IN (
       SELECT visit FROM $events WHERE visitor = {visitor:String}
         AND received_at <= fromUnixTimestamp64Milli(toInt64({at:Float64}))
       ORDER BY ordinal DESC LIMIT 1)
     ORDER BY ordinal LIMIT ${profileLimits.restoreEvents}`,
    { visitor, at },
  );
  return [...readable(rows, eventOfRow, () => {})];
}

/** The most visitors per query, to bound the size of its answer. */
const visitorsPerQuery = 200;

export class History implements VisitorHistory {
  readonly #facts: FactStore;
  /** One query per account at a time, because after a restart all its visitors come at once. */
  readonly load: (account: AccountId, visitor: VisitorId) => Promise<VisitorLog>;

  constructor(facts: FactStore, log: Pick<Log, 'error'>) {
    this.#facts = facts;
    this.load = gather<VisitorId, VisitorLog>(async (account, visitors) => {
      const logs = await readLogs(facts, account, visitors, (error) =>
        log.error('owner.row_unreadable', { account, error: String(error) }),
      );
      return visitors.map((visitor) => logs.get(visitor) ?? emptyLog);
    }, visitorsPerQuery);
  }

  async stored(
    account: AccountId,
    visitor: VisitorId,
    { ids, sinceMs }: { readonly ids: readonly EventId[]; readonly sinceMs: number },
  ): Promise<ReadonlySet<EventId>> {
    const rows = await this.#facts.query<{ id: string }>(
      account,
      `SELECT DISTINCT id FROM $events
       WHERE visitor = {visitor:String} AND id IN {ids:Array(String)}
         AND received_at >= fromUnixTimestamp64Milli(toInt64({since:Float64}))`,
      { visitor, ids: [...ids], since: sinceMs },
    );
    return new Set(rows.map(({ id }) => EventId.parse(id)));
  }
}

const emptyLog: VisitorLog = { events: [], decisions: [], conversions: [] };

type LogTable = 'events' | 'decisions' | 'conversions';
const logTables: readonly LogTable[] = ['events', 'decisions', 'conversions'];
const ofVisitors = 'WHERE visitor IN {visitors:Array(String)}';

/**
 * The logs of several visitors. A visitor without facts is missing from the map. Reports and skips
 * unreadable rows, because all visitors are read together. `through` excludes events of later
 * ordinals.
 */
export async function readLogs(
  facts: FactStore,
  account: AccountId,
  visitors: readonly VisitorId[],
  unreadable: (error: unknown) => void = () => {},
  through: number | null = null,
): Promise<ReadonlyMap<VisitorId, VisitorLog>> {
  const found = await visitorsIn(facts, account, visitors);
  const until = through === null ? '' : 'AND ordinal <= {through:UInt64}';
  const newest = `ORDER BY visitor, ordinal DESC LIMIT ${profileLimits.restoreEvents} BY visitor`;
  const read = async <Row>(table: LogTable, columns: string, order: string) =>
    found[table].length === 0
      ? []
      : facts.query<Row>(account, `SELECT ${columns} FROM $${table} ${ofVisitors} ${order}`, {
          visitors: found[table],
          ...(through === null ? {} : { through }),
        });
  const [events, decisions, conversions] = await Promise.all([
    read<EventColumns>('events', eventColumns, `${until} ${newest}`),
    read<DecisionColumns>('decisions', decisionColumns, 'ORDER BY ordinal'),
    read<ConversionColumns>('conversions', conversionColumns, 'ORDER BY ordinal'),
  ]);
  const logs = new Map<
    VisitorId,
    { events: StoredEvent[]; decisions: Decision[]; conversions: Conversion[] }
  >();
  const of = (visitor: VisitorId) => {
    const log = logs.get(visitor) ?? { events: [], decisions: [], conversions: [] };
    logs.set(visitor, log);
    return log;
  };
  for (const event of readable(events.toReversed(), eventOfRow, unreadable))
    of(event.visitor).events.push(event);
  for (const decision of readable(decisions, decisionOfRow, unreadable))
    of(decision.visitor).decisions.push(decision);
  for (const conversion of readable(conversions, conversionOfRow, unreadable))
    of(conversion.visitor).conversions.push(conversion);
  return logs;
}

/**
 * Of these visitors, those with rows in each table. Most visitors are new and have none, and this
 * query costs a fifth of those for the rows: it reads only what tables are sorted by.
 */
async function visitorsIn(
  facts: FactStore,
  account: AccountId,
  visitors: readonly VisitorId[],
): Promise<Readonly<Record<LogTable, readonly VisitorId[]>>> {
  const rows = await facts.query<{ table: LogTable; visitor: VisitorId }>(
    account,
    logTables
      .map((table) => `SELECT DISTINCT '${table}' AS table, visitor FROM $${table} ${ofVisitors}`)
      .join(' UNION ALL '),
    { visitors: [...visitors] },
  );
  const of = (wanted: LogTable) =>
    rows.filter(({ table }) => table === wanted).map(({ visitor }) => visitor);
  return { events: of('events'), decisions: of('decisions'), conversions: of('conversions') };
}

/** The readable rows. Calls `unreadable` for the others. */
export function* readable<Row, Item>(
  rows: readonly Row[],
  read: (row: Row) => Item,
  unreadable: (error: unknown) => void,
): Generator<Item> {
  for (const row of rows) {
    let item: Item;
    try {
      item = read(row);
    } catch (error) {
      unreadable(error);
      continue;
    }
    yield item;
  }
}
