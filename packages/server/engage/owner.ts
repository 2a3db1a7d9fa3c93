// The owner of visitors: applies their events in order, wakes them at their instants, records what
// was decided and delivers it. A visitor has one owner at a time; here it is this process.
// It decides nothing itself (core/decision does) and stores nothing itself (the ledger does).
import type { Clock, Schedule } from '@opportune/core/world/world.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import { newVisitor, restore, step } from '@opportune/core/decision/engine.ts';
import type { DecisionContext, Effect, Input } from '@opportune/core/decision/engine.ts';
import { offerStands } from '@opportune/core/decision/standing.ts';
import type { AcceptedEvent } from '@opportune/protocol/event.ts';
import type { AccountId, VisitorId } from '@opportune/protocol/ids.ts';
import { profileLimits } from '@opportune/protocol/limits.ts';
import { Refusal, refuse } from '../http/refusal.ts';
import { realTime } from './real-time.ts';
import type { AccountEngine, AccountEngines } from './account-engine.ts';
import { Arrivals } from './arrivals.ts';
import { availabilityRow } from './fact-rows.ts';
import type { VisitorHistory } from './history.ts';
import type {
  AdmittedEvent,
  BatchResult,
  Intake,
  Told,
  VisitorBatch,
  VisitorLink,
} from './intake.ts';
import type { FactEntry, Ledger } from './ledger.ts';
import { deliver, settle } from './offers.ts';
import { isStored, outcome } from './outcome.ts';
import type { Agents, Intent, Policies, Trials } from './seams.ts';
import { beginTrial, followTrial, isTrialDecision } from './trial.ts';
import { visitorEntry } from './visitor-entry.ts';
import type { PresentVisitor, VisitorEntry } from './visitor-entry.ts';
import { Wakes } from './wakes.ts';

export interface OwnerDependencies {
  readonly clock: Clock;
  /** Left out: real time. */
  readonly schedule?: Schedule;
  readonly log: Log;
  readonly engines: AccountEngines;
  readonly ledger: Ledger;
  readonly history: VisitorHistory;
  readonly agents: Agents;
  readonly trials: Trials;
  /** Left out: nobody scores. */
  readonly intent?: Intent;
  /** Left out: optimising campaigns do as their own rule says. */
  readonly policies?: Policies;
  readonly nextOrdinal: () => number;
  /** Called after anything about a visitor changed; must be cheap. */
  readonly changed: (engine: AccountEngine, entry: VisitorEntry) => void;
}

export class VisitorOwner implements Intake {
  readonly #use: OwnerDependencies;
  readonly #wakes: Wakes<VisitorEntry>;
  readonly #arrivals: Arrivals;
  skippedTimers = 0;
  events = 0;
  decisions = 0;

  constructor(dependencies: OwnerDependencies) {
    this.#use = dependencies;
    const { clock, log, schedule = realTime } = dependencies;
    this.#arrivals = new Arrivals({ schedule, log, enter: (link) => this.#arrive(link) });
    this.#wakes = new Wakes(clock, schedule, (entry) => this.#wake(entry));
  }

  async accept(batch: VisitorBatch): Promise<BatchResult> {
    const { ledger } = this.#use;
    if (!ledger.hasRoom) throw refuse('server.overloaded');
    const engine = await this.#use.engines.of(batch.account);
    const entry = this.#entry(engine, batch, batch.fresh);
    while (entry.loading !== null) await entry.loading;
    // Many may have waited for their profiles meanwhile.
    if (!ledger.hasRoom) throw refuse('server.overloaded');
    const told: Told[] = [];
    const rows: FactEntry[] = [];
    let stored: Promise<void> | undefined;
    try {
      for (const admitted of batch.events) this.#take(engine, entry, admitted, { rows, told });
    } finally {
      // What was applied before a failure is stored as well; the empty list is a barrier for repeats.
      stored = ledger.append(rows);
    }
    return { told, stored };
  }

  attach(link: VisitorLink): () => void {
    this.#arrivals.begin(link);
    return () => {
      this.#arrivals.end(link);
      const engine = this.#use.engines.get(link.account);
      const entry = engine?.visitors.get(link.visitor);
      if (engine === undefined || entry?.links.delete(link) !== true) return;
      entry.lastSeenAt = this.#use.clock.now();
      this.#use.changed(engine, entry);
    };
  }

  /** The entry of a visitor who is in memory, with its profile. */
  find(account: AccountId, visitor: VisitorId): PresentVisitor | null {
    const engine = this.#use.engines.get(account);
    const entry = engine?.visitors.get(visitor);
    if (engine === undefined || entry === undefined || entry.state === null) return null;
    return { engine, entry, state: entry.state };
  }

