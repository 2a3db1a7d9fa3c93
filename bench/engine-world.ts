// The world that the engine's figures are measured in: a clock, a numbered log, and standard visitors
// that live the standard events (standard-thousand.ts) on the engine itself. It measures nothing.
import { noteId } from '@opportune/core/behaviour/recent/known-ids.ts';
import { JsonPacker } from '@opportune/core/behaviour/recent/packed-json.ts';
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

/** What a standard visitor has behind it. */
export const eventsBefore = 20;
export const idsBefore = 50;
/** Of a long past: events a visit, and how long after the last of one the next begins. */
export const visitEvents = 100;
const betweenVisitsMs = 3600_000;
const pauseMs = 3000;

/** A clock, a numbered log and the visitors that live by them. */
export class World {
  /** Decisions that events made, and those that timers did. */
  decided = 0;
  decidedByTime = 0;
  woken = 0;
  wakingMs = 0;
  scored = 0;
  #ordinal = 0;
  readonly #packer = new JsonPacker();
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
    const state = newVisitor(account, site, VisitorId.parse(`visitor-${number}`), this.#packer);
    for (let at = eventsBefore; at < idsBefore; at++)
      noteId(state.known, `before-${number}-${at}`, noon);
    // A thousand at a time: no long past is held in memory at once.
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

  /** Another visit, an hour after the last; what each of its events costs, in us by the clock. */
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
