// Events that the server has not yet acknowledged: this tab's, kept in storage under the tab's own
// name so that two tabs never overwrite each other, and those that a leader sends for others. The name
// says whose they are: a tab may see late that another has let go of the visitor.
// Bounded in count, bytes and age; beyond, the oldest goes, and `debug` says so.
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
  readonly event: ClientEvent;
  readonly tab: string;
  readonly size: number;
  sent: boolean;
}

export interface Outbox {
  add(event: ClientEvent, tab: string): void;
  /** The oldest events not yet on their way; they count as on their way from now. */
  take(): ClientEvent[];
  /** Everything unacknowledged goes again: the connection is a new one. */
  again(): void;
  settle(ids: readonly string[]): void;
  /** Takes over what pages left behind that are no more; erases what is of a former visitor. */
  adopt(): void;
  save(): void;
  clear(): void;
}

function readEvents(text: string | null): ClientEvent[] {
  // Written by this tag in an earlier page: the one parser of the storage.
  return attempt(() => parse(text ?? '') as ClientEvent[]) ?? [];
}

export function createOutbox(store: Store, own: string, maySend: () => boolean): Outbox {
  const entries = new Map<string, Entry>();
  let size = 0;
  let saving = 0;
  const remove = (id: string): void => {
    size -= entries.get(id)?.size ?? 0;
    entries.delete(id);
  };
  const trim = (): void => {
    for (const [id, { event }] of entries) {
      const fits = entries.size <= mostEvents && size <= mostBytes;
      if (fits && event.at > Date.now() - oldestMs) return;
      remove(id);
      say('dropped', id);
    }
  };
  const nameOf = (tab: string): string => `q.${personIn(store)}.${tab}`;
  const keep = (tab: string, events: readonly ClientEvent[]): void =>
    store.set(nameOf(tab), events.length ? json(events) : null);
  const box: Outbox = {
    add(event, tab) {
      const text = json(event);
      if (entries.has(event.id)) return;
      if (text.length > eventSizeBytes) return say('too large', event.name);
      // As it is now: the page may change its objects later.
      entries.set(event.id, {
        event: parse(text) as ClientEvent,
        tab,
        size: text.length,
        sent: false,
      });
      size += text.length;
      trim();
      saving ||= later(box.save, 300);
    },
    take() {
      const taken: ClientEvent[] = [];
      if (maySend())
        for (const entry of entries.values()) {
          if (entry.sent || taken.length >= batchSize) continue;
          entry.sent = true;
          taken.push(entry.event);
        }
      return taken;
    },
    again() {
      for (const entry of entries.values()) entry.sent = false;
    },
    settle(ids) {
      const others = new Set<string>();
      for (const id of ids) {
        const tab = entries.get(id)?.tab;
        if (tab) others.add(tab);
        remove(id);
      }
      for (const tab of others)
        keep(
          tab,
          readEvents(store.get(nameOf(tab))).filter(({ id }) => !ids.includes(id)),
        );
      box.save();
    },
    adopt() {
      // What is older goes first: the server applies events in the order of their arrival.
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
      const mine = [...entries.values()].filter(({ tab }) => tab === own);
      keep(
        own,
        mine.map(({ event }) => event),
      );
    },
    clear() {
      entries.clear();
      size = 0;
    },
  };
  return box;
}