  /** Re-decides for everybody present, a bounded number at a time, so that events are not held up. */
  async refresh(engine: AccountEngine): Promise<void> {
    let steps = 0;
    for (const entry of engine.visitors.values()) {
      if (entry.state === null || entry.links.size === 0) continue;
      this.#again(engine, entry, 'refresh');
      if (++steps % refreshPart === 0) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Forgets profiles that nobody needs now; they are restored from the log when they come back. */
  sweep(): number {
    // What is not stored yet could not be restored.
    if (this.#use.ledger.failures > 0) return 0;
    const quietSince = this.#use.clock.now() - profileLimits.visitGapMs;
    let forgotten = 0;
    for (const engine of this.#use.engines.all()) {
      for (const [visitor, entry] of engine.visitors) {
        if (entry.links.size > 0 || entry.loading !== null || entry.lastSeenAt > quietSince)
          continue;
        this.#forget(engine, visitor, entry);
        forgotten++;
      }
    }
    return forgotten;
  }

  /** How many profiles are in memory. */
  get size(): number {
    let size = 0;
    for (const engine of this.#use.engines.all()) size += engine.visitors.size;
    return size;
  }

  /** What `core/decision` may know at this instant. */
  context(engine: AccountEngine, entry: VisitorEntry): DecisionContext {
    const { intent, policies } = this.#use;
    const policy = policies?.of(engine.configuration) ?? null;
    return {
      ...(policy === null ? {} : { policy }),
      ...(intent === undefined ? {} : { intent: intent.of(engine.configuration) }),
      configuration: engine.compiled,
      restingNames: engine.restingNames,
      availability: this.#use.agents.availability(engine.account),
      now: this.#use.clock.now(),
      nextOrdinal: this.#use.nextOrdinal,
      reachable: entry.links.size > 0,
    };
  }

  close(): void {
    this.#arrivals.close();
    this.#wakes.close();
  }

  #entry(
    engine: AccountEngine,
    of: Pick<VisitorLink, 'account' | 'site' | 'visitor'>,
    fresh: boolean,
  ): VisitorEntry {
    const known = engine.visitors.get(of.visitor);
    if (known !== undefined) return known;
    const entry = visitorEntry(of.account, of.site, of.visitor);
    engine.visitors.set(of.visitor, entry);
    entry.lastSeenAt = this.#use.clock.now();
    if (fresh) entry.state = newVisitor(of.account, of.site, of.visitor);
    else this.#hold(entry, this.#restore(engine, entry));
    return entry;
  }

  /** As if no browser were there: what is due is decided with the next event, stored and sent then. */
  async #restore(engine: AccountEngine, entry: VisitorEntry): Promise<void> {
    const { account, site, visitor } = entry;
    try {
      const log = await this.#use.history.load(account, visitor);
      const context = { ...this.context(engine, entry), reachable: false };
      const { state, effects } = restore(account, site, visitor, log, context);
      entry.state = state;
      for (const effect of effects) this.#note(entry, effect);
    } catch (error) {
      engine.visitors.delete(entry.visitor);
      this.#arrivals.lost(entry.links);
      this.#use.log.error('owner.restore_failed', { error: String(error) });
      throw refuse('server.failed');
    }
  }

  async #arrive(link: VisitorLink): Promise<void> {
    const engine = await this.#use.engines.of(link.account);
    const entry = this.#entry(engine, link, link.fresh);
    if (link.trial !== null) this.#holdForTrial(engine, entry, link.trial);
    while (entry.loading !== null) await entry.loading;
    if (!this.#arrivals.isHere(link)) return;
    entry.links.add(link);
    entry.lastSeenAt = this.#use.clock.now();
    for (const [id, content] of entry.offered) {
      if (entry.state === null || !offerStands(entry.state, id, engine.compiled))
        entry.offered.delete(id);
      else if (content.pageView === link.pageView)
        link.send({ type: 'engage', engagement: content });
    }
    this.#again(engine, entry, 'refresh');
  }

  /** Events wait until the draft is known: the trial sees the page that it was opened on. */
  #holdForTrial(engine: AccountEngine, entry: VisitorEntry, code: string): void {
    if (entry.trial?.code === code) return;
    const before = entry.loading ?? Promise.resolve();
    this.#hold(
      entry,
      before.then(() => beginTrial(entry, code, engine, this.#use.trials)),
    );
  }

  /** What comes for the visitor waits until the promise is settled, unless a later one took its place. */
  #hold(entry: VisitorEntry, until: Promise<void>): void {
    const loading: Promise<void> = until.finally(() => {
      if (entry.loading === loading) entry.loading = null;
    });
    loading.catch(() => {});
    entry.loading = loading;
  }

  #wake(entry: VisitorEntry): void {
    const engine = this.#use.engines.get(entry.account);
    if (engine === undefined || entry.state === null) return;
    this.#again(engine, entry, 'wake');
  }

