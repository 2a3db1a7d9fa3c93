// A piece of the past as a rehearsal reads it: columns of events, and their visitors. Skips what a
// rehearsal does not use: the stored visit of an event, and whether its visitor was held out then.
// Leaves out unreadable rows, as the visitor's owner does.
import type { StoredVisitor } from '@opportune/core/decision/rehearse/rehearse.ts';
import type { StoredEvent } from '@opportune/core/decision/engine.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { eventColumns, eventOfRow, type EventColumns } from '../ledger/fact-rows.ts';
import { readable } from '../history/visitor-history.ts';

const unread = ['account', 'visit', 'holdout'];

/** The columns and their SQL expressions. */
export const pieceColumns: readonly { readonly name: string; readonly sql: string }[] = eventColumns
  .split(',')
  .map((each) => {
    const [sql = '', name = sql] = each.trim().split(/\s+AS\s+/);
    return { name, sql };
  })
  .filter(({ name }) => !unread.includes(name));

type Columns = Readonly<Record<string, readonly unknown[]>>;

/** The visitors of a piece, each with their events in any order. */
export function* visitorsOf(account: AccountId, bytes: Uint8Array): Generator<StoredVisitor> {
  const text = new TextDecoder().decode(bytes);
  const columns: Columns = text === '' ? {} : (JSON.parse(text) as Columns);
  for (const rows of rowsByVisitor(columns).values()) {
    const read = (row: number): StoredEvent => eventAt(account, columns, row);
    const events = [...readable(rows, read, () => {})];
    const [first] = events;
    if (first === undefined) continue;
    yield { account, site: first.site, visitor: first.visitor, events };
  }
}

function rowsByVisitor({ visitor: visitors = [] }: Columns): ReadonlyMap<unknown, number[]> {
  const found = new Map<unknown, number[]>();
  for (const [row, visitor] of visitors.entries()) {
    const rows = found.get(visitor);
    if (rows === undefined) found.set(visitor, [row]);
    else rows.push(row);
  }
  return found;
}

function eventAt(account: AccountId, columns: Columns, row: number): StoredEvent {
  const values: Record<string, unknown> = { account, visit: 'unread', holdout: 0 };
  for (const { name } of pieceColumns) values[name] = columns[name]?.[row];
  return eventOfRow(values as unknown as EventColumns);
}
