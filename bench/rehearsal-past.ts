// Stored visits of the last 30 days for a rehearsal, written as the store keeps them, without going
// through the intake. The visitor's number alone determines when a visitor comes and what they do.
import type { StoredEvent } from '@opportune/core/decision/engine.ts';
import type { FactStore } from '@opportune/core/ports/facts.ts';
import { fingerprint } from '@opportune/core/world/fingerprint.ts';
import { dayMs } from '@opportune/core/world/local-time.ts';
import { account, pageAt, site } from '@opportune/core/world/test/shop.test-support.ts';
import { eventName, type Device, type JsonObject } from '@opportune/protocol/behaviour/event.ts';
import { EventId, PageViewId, VisitId, VisitorId } from '@opportune/protocol/ids.ts';
import { eventRow } from '@opportune/server/engage/ledger/fact-rows.ts';

export interface Past {
  readonly visits: number;
  readonly visitors: number;
  readonly events: number;
}

const visitsOf = [1, 1, 1, 2, 1, 2, 1, 3] as const;
const rowsAtOnce = 20_000;

/** Stores at least this many visits that ended before `now`. */
export async function storePast(facts: FactStore, visits: number, now: number): Promise<Past> {
  let stored = { visits: 0, visitors: 0, events: 0 };
  let rows: StoredEvent[] = [];
  const flush = async (): Promise<void> => {
    const events = rows.map(eventRow);
    rows = [];
    await facts.append({ token: `past-${stored.visitors}`, tables: { events } });
  };
  while (stored.visits < visits) {
    const own = visitorPast(stored.visitors, now);
    rows.push(...own.events);
    stored = {
      visits: stored.visits + own.visits,
      visitors: stored.visitors + 1,
      events: stored.events + own.events.length,
    };
    if (rows.length >= rowsAtOnce) await flush();
  }
  await flush();
  return stored;
}

function visitorPast(number: number, now: number): { visits: number; events: StoredEvent[] } {
  const draw = fingerprint(`past ${number}`);
  const visits = visitsOf[draw % visitsOf.length] ?? 1;
  const visitor = VisitorId.parse(`v${fingerprint(`visitor ${number}`).toString(36)}`);
  const first = now - 29.5 * dayMs + (Math.floor(draw / 8) % (20 * dayMs));
  const events: StoredEvent[] = [];
  for (let visit = 0; visit < visits; visit++)
    addVisit(events, { visitor, visit, begins: first + visit * 3 * dayMs, draw: draw + visit });
  return { visits, events };
}

interface Sketch {
  readonly visitor: VisitorId;
  readonly visit: number;
  readonly begins: number;
  readonly draw: number;
}

/** Between 6 and 17 events, twelve on average: pages, scrolls, a cart, and sometimes an order. */
function addVisit(events: StoredEvent[], { visitor, visit, begins, draw }: Sketch): void {
  const steps = 6 + (Math.floor(draw / 64) % 12);
  let at = begins;
  let view = '';
  for (let step = 0; step < steps; step++) {
    const name = nameOf(step, steps, draw);
    if (name === eventName.page) view = `p${visit}-${step}`;
    const path = step >= steps - 2 ? '/checkout' : `/product/${(draw + step) % 200}`;
    events.push({
      account,
      site,
      visitor,
      visit: VisitId.parse(`${visitor}.${visit}`),
      ordinal: begins + step,
      id: EventId.parse(`e${visit}-${step}`),
      kind: name === eventName.page ? 'page' : 'track',
      name,
      trust: name === eventName.orderCompleted ? 'server' : 'page',
      at,
      receivedAt: at + 40,
      page: {
        ...pageAt(path),
        title: 'A thing for the house',
        referrer: 'https://search.example/',
      },
      pageView: PageViewId.parse(view),
      sections: step >= steps - 2 ? ['checkout'] : ['product'],
      properties: propertiesOf(name, `${visitor}-${visit}`, draw),
      device,
      place: { country: 'DE', region: null, city: null },
      bot: false,
      imported: false,
      holdout: false,
    });
    at += 3000 + ((draw + step * 7919) % 40_000);
  }
}

function nameOf(step: number, steps: number, draw: number): string {
  if (step === 0 || step === steps - 2 || step % 4 === 3) return eventName.page;
  if (step === steps - 1)
    return draw % 12 === 0 ? eventName.orderCompleted : eventName.scrollReached;
  return step % 4 === 1
    ? eventName.productViewed
    : step % 8 === 2
      ? eventName.cartUpdated
      : eventName.scrollReached;
}

function propertiesOf(name: string, order: string, draw: number): JsonObject {
  const total = 20 + (draw % 300);
  if (name === eventName.orderCompleted) return { order_id: order, total, currency: 'EUR' };
  if (name === eventName.cartUpdated) return { total, items: 1 + (draw % 4), currency: 'EUR' };
  if (name === eventName.scrollReached) return { percent: 50 };
  if (name === eventName.productViewed)
    return { product_id: `sku-${draw % 500}`, name: 'A thing for the house', price: draw % 100 };
  return {};
}

const device: Device = {
  type: 'desktop',
  browser: 'Firefox',
  os: 'Linux',
  language: 'de',
  timeZone: 'Europe/Berlin',
  viewportWidth: 1400,
};
