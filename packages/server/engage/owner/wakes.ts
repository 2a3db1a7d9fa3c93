// Wakes visitors at their due instants. One timer wheel serves all and turns only while anything is
// due. A failed wake does not affect others.
import { TimerWheel } from '@opportune/core/decision/timers/timer-wheel.ts';
import { repeat } from '@opportune/core/world/repeat.ts';
import type { Clock, Schedule } from '@opportune/core/world/world.ts';

/** How late a wake is at most if the process is not busy, in milliseconds. */
const turnMs = 10;

export class Wakes<Key> {
  readonly #clock: Clock;
  readonly #wake: (key: Key) => void;
  readonly #wheel: TimerWheel<Key>;
  readonly #instants = new Map<Key, number>();
  readonly #schedule: Schedule;
  #stop: (() => void) | null = null;

  constructor(clock: Clock, schedule: Schedule, wake: (key: Key) => void) {
    this.#schedule = schedule;
    this.#clock = clock;
    this.#wake = wake;
    this.#wheel = new TimerWheel<Key>(clock.now());
  }

  /** Sets the key's one instant and replaces the previous one. Null removes it. */
  set(key: Key, at: number | null): void {
    if (at === null) {
      this.#instants.delete(key);
      this.#wheel.remove(key);
      return;
    }
    this.#instants.set(key, at);
    this.#wheel.add(key, at);
    this.#stop ??= repeat(this.#schedule, turnMs, () => this.#turn());
  }

  /** Makes the key's instant earlier, never later. */
  setEarlier(key: Key, at: number): void {
    const present = this.#instants.get(key);
    if (present === undefined || at < present) this.set(key, at);
  }

  get size(): number {
    return this.#wheel.size;
  }

  close(): void {
    this.#stop?.();
    this.#stop = null;
  }

  #turn(): void {
    for (const key of this.#wheel.due(this.#clock.now())) {
      this.#instants.delete(key);
      this.#wake(key);
    }
    if (this.#wheel.size === 0) this.close();
  }
}
