// How much providers take: a channel, and each address in it, has a bucket that fills evenly (generic cell
// rate algorithm, ITU-T I.371). Whoever finds it empty is told when its turn is, and keeps that turn. It
// is of one process, and begins anew with it: a provider that has enough says so.
import { BoundedMap } from '@opportune/core/bounds/bounded-map.ts';
import type { Rate } from '@opportune/core/ports/channel.ts';
import { deliveryLimits } from '@opportune/protocol/limits/channels.ts';

export interface Sending {
  /** Names the delivery, whose turn is kept. */
  readonly delivery: string;
  /** Names the channel, of all accounts. */
  readonly channel: string;
  /** Of the channel, later each time that somebody changes it. */
  readonly revision: number;
  readonly address: string;
  readonly rates: readonly Rate[];
}

interface Turn {
  readonly at: number;
  /** How many of its buckets have given theirs. */
  readonly passed: number;
}

interface Held {
  /** The one that the provider held up. */
  readonly revision: number;
  readonly until: number;
}

export class SendRates {
  /** When the bucket is full again. */
  readonly #fullAt = new BoundedMap<string, number>(deliveryLimits.buckets);
  readonly #turns = new BoundedMap<string, Turn>(deliveryLimits.turns);
  readonly #held = new BoundedMap<string, Held>(deliveryLimits.buckets);

  /** When it may leave: now, or later. A turn that has come is used up. */
  turn({ delivery, channel, revision, address, rates }: Sending, now: number): number {
    const kept = this.#turns.get(delivery) ?? { at: now, passed: 0 };
    const readyAt = Math.max(kept.at, this.#heldUntil({ channel, revision }));
    if (readyAt > now) return readyAt;
    // One bucket after another: who waits for an address takes nothing of the channel's meanwhile.
    const inOrder = rates.toSorted((one) => (one.of === 'address' ? -1 : 1));
    for (let passed = kept.passed; passed < inOrder.length;) {
      const rate = inOrder[passed];
      passed += 1;
      if (rate === undefined) break;
      const key = JSON.stringify([channel, rate, rate.of === 'address' ? address : null]);
      const at = this.#take(key, rate, now);
      if (at <= now) continue;
      this.#turns.set(delivery, { at, passed });
      return at;
    }
    this.#turns.delete(delivery);
    return now;
  }

  /** The provider wants nothing until then, unless somebody changes the channel before. */
  hold(of: Pick<Sending, 'channel' | 'revision'>, until: number): void {
    const { channel, revision } = of;
    this.#held.set(channel, { revision, until: Math.max(until, this.#heldUntil(of)) });
  }

  #heldUntil({ channel, revision }: Pick<Sending, 'channel' | 'revision'>): number {
    const held = this.#held.get(channel);
    return held?.revision === revision ? held.until : 0;
  }

  /** When the bucket gives what it is asked for. */
  #take(key: string, { most, perMs }: Rate, now: number): number {
    const stepMs = perMs / most;
    const fullAt = Math.max(now, this.#fullAt.get(key) ?? 0);
    this.#fullAt.set(key, fullAt + stepMs);
    return Math.max(now, fullAt - (perMs - stepMs));
  }
}
