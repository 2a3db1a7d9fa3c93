// The shop's own server. It reports visitors' orders with its secret key until each is
// acknowledged, and sometimes once more under another event id, as real shops do.
import { eventName } from '@opportune/protocol/behaviour/event.ts';
import { EventId } from '@opportune/protocol/ids.ts';
import type { VisitorId } from '@opportune/protocol/ids.ts';
import type { Browser } from './browser.test-support.ts';
import { EventOutbox } from './event-outbox.test-support.ts';
import type { Surroundings } from './surroundings.test-support.ts';

export class ShopServer {
  readonly #world: Surroundings;
  readonly #browsers: readonly Browser[];
  readonly #outboxes = new Map<VisitorId, EventOutbox>();
  #calm = false;
  #orders = 0;

  constructor(world: Surroundings, browsers: readonly Browser[]) {
    this.#world = world;
    this.#browsers = browsers;
  }

  get isQuiet(): boolean {
    return [...this.#outboxes.values()].every(({ size }) => size === 0);
  }

  /** The events that it reported, by visitor. */
  get outboxes(): ReadonlyMap<VisitorId, EventOutbox> {
    return this.#outboxes;
  }

  live(): void {
    const { loop } = this.#world;
    loop.after(loop.between(500, 3000), () => {
      if (!this.#calm && loop.chance(0.5)) this.#order();
      for (const [visitor, outbox] of this.#outboxes) this.#send(visitor, outbox);
      this.live();
    });
  }

  calm(): void {
    this.#calm = true;
  }

  #order(): void {
    const { loop } = this.#world;
    const browser = loop.pick(this.#browsers);
    // A shop learns a visitor id from its pages, whose tag has greeted by then.
    if (browser?.hasGreeted !== true) return;
    const { visitor } = browser;
    const outbox = this.#outboxes.get(visitor) ?? new EventOutbox();
    this.#outboxes.set(visitor, outbox);
    outbox.add({
      id: EventId.parse(`order${++this.#orders}`),
      kind: 'track',
      name: eventName.orderCompleted,
      at: loop.now,
      properties: { order_id: `o${loop.between(1, 3)}-${visitor}`, total: 50 },
    });
  }

  #send(visitor: VisitorId, outbox: EventOutbox): void {
    const events = outbox.oldest(20);
    if (events.length === 0) return;
    const sentAt = this.#world.loop.now;
    this.#world.post.send(
      () => this.#world.server?.post({ visitor, trust: 'server', sentAt, events }) ?? null,
      (refused) =>
        outbox.answered(
          events.map(({ id }) => id),
          refused,
        ),
    );
  }
}
