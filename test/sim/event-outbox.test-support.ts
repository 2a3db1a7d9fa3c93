// The events that a tag keeps until the server acknowledges them as stored, by id, and the log
// against which the promises are checked. It drops an event only if it was acknowledged or refused
// for good.
import type { ClientEvent } from '@opportune/protocol/behaviour/event.ts';
import type { Problem } from '@opportune/protocol/errors.ts';
import type { EventId } from '@opportune/protocol/ids.ts';

export type Refusal = Problem & { readonly id: EventId | null };

export class EventOutbox {
  readonly #waiting = new Map<EventId, ClientEvent>();
  readonly acknowledged = new Set<EventId>();
  readonly refused = new Map<EventId, string>();

  get size(): number {
    return this.#waiting.size;
  }

  add(event: ClientEvent): void {
    this.#waiting.set(event.id, event);
  }

  /** The oldest waiting events. */
  oldest(count: number): readonly ClientEvent[] {
    return [...this.#waiting.values()].slice(0, count);
  }

  /** The server's answer for these events: all but the listed ones are stored. */
  answered(ids: readonly EventId[], refused: readonly Refusal[]): void {
    const problems = new Map(refused.map((each) => [each.id, each]));
    for (const id of ids) {
      const problem = problems.get(id);
      if (problem?.retry === true) continue;
      if (problem === undefined) this.acknowledged.add(id);
      else if (!this.acknowledged.has(id)) this.refused.set(id, problem.code);
      this.#waiting.delete(id);
    }
  }
}
