// Reads a clickstream of a shop (`COOKIE;Date;Time;Click_order;Webpage`) into visits of events, as a
// tag would have seen them. Order is the file's Click_order: some of its clocks run backwards.
import { createHash } from 'node:crypto';
import { EventId, VisitorId } from '@opportune/protocol/ids.ts';
import type { JsonObject } from '@opportune/protocol/behaviour/event.ts';
import { eventName } from '@opportune/protocol/behaviour/event.ts';

export interface RecordedEvent {
  readonly id: EventId;
  readonly kind: 'page' | 'track';
  readonly name: string;
  readonly path: string;
  readonly title: string;
  readonly properties: JsonObject;
  /** After the visit's first event, pauses shortened. */
  readonly offsetMs: number;
}

export interface RecordedVisit {
  readonly visitor: VisitorId;
  /** By the file's clock. */
  readonly startsAt: number;
  readonly events: readonly RecordedEvent[];
}

export interface Clickstream {
  readonly visits: readonly RecordedVisit[];
  readonly rows: number;
  /** Rows that mark the begin or end of a visit; they are no events. */
  readonly marks: number;
}

interface Row {
  readonly line: number;
  readonly cookie: string;
  readonly at: number;
  readonly order: number;
  readonly page: string;
}

/** A longer pause is shortened to this, so that what was one visit stays one. */
export const longestPauseMs = 25 * 60_000;
const marks = new Set(['start_session', 'end_session']);

/** The prices this replay invents: the recording has none. Cents avoided, so that sums are exact. */
export const inventedPrices = [19, 29, 39, 49, 59, 79, 99, 129] as const;

/** Throws a sentence with the line where the file is not of the form. */
export function readClickstream(text: string, file: string, run: string): Clickstream {
  const rows = parseRows(text);
  const byCookie = Map.groupBy(rows, (row) => row.cookie);
  const visits = [...byCookie].map(([cookie, own]) => visitOf(cookie, own, `${file}|${run}`));
  visits.sort((a, b) => a.startsAt - b.startsAt || (a.visitor < b.visitor ? -1 : 1));
  return { visits, rows: rows.length, marks: rows.filter((row) => marks.has(row.page)).length };
}

function parseRows(text: string): readonly Row[] {
  const [head = '', ...lines] = text.split(/\r?\n/);
  if (head !== 'COOKIE;Date;Time;Click_order;Webpage') {
    throw new Error('line 1: expected the columns COOKIE;Date;Time;Click_order;Webpage');
  }
  return lines.flatMap((line, index) => (line === '' ? [] : [rowOf(line, index + 2)]));
}

function rowOf(text: string, line: number): Row {
  const [cookie = '', date = '', time = '', order = '', page = ''] = text.split(';');
  const at = Date.parse(`${date}T${time}Z`);
  if (cookie === '' || page === '' || Number.isNaN(at) || !/^\d+$/.test(order)) {
    throw new Error(`line ${line}: expected cookie;date;time;number;page`);
  }
  return { line, cookie, at, order: Number(order), page };
}

function visitOf(cookie: string, rows: readonly Row[], salt: string): RecordedVisit {
  const ordered = rows.toSorted((a, b) => a.order - b.order || a.line - b.line);
  const events: RecordedEvent[] = [];
  let offsetMs = 0;
  let before = ordered[0]?.at ?? 0;
  let total = 0;
  let items = 0;
  let paid = false;
  for (const row of ordered) {
    offsetMs += Math.min(longestPauseMs, Math.max(0, row.at - before));
    before = row.at;
    if (marks.has(row.page)) continue;
    const add = (part: Pick<RecordedEvent, 'kind' | 'name' | 'properties'>): void => {
      const id = EventId.parse(fingerprint(`${salt}|${row.line}|${part.name}`));
      events.push({ id, path: `/${row.page}`, title: row.page, offsetMs, ...part });
    };
    if (row.page === 'addcart') {
      const price = priceOf(row);
      total += price;
      items += 1;
      add({
        kind: 'track',
        name: eventName.productAdded,
        properties: { product_id: `p${price}`, price, quantity: 1, currency: 'EUR' },
      });
    } else if (row.page === 'pay_res' && !paid) {
      paid = true;
      const order = fingerprint(`${salt}|order|${cookie}`);
      add({
        kind: 'track',
        name: eventName.orderCompleted,
        properties: { order_id: order, total: items === 0 ? priceOf(row) : total, currency: 'EUR' },
      });
    } else {
      add({ kind: 'page', name: eventName.page, properties: {} });
    }
  }
  return {
    visitor: VisitorId.parse(fingerprint(`${salt}|${cookie}`)),
    startsAt: ordered[0]?.at ?? 0,
    events,
  };
}

function priceOf(row: Row): number {
  const index = createHash('sha256').update(`${row.cookie}|${row.order}`).digest().readUInt32BE(0);
  return inventedPrices[index % inventedPrices.length] ?? inventedPrices[0];
}

/** 22 characters that derive from a text and nothing else. */
export function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
