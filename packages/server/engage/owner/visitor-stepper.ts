// Runs inputs of a visitor in memory through the core, one at a time, and performs the effects:
// rows for the ledger, content and withdrawals to browsers, the next wake. The owner decides who is
// in memory and when. It makes no decision itself (core/decision does).
import { step } from '@opportune/core/decision/engine.ts';
import type { DecisionContext, Effect, Input } from '@opportune/core/decision/engine.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { AcceptedEvent } from '@opportune/protocol/behaviour/event.ts';
import { Refusal, refuse } from '../../http/problem/refusal.ts';
import type { AccountEngine } from './account-engine.ts';
import { availabilityRow } from '../ledger/fact-rows.ts';
import type { AdmittedEvent, BatchResult, Told, VisitorBatch } from '../intake.ts';
import type { FactEntry } from '@opportune/core/ports/facts.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { isNewcomer } from './newcomers.ts';
import { deliver, settle } from '../offers/offers.ts';
import { isStored, outcome } from './outcome.ts';
import type { Deciding } from '../seams.ts';
import { endEvictedTrials, followTrial, giveUpTrial, isUncounted } from '../offers/trial.ts';
import { readsOf, type TrialRun, type VisitorEntry } from './visitor-entry.ts';
import type { VisitorRoom } from './visitor-room.ts';
import type { Wakes } from './wakes.ts';

export interface StepperDependencies {
  readonly clock: Clock;
  readonly log: Pick<Log, 'error'>;
  readonly ledger: Pick<Ledger, 'append' | 'lastBatchOf'>;
  readonly deciding: Deciding;
  readonly wakes: Pick<Wakes<VisitorEntry>, 'set' | 'setEarlier'>;
  readonly room: Pick<VisitorRoom, 'used' | 'measure'>;
  readonly nextOrdinal: () => number;
  /** Called after anything about a visitor changed. Must be cheap. */
  readonly changed: (engine: AccountEngine, entry: VisitorEntry) => void;
  /** The rows about a visitor who comes for the first time with these events. */
  readonly newcomer: (batch: VisitorBatch, entry: VisitorEntry) => readonly FactEntry[];
  /**
   * Called if a step failed midway. The profile is inconsistent and must be restored from the log.
   */
  readonly broken: (engine: AccountEngine, entry: VisitorEntry) => void;
}

/** What steps append to. */
interface Into {
  readonly rows: FactEntry[];
  readonly told: Told[];
}

export class VisitorStepper {
  readonly #use: StepperDependencies;
  skippedTimers = 0;
  events = 0;
  decisions = 0;

  constructor(dependencies: StepperDependencies) {
    this.#use = dependencies;
  }

  /** The values that `core/decision` may use at this instant. */
  context(engine: AccountEngine, entry: VisitorEntry): DecisionContext {
    const { agents, intent, policies } = this.#use.deciding;
    const policy = policies.of(engine.configuration);
    return {
      ...(policy === null ? {} : { policy }),
      intent: intent.of(engine.configuration),
      configuration: engine.compiled,
      restingNames: engine.restingNames,
      availability: agents.availability(engine.account),
      now: this.#use.clock.now(),
      nextOrdinal: this.#use.nextOrdinal,
      reachable: entry.links.size > 0,
      reads: readsOf(entry),
    };
  }

  /** Applies the events in order. Throws a Refusal if one cannot be taken. */
  take(engine: AccountEngine, entry: VisitorEntry, batch: VisitorBatch): BatchResult {
    if (batch.from != null) entry.network = batch.from.network;
    const into: Into = { rows: [], told: [] };
    const isNew = entry.state !== null && isNewcomer(entry.state);
    let stored: Promise<void> | undefined;
    try {
      for (const admitted of batch.events) this.#event(engine, entry, admitted, into);
      if (isNew) into.rows.push(...this.#use.newcomer(batch, entry));
    } finally {
      // Effects applied before a failure are stored as well. An empty list is a barrier for
      // repeats.
      stored = this.#append(entry, into.rows);
    }
    return { told: into.told, stored };
  }

  /**
   * Decides again without an event, because an instant came or the world changed. A failure is
   * logged and affects no other visitor.
   */
  again(engine: AccountEngine, entry: VisitorEntry, type: 'wake' | 'refresh'): void {
    const rows: FactEntry[] = [];
    try {
      this.#step(engine, entry, { type }, { rows, told: [] });
    } catch (error) {
      if (!(error instanceof Refusal)) this.#noteFailure(entry, error);
    }
    if (rows.length > 0) void this.#append(entry, rows);
  }

  /** Performs effects that need no row and no content. */
  note(entry: VisitorEntry, effect: Effect): void {
    if (effect.type === 'wake') this.#wakeAt(entry, effect.at);
    if (effect.type === 'skipped-timer') this.skippedTimers += effect.count;
    if (effect.type === 'withdraw') {
      entry.offered.delete(effect.decision);
      for (const link of entry.links) link.send({ type: 'withdraw', decision: effect.decision });
    }
  }

  /** A trial also ends where no step follows, such as after a restore. */
  #wakeAt(entry: VisitorEntry, at: number | null): void {
    this.#use.wakes.set(entry, at);
    for (const { until } of entry.trials.values()) this.#use.wakes.setEarlier(entry, until);
    for (const until of entry.evictedTrials.values()) this.#use.wakes.setEarlier(entry, until);
  }

