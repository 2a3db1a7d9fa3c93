// Adds events of our own to visitors' logs, such as the start of a conversation. If a store is
// unavailable, it retries for about an hour. Later events of the same visitor wait behind. It keeps
// nothing of accepted events.
import { tableLimits } from '@opportune/protocol/limits/memory.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Clock, Ids, Schedule } from '@opportune/core/world/world.ts';
import type { JsonObject } from '@opportune/protocol/behaviour/event.ts';
import { DecisionId, EventId } from '@opportune/protocol/ids.ts';
import type { AdmittedEvent, Intake, VisitorBatch } from '../intake.ts';
import { batchBytes } from './visitors-waiting.ts';

/** The pause after a failure. Doubles after each further failure, up to the maximum. */
const againMs = { first: 1000, most: 30_000 };
const mostTries = 120;

type Of = Pick<VisitorBatch, 'account' | 'site' | 'visitor'>;

interface Waiting {
  readonly of: Of;
  readonly events: AdmittedEvent[];
  tries: number;
  cancel: () => void;
}

export interface OwnEventsParts {
  readonly owner: Pick<Intake, 'accept'>;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly log: Pick<Log, 'error'>;
}

export class OwnEvents {
  readonly #use: OwnEventsParts;
  readonly #waiting = new Map<string, Waiting>();
  #count = 0;
  #sizeBytes = 0;
  #closed = false;

  constructor(parts: OwnEventsParts) {
    this.#use = parts;
  }

  /** The number of waiting events. */
  get size(): number {
    return this.#count;
  }

  /** Their bytes, on the high side. */
  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  tell(event: AdmittedEvent): void {
    const waiting = this.#waiting.get(keyOf(event));
    if (waiting !== undefined) return this.#add(waiting, event);
    this.#use.owner.accept(batch(event, [event])).catch((error: unknown) => {
      this.#failed(error, [event]);
      this.#add(this.#later(event), event);
    });
  }

  /** Waiting events are lost, because an unavailable store cannot be waited for. */
  close(): void {
    this.#closed = true;
    for (const { events, cancel } of this.#waiting.values()) {
      cancel();
      this.#lost(events);
    }
    this.#waiting.clear();
  }

  #add(to: Waiting, event: AdmittedEvent): void {
    const sizeBytes = batchBytes([event]);
    const isFull =
      this.#count >= tableLimits.tells || this.#sizeBytes + sizeBytes > tableLimits.tellBytes;
    if (this.#closed || isFull) return this.#lost([event]);
    to.events.push(event);
    this.#count++;
    this.#sizeBytes += sizeBytes;
  }

  /** The waiting events of a visitor, with the next retry scheduled. */
  #later(event: AdmittedEvent): Waiting {
    const key = keyOf(event);
    const known = this.#waiting.get(key);
    if (known !== undefined || this.#closed) return known ?? waitingOf(event);
    const waiting = waitingOf(event);
    this.#waiting.set(key, waiting);
    this.#pause(key, waiting);
    return waiting;
  }

  #pause(key: string, waiting: Waiting): void {
    const delayMs = Math.min(againMs.most, againMs.first * 2 ** waiting.tries++);
    waiting.cancel = this.#use.schedule(delayMs, () => void this.#again(key, waiting));
  }

  /** Retries all waiting events at once. One that was accepted before is a repeat, by its id. */
  async #again(key: string, waiting: Waiting): Promise<void> {
    const { owner, clock } = this.#use;
    const receivedAt = clock.now();
    const events = waiting.events.map((event) => ({ ...event, receivedAt }));
    let isOver = true;
    try {
      await owner.accept(batch(waiting.of, events));
      waiting.tries = 0;
    } catch (error) {
      this.#failed(error, events);
      isOver = waiting.tries >= mostTries;
      if (isOver) this.#lost(events);
    }
    if (this.#closed) return;
    if (isOver) this.#remove(waiting, events.length);
    if (waiting.events.length === 0) this.#waiting.delete(key);
    else this.#pause(key, waiting);
  }

  #remove(waiting: Waiting, most: number): void {
    const removed = waiting.events.splice(0, most);
    this.#count -= removed.length;
    this.#sizeBytes -= batchBytes(removed);
  }

  #failed(error: unknown, events: readonly AdmittedEvent[]): void {
    const names = events.map(({ name }) => name);
    this.#use.log.error('engage.tell_failed', { names, error: String(error) });
  }

  #lost(events: readonly AdmittedEvent[]): void {
    const names = events.map(({ name }) => name);
    this.#use.log.error('engage.tell_lost', { names });
  }
}

function keyOf({ account, visitor }: Of): string {
  return `${account} ${visitor}`;
}

function waitingOf({ account, site, visitor }: Of): Waiting {
  return { of: { account, site, visitor }, events: [], tries: 0, cancel: () => {} };
}

function batch({ account, site, visitor }: Of, events: readonly AdmittedEvent[]): VisitorBatch {
  return { account, site, visitor, fresh: false, events };
}

/** An event of our own that happens now. */
export function ownEvent(
  { clock, ids }: { readonly clock: Clock; readonly ids: Ids },
  { account, site, visitor }: Of,
  name: string,
  properties: JsonObject,
): AdmittedEvent {
  const now = clock.now();
  const decision = DecisionId.safeParse(properties['decision']).data;
  return {
    ...{ account, site, visitor, name, properties },
    id: EventId.parse(ids.next()),
    kind: 'track',
    trust: 'server',
    at: now,
    receivedAt: now,
    bot: false,
    imported: false,
    ...(decision === undefined ? {} : { decision }),
  };
}
