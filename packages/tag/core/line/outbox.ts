// Events that the server has not yet acknowledged: this tab's, stored under the tab's own name so
// that two tabs never overwrite each other, and those that a leader sends for others. The name
// includes the person: a tab may notice late that another has let go of the visitor. Bounded in
// count, bytes and age. Beyond, the oldest is dropped, and `debug` reports it.
import type { ClientEvent } from '../../wire.ts';
import { attempt } from '../attempt.ts';
import { personIn } from '../identity.ts';
import { json, parse } from '../json.ts';
import { later, say } from '../safe.ts';
import type { Store } from '../store.ts';

const mostEvents = 400;
const mostBytes = 262_144;
const oldestMs = 86_400_000;
const eventSizeBytes = 32_000;
const batchSize = 100;

interface Entry {
  readonly kept: ClientEvent;
  /** The tab that it is stored for. */
  readonly owner: string;
  readonly sizeBytes: number;
  sent: boolean;
}

export interface Outbox {
  add(event: ClientEvent, tab: string): void;
  /** The oldest unsent events. They count as sent from now on. */
  take(): ClientEvent[];
  /**
   * All unacknowledged events, for a page that goes. They stay stored, since no answer will be
   * received.
   */
  takeAll(): ClientEvent[];
  /** Sends everything unacknowledged again: the connection is a new one. */
  again(): void;
  settle(ids: readonly string[]): void;
  /** Takes over what closed pages left behind. Erases what belongs to a previous visitor. */
  adopt(): void;
  save(): void;
  clear(): void;
}

function readEvents(text: string | null): ClientEvent[] {
  // Written by this tag in an earlier page. This is the only parser of the storage.
  return attempt(() => parse(text ?? '') as ClientEvent[]) ?? [];
}

function trim(entries: Map<string, Entry>): void {
  let size = 0;
  for (const entry of entries.values()) size += entry.sizeBytes;
  for (const [id, { kept, sizeBytes }] of entries) {
    const fits = entries.size <= mostEvents && size <= mostBytes;
    if (fits && kept.at > Date.now() - oldestMs) return;
    entries.delete(id);
    size -= sizeBytes;
    say('dropped', id);
  }
}

export function createOutbox(store: Store, own: string, maySend: () => boolean): Outbox {
  const entries = new Map<string, Entry>();
  let saving = 0;
  const nameOf = (tab: string): string => `q.${personIn(store)}.${tab}`;
  const keep = (tab: string, events: readonly ClientEvent[]): void =>
    store.set(nameOf(tab), events.length ? json(events) : null);
  const box: Outbox = {
    add(event, tab) {
      const text = json(event);
      if (entries.has(event.id)) return;
      if (text.length > eventSizeBytes) return say('too large', event.name);
      // A copy: the page may change its objects later.
      entries.set(event.id, {
        kept: parse(text) as ClientEvent,
        owner: tab,
        sizeBytes: text.length,
        sent: false,
      });
      trim(entries);
      saving ||= later(box.save, 300);
    },
    take() {
      const open = maySend() ? [...entries.values()].filter(({ sent }) => !sent) : [];
      return open.slice(0, batchSize).map((entry) => {
        entry.sent = true;
        return entry.kept;
      });
    },
    takeAll() {
      box.again();
      const events = box.take();
      box.save();
      return events;
    },
    again() {
      for (const entry of entries.values()) entry.sent = false;
    },
    settle(ids) {
      const others = new Set(ids.map((id) => entries.get(id)?.owner));
      for (const id of ids) entries.delete(id);
      for (const tab of others) {
        const there = tab ? readEvents(store.get(nameOf(tab))) : [];
        if (tab)
          keep(
            tab,
            there.filter(({ id }) => !ids.includes(id)),
          );
      }
      box.save();
    },
    adopt() {
      // Older events go first: the server applies events in the order of their arrival.
      const newer = [...entries];
      entries.clear();
      const start = nameOf('');
      for (const name of store.names('q.')) {
        if (!name.startsWith(start)) store.set(name, null);
        else if (name !== nameOf(own))
          for (const event of readEvents(store.get(name))) box.add(event, name.slice(start.length));
      }
      for (const [id, entry] of newer) entries.set(id, entry);
    },
    save() {
      clearTimeout(saving);
      saving = 0;
      if (!maySend()) return;
      const mine = [...entries.values()].filter(({ owner }) => owner === own);
      keep(
        own,
        mine.map(({ kept }) => kept),
      );
    },
    clear: () => entries.clear(),
  };
  return box;
}