  #event(engine: AccountEngine, entry: VisitorEntry, admitted: AdmittedEvent, into: Into): void {
    const event: AcceptedEvent = { ...admitted, ordinal: this.#use.nextOrdinal() };
    // Answers to a trial, and to a question that belongs to no campaign, are not counted and mute nobody.
    if (event.decision !== undefined && isUncounted(event.decision)) return;
    if (event.decision !== undefined) settle(entry, event);
    this.events++;
    this.#step(engine, entry, { type: 'event', event }, into);
  }

  #append(entry: VisitorEntry, rows: readonly FactEntry[]): Promise<void> {
    const { ledger } = this.#use;
    const stored = ledger.append(rows, entry.account);
    if (rows.length > 0) entry.storedAt = ledger.lastBatchOf(entry.account);
    return stored;
  }

  /**
   * Runs one input through the core and performs its effects: rows for the ledger, content to the
   * browser.
   */
  #step(engine: AccountEngine, entry: VisitorEntry, input: Input, into: Into): void {
    const { state } = entry;
    if (state === null) {
      // Acknowledging the event would lose it.
      if (input.type === 'event') throw refuse('server.failed');
      return;
    }
    const context = this.context(engine, entry);
    const effects = this.#guarded(engine, entry, () => step(state, input, context));
    this.#beside('owner.learning_failed', () =>
      this.#use.deciding.intent.of(engine.configuration).followed(state, effects),
    );
    noteAvailability(engine, context, effects, into.rows);
    outcome(effects, into, entry.network);
    if (input.type === 'event') {
      entry.lastSeenAt = context.now;
      this.#use.room.used(entry);
    }
    for (const effect of effects) {
      if (effect.type === 'decide') this.decisions++;
      const content = effect.type === 'decide' || effect.type === 'offer' ? effect.content : null;
      if (content !== null)
        deliver(entry, content, { ...this.#use.deciding, engine, now: context.now });
      this.note(entry, effect);
    }
    this.#followTrials(entry, input, context);
    this.#use.changed(engine, entry);
  }

  #followTrials(entry: VisitorEntry, input: Input, context: DecisionContext): void {
    const { deciding, room, wakes } = this.#use;
    const running = entry.trials.size;
    for (const run of entry.trials.values()) {
      const wakeAt = this.#beside(
        'owner.trial_failed',
        () => followTrial(entry, run, input, { ...deciding, context }),
        () => this.#giveUp(entry, run),
      );
      if (wakeAt !== null) wakes.setEarlier(entry, wakeAt);
    }
    if (entry.trials.size < running) room.measure(entry);
    const endsAt = endEvictedTrials(entry, context.now);
    if (endsAt !== null) wakes.setEarlier(entry, endsAt);
  }

  #giveUp(entry: VisitorEntry, run: TrialRun): void {
    giveUpTrial(entry, run, this.#use.deciding.trials).catch((error: unknown) =>
      this.#use.log.error('owner.trial_kept', { error: String(error) }),
    );
  }

  /** Work beside a step. If it fails, the result of the step stays valid. */
  #beside<T>(name: string, work: () => T, failed: () => void = () => {}): T | null {
    try {
      return work();
    } catch (error) {
      failed();
      this.#use.log.error(name, { error: stackOf(error) });
      return null;
    }
  }

  /** A failed assertion drops the visitor's profile, never the process. */
  #guarded<T>(engine: AccountEngine, entry: VisitorEntry, work: () => T): T {
    try {
      return work();
    } catch (error) {
      this.#use.broken(engine, entry);
      this.#noteFailure(entry, error);
      throw refuse('server.failed');
    }
  }

  #noteFailure({ visitor }: VisitorEntry, error: unknown): void {
    this.#use.log.error('owner.step_failed', { visitor, error: stackOf(error) });
  }
}

/** Stores the availability before the first row that was decided by it. */
function noteAvailability(
  engine: AccountEngine,
  { availability }: DecisionContext,
  effects: readonly Effect[],
  rows: FactEntry[],
): void {
  if (availability.version === engine.recordedAvailability || !effects.some(isStored)) return;
  rows.push({ table: 'availability', row: availabilityRow(engine.account, availability) });
  engine.recordedAvailability = availability.version;
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