  #take(
    engine: AccountEngine,
    entry: VisitorEntry,
    admitted: AdmittedEvent,
    into: { readonly rows: FactEntry[]; readonly told: Told[] },
  ): void {
    const event: AcceptedEvent = { ...admitted, ordinal: this.#use.nextOrdinal() };
    // Answers to a trial count nowhere and mute nobody.
    if (event.decision !== undefined && isTrialDecision(event.decision)) return;
    if (event.decision !== undefined) settle(entry, event);
    this.events++;
    this.#step(engine, entry, { type: 'event', event }, into);
  }

  /**
   * Has the visitor decided anew where no event says so: an instant came, or the world changed. Nobody
   * waits for an answer: what fails is logged, and is no other visitor's concern.
   */
  #again(engine: AccountEngine, entry: VisitorEntry, type: 'wake' | 'refresh'): void {
    const rows: FactEntry[] = [];
    try {
      this.#step(engine, entry, { type }, { rows, told: [] });
    } catch (error) {
      if (!(error instanceof Refusal)) this.#noteFailure(entry, error);
    }
    if (rows.length > 0) void this.#use.ledger.append(rows);
  }

  /** One input through the core, and its effects out: rows for the ledger, content to the browser. */
  #step(
    engine: AccountEngine,
    entry: VisitorEntry,
    input: Input,
    into: { readonly rows: FactEntry[]; readonly told: Told[] },
  ): void {
    const { state } = entry;
    if (state === null) return;
    const context = this.context(engine, entry);
    const effects = this.#guarded(engine, entry, () => step(state, input, context));
    this.#beside('owner.learning_failed', () =>
      this.#use.intent?.of(engine.configuration).followed(state, effects),
    );
    this.#noteAvailability(engine, context, effects, into.rows);
    outcome(effects, into);
    if (input.type === 'event') entry.lastSeenAt = context.now;
    for (const effect of effects) {
      if (effect.type === 'decide') this.decisions++;
      const content = effect.type === 'decide' || effect.type === 'offer' ? effect.content : null;
      if (content !== null) deliver(entry, content, this.#use.agents, context.now);
      this.#note(entry, effect);
    }
    if (entry.trial !== null) this.#followTrial(entry, input, context);
    this.#use.changed(engine, entry);
  }

  #followTrial(entry: VisitorEntry, input: Input, context: DecisionContext): void {
    const wakeAt = this.#beside(
      'owner.trial_failed',
      () => followTrial(entry, input, context),
      () => (entry.trial = null),
    );
    if (wakeAt !== null) this.#wakes.setEarlier(entry, wakeAt);
  }

  /** What goes on beside a step is no part of it: where it fails, what the step came to stands. */
  #beside<T>(name: string, work: () => T, failed: () => void = () => {}): T | null {
    try {
      return work();
    } catch (error) {
      failed();
      this.#use.log.error(name, { error: stackOf(error) });
      return null;
    }
  }

  /** Who was free is stored before the first row that was decided by it. */
  #noteAvailability(
    engine: AccountEngine,
    { availability }: DecisionContext,
    effects: readonly Effect[],
    rows: FactEntry[],
  ): void {
    if (availability.version === engine.recordedAvailability || !effects.some(isStored)) return;
    rows.push({ table: 'availability', row: availabilityRow(engine.account, availability) });
    engine.recordedAvailability = availability.version;
  }

  #note(entry: VisitorEntry, effect: Effect): void {
    if (effect.type === 'wake') this.#wakes.set(entry, effect.at);
    if (effect.type === 'skipped-timer') this.skippedTimers += effect.count;
    if (effect.type === 'withdraw') {
      entry.offered.delete(effect.decision);
      for (const link of entry.links) link.send({ type: 'withdraw', decision: effect.decision });
    }
  }

  /** A failed assertion drops the visitor's profile, never the process. */
  #guarded<T>(engine: AccountEngine, entry: VisitorEntry, work: () => T): T {
    try {
      return work();
    } catch (error) {
      this.#restoreAgain(engine, entry);
      this.#noteFailure(entry, error);
      throw refuse('server.failed');
    }
  }

  #noteFailure({ visitor }: VisitorEntry, error: unknown): void {
    this.#use.log.error('owner.step_failed', { visitor, error: stackOf(error) });
  }

  /** From the log, once all that was taken is in it: this batch's first events too. */
  #restoreAgain(engine: AccountEngine, entry: VisitorEntry): void {
    entry.state = null;
    this.#wakes.set(entry, null);
    const stored = Promise.resolve().then(() => this.#use.ledger.settle());
    this.#hold(
      entry,
      stored.then(() => this.#restore(engine, entry)),
    );
  }

  #forget(engine: AccountEngine, visitor: VisitorId, entry: VisitorEntry): void {
    this.#wakes.set(entry, null);
    engine.visitors.delete(visitor);
  }
}

/** Visitors re-decided between two turns of the event loop. */
const refreshPart = 200;

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
