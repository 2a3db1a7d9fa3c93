// The world in which the engine's figures are measured: a clock, a numbered log, and standard
// visitors who send the standard events (standard-thousand.ts) directly to the engine. It measures
// nothing.
import { noteId } from '@opportune/core/behaviour/recent/known-ids.ts';
import { RecentMemory } from '@opportune/core/behaviour/recent/recent-memory.ts';
import type { CompiledConfiguration } from '@opportune/core/decision/configuration/compile.ts';
import {
  newVisitor,
  step,
  type DecisionContext,
  type VisitorState,
} from '@opportune/core/decision/engine.ts';
import { account, availability, noon, site } from '@opportune/core/world/test/shop.test-support.ts';
import type { AcceptedEvent } from '@opportune/protocol/behaviour/event.ts';
import { VisitorId } from '@opportune/protocol/ids.ts';
import { AccountLearner } from '@opportune/server/learn/intent/account-learner.ts';
import type { GoalModel } from '@opportune/server/learn/intent/goal-model.ts';
import { standardEvent } from './standard-thousand.ts';

/** The history of a standard visitor. */
export const eventsBefore = 20;
export const idsBefore = 50;
/** A long history: events per visit, and the pause between visits. */
export const visitEvents = 100;
const betweenVisitsMs = 3600_000;
const pauseMs = 3000;

/** A clock, a numbered log, and the visitors that use them. */
export class World {
  /** Decisions made by events, and by timers. */
  decided = 0;
  decidedByTime = 0;
  woken = 0;
  wakingMs = 0;
  scored = 0;
  #ordinal = 0;
  readonly #recent = new RecentMemory();
  readonly #compiled: CompiledConfiguration;
  readonly #learner: AccountLearner | null;
  readonly #availability = availability(5);
  readonly #nextOrdinal = (): number => ++this.#ordinal;

  constructor(compiled: CompiledConfiguration, goal: GoalModel | null) {
    this.#compiled = compiled;
    this.#learner = goal === null ? null : new AccountLearner(0);
    if (this.#learner !== null && goal !== null) this.#learner.models = [goal];
  }

  standardVisitor(number: number, past = eventsBefore): VisitorState {
    const state = newVisitor(account, site, VisitorId.parse(`visitor-${number}`), this.#recent);
    for (let at = eventsBefore; at < idsBefore; at++)
      noteId(state.known, `before-${number}-${at}`, noon);
    // A thousand at a time, so that a long history is never in memory as a whole.
    for (let left = past; left > 0; left -= 1000)
      this.#live(state, this.nextEvents(state, Math.min(1000, left)));
    return state;
  }

  #live(state: VisitorState, events: readonly AcceptedEvent[]): void {
    for (const event of events) {
      this.wakeUntil(state, event.receivedAt);
      this.take(state, event);
    }
  }

  /**
   * Plays another visit, an hour after the last one. Returns the mean cost of its events in µs by
   * the clock.
   */
  comeBack(state: VisitorState): number {
    const events = this.nextEvents(state, visitEvents, betweenVisitsMs);
    const from = performance.now();
    this.#live(state, events);
    return ((performance.now() - from) * 1000) / visitEvents;
  }

  nextEvents(state: VisitorState, many: number, laterMs = 0): readonly AcceptedEvent[] {
    const from = Math.max(noon, state.lastSeenAt) + laterMs;
    return Array.from({ length: many }, (_, at) =>
      standardEvent(state.visitor, ++this.#ordinal, from + (at + 1) * pauseMs),
    );
  }

  wakeUntil(state: VisitorState, now: number): void {
    if (state.wakeAt === null || state.wakeAt > now) return;
    this.woken++;
    const from = performance.now();
    const effects = step(state, { type: 'wake' }, this.#context(now));
    this.wakingMs += performance.now() - from;
    for (const { type } of effects) if (type === 'decide') this.decidedByTime++;
  }

  take(state: VisitorState, event: AcceptedEvent): void {
    const effects = step(state, { type: 'event', event }, this.#context(event.receivedAt));
    this.#learner?.followed(state, effects);
    for (const effect of effects) {
      if (effect.type === 'decide') this.decided++;
      else if (effect.type === 'store' && effect.event.intent !== undefined) this.scored++;
    }
  }

  #context(now: number): DecisionContext {
    return {
      configuration: this.#compiled,
      availability: this.#availability,
      now,
      nextOrdinal: this.#nextOrdinal,
      reachable: true,
      ...(this.#learner === null ? {} : { intent: this.#learner }),
    };
  }
}
