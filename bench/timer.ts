// How late a visitor's timer fires. 100,000 virtual visitors wait on the server's own timer wheel
// for the instants of the standard thousand's moments, and the engine decides at each wake. It uses
// no sockets and no store, so it measures only the way from an instant to its decision.
import { RecentMemory } from '@opportune/core/behaviour/recent/recent-memory.ts';
import { compileConfiguration } from '@opportune/core/decision/configuration/compile.ts';
import { newVisitor, step, type VisitorState } from '@opportune/core/decision/engine.ts';
import {
  account,
  availability,
  configuration,
  noon,
  site,
} from '@opportune/core/world/test/shop.test-support.ts';
import { eventName } from '@opportune/protocol/behaviour/event.ts';
import { VisitorId } from '@opportune/protocol/ids.ts';
import { realTime } from '@opportune/server/testing/real-time.test-support.ts';
import { Wakes } from '@opportune/server/engage/owner/wakes.ts';
import { systemClock } from '@opportune/server/world.ts';
import { percentile, rounded, type BenchRow } from './row.ts';
import { standardEvent, standardThousand } from './standard-thousand.ts';

const visitors = 100_000;
const measuredMs = 30_000;
/** The visitors open their pages spread over this time, so that their instants spread too. */
const spreadMs = 30_000;
const leadMs = 1000;

/** Yields `timer.p999.ms`. */
export async function* timerRows(): AsyncIterable<BenchRow> {
  const waiting = new Waiting();
  for (let at = 0; at < visitors; at++) waiting.arrive(at, noon + (at / visitors) * spreadMs);
  waiting.begin();
  await new Promise((resolve) => setTimeout(resolve, leadMs + measuredMs));
  waiting.close();
  const late = Float64Array.from(waiting.lateMs).sort();
  yield {
    name: 'timer.p999.ms',
    value: rounded(percentile(late, 0.999)),
    unit: 'ms',
    target: '≤ 100',
    how: `${visitors} virtual visitors on the server's wheel, ${late.length} wakes in ${measuredMs / 1000} s, each decided by the engine over the standard thousand, one process; from the exact instant to the wake; p50 ${rounded(percentile(late, 0.5))}, p99 ${rounded(percentile(late, 0.99))}, most ${rounded(percentile(late, 1))} ms`,
  };
}

class Waiting {
  readonly lateMs: number[] = [];
  readonly #compiled = compileConfiguration(configuration(standardThousand(1000)));
  readonly #availability = availability(5);
  readonly #states: VisitorState[] = [];
  readonly #recent = new RecentMemory();
  #wakes: Wakes<number> | null = null;
  /**
   * The offset from the system's clock to the visitors' clock, which ignores the time spent on
   * making them.
   */
  #aheadMs = 0;
  #ordinal = 0;

  /** Adds a visitor who opened a page at this instant, from which its dwell timers count. */
  arrive(number: number, openedAt: number): void {
    const state = newVisitor(account, site, VisitorId.parse(`visitor-${number}`), this.#recent);
    this.#states.push(state);
    const now = Math.floor(openedAt);
    this.#step(number, { type: 'event', event: this.#page(state.visitor, now) }, now);
  }

  /** Starts the clock just before the first instant. */
  begin(): void {
    const instants = this.#states.flatMap(({ wakeAt }) => (wakeAt === null ? [] : [wakeAt]));
    const first = instants.reduce((one, other) => Math.min(one, other), Infinity);
    this.#aheadMs = first - leadMs - systemClock.now();
    this.#wakes = new Wakes(
      { now: () => systemClock.now() + this.#aheadMs },
      realTime,
      (number: number) => this.#wake(number),
    );
    for (const [number, { wakeAt }] of this.#states.entries()) this.#wakes.set(number, wakeAt);
  }

  close(): void {
    this.#wakes?.close();
  }

  #page(visitor: VisitorId, now: number): ReturnType<typeof standardEvent> {
    for (;;) {
      const event = standardEvent(visitor, ++this.#ordinal, now);
      if (event.name === eventName.page) return event;
    }
  }

  #wake(number: number): void {
    const now = systemClock.now() + this.#aheadMs;
    this.lateMs.push(now - (this.#states[number]?.wakeAt ?? now));
    this.#step(number, { type: 'wake' }, now);
  }

  #step(number: number, input: Parameters<typeof step>[1], now: number): void {
    const state = this.#states[number];
    if (state === undefined) return;
    const effects = step(state, input, {
      configuration: this.#compiled,
      availability: this.#availability,
      now,
      nextOrdinal: () => ++this.#ordinal,
      reachable: true,
    });
    for (const effect of effects) if (effect.type === 'wake') this.#wakes?.set(number, effect.at);
  }
}
