// Reads visitors' logs back from the facts, so that a profile can be restored. Look-ups that come
// together are answered by one query. It restores nothing itself: core/decision folds.
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import { gather } from '@opportune/core/world/gather.ts';
import { EventId } from '@opportune/protocol/ids.ts';
import type { AccountId, VisitorId } from '@opportune/protocol/ids.ts';
import type { Conversion, Decision } from '@opportune/protocol/campaign/decision.ts';
import type { StoredEvent } from '@opportune/core/decision/engine.ts';
import { profileLimits } from '@opportune/protocol/limits.ts';
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

/** Where a visitor's log is read from when their profile is restored. */
export interface VisitorHistory {
  /** The newest `profileLimits.restoreEvents` events and all that was decided, in order of ordinal. */
  load(account: AccountId, visitor: VisitorId): Promise<VisitorLog>;
  /** Of these ids, those of events of the visitor received since an instant. */
  stored(
    account: AccountId,
    visitor: VisitorId,
    of: { readonly ids: readonly EventId[]; readonly sinceMs: number },
  ): Promise<ReadonlySet<EventId>>;
}

/**
 * The events of the visit of a visitor that had begun last at an instant, in order of ordinal, as many as
 * are read back of anybody; rows that cannot be read are left out.
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

/** Visitors read by one query at most, so that its answer stays bounded. */
const visitorsPerQuery = 200;

export class History implements VisitorHistory {
  readonly #facts: FactStore;
  /** One query is under way per account: after a restart all its visitors come at once. */
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

/**
 * The logs of several visitors; one without facts is missing from the map. A row that cannot be read is
 * told and left out, since all of them are read together. `through`: no event of a later ordinal.
 */
export async function readLogs(
  facts: FactStore,
  account: AccountId,
  visitors: readonly VisitorId[],
  unreadable: (error: unknown) => void = () => {},
  through: number | null = null,
): Promise<ReadonlyMap<VisitorId, VisitorLog>> {
  const params = { visitors: [...visitors], ...(through === null ? {} : { through }) };
  const where = 'WHERE visitor IN {visitors:Array(String)}';
  const until = through === null ? '' : 'AND ordinal <= {through:UInt64}';
  const newest = `ORDER BY visitor, ordinal DESC LIMIT ${profileLimits.restoreEvents} BY visitor`;
  const [events, decisions, conversions] = await Promise.all([
    facts.query<EventColumns>(
      account,
      `SELECT ${eventColumns} FROM $events ${where} ${until} ${newest}`,
      params,
    ),
    facts.query<DecisionColumns>(
      account,
      `SELECT ${decisionColumns} FROM $decisions ${where} ORDER BY ordinal`,
      params,
    ),
    facts.query<ConversionColumns>(
      account,
      `SELECT ${conversionColumns} FROM $conversions ${where} ORDER BY ordinal`,
      params,
    ),
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

/** What of the rows can be read; `unreadable` is told of the others. */
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
