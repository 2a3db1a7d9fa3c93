// The owner of visitors: applies their events in order, wakes them at their instants, records what
// was decided and delivers it. A visitor has one owner at a time; here it is this process.
// It decides nothing itself (core/decision does) and stores nothing itself (the ledger does).
import type { Clock, Schedule } from '@opportune/core/world/world.ts';
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import { newVisitor, restore, step } from '@opportune/core/decision/engine.ts';
import type { DecisionContext, Effect, Input } from '@opportune/core/decision/engine.ts';
import { BurstWatch } from '@opportune/core/proof/burst-watch.ts';
import { offerStands } from '@opportune/core/decision/standing.ts';
import type { AcceptedEvent } from '@opportune/protocol/event.ts';
import type { AccountId, VisitorId } from '@opportune/protocol/ids.ts';
import { profileLimits } from '@opportune/protocol/limits.ts';
import { Refusal, refuse } from '../http/refusal.ts';
import { realTime } from './real-time.ts';
import type { AccountEngine, AccountEngines } from './account-engine.ts';
import { Arrivals } from './arrivals.ts';
import { availabilityRow, burstRow } from './fact-rows.ts';
import type { VisitorHistory } from './history.ts';
import type {
  AdmittedEvent,
  BatchResult,
  Intake,
  Payer,
  Told,
  VisitorBatch,
  VisitorLink,
} from './intake.ts';
import type { FactEntry, Ledger } from './ledger.ts';
import { deliver, settle } from './offers.ts';
import { isStored, outcome } from './outcome.ts';
import type { Agents, Intent, MemoryForVisitors, Policies, Trials } from './seams.ts';
import { beginTrial, followTrial, isTrialDecision } from './trial.ts';
import { VisitorEntry } from './visitor-entry.ts';
import type { NewVisitorEntry, PresentVisitor } from './visitor-entry.ts';
import { VisitorRoom } from './visitor-room.ts';
import { VisitorsWaiting } from './visitors-waiting.ts';
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
  readonly budgets: Pick<Budgets, 'charge' | 'chargeUpTo'>;
  readonly memory: MemoryForVisitors;
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
  readonly #bursts = new BurstWatch();
  readonly #waiting: VisitorsWaiting;
  readonly room: VisitorRoom;
  /** New visitors refused for want of memory or by the budget of their address. */
  refused = 0;
  skippedTimers = 0;
  events = 0;
  decisions = 0;

  constructor(dependencies: OwnerDependencies) {
    this.#use = dependencies;
    const { clock, log, ledger, memory, schedule = realTime } = dependencies;
    this.#arrivals = new Arrivals({
      schedule,
      log,
      enter: (link, fresh) => this.#arrive(link, fresh),
    });
    this.#waiting = new VisitorsWaiting(memory.waitingBytes);
    this.room = new VisitorRoom({
      mostBytes: memory.profileBytes,
      isStored: ({ storedAt }) => ledger.failures === 0 && storedAt <= ledger.storedThrough,
      evict: (entry) => this.#evict(entry),
    });
    this.#wakes = new Wakes(clock, schedule, (entry) => this.#wake(entry));
  }

  async accept(batch: VisitorBatch): Promise<BatchResult> {
    const { ledger } = this.#use;
    if (!ledger.hasRoomFor(batch.account)) throw refuse('server.overloaded');
    const engine = await this.#use.engines.of(batch.account);
    const known = engine.visitors.get(batch.visitor);
    if (known === undefined) this.#admit(batch);
    if (known === undefined ? batch.fresh : isReady(known))
      return this.#apply(engine, known ?? this.#entry(engine, paidFor(batch), true), batch);
    return this.#later(engine, batch, (entry) => this.#apply(engine, entry, batch));
  }

  /** Has the profile of the batch's visitor in memory; refuses as `accept` does, and changes nothing. */
  async prepare(batch: VisitorBatch): Promise<void> {
    const engine = await this.#use.engines.of(batch.account);
    const known = engine.visitors.get(batch.visitor);
    if (known === undefined) this.#admit(batch);
    if (known === undefined || !isReady(known)) await this.#later(engine, batch, () => {});
  }

  /** As soon as the profile has been read. */
  async #later<T>(
    engine: AccountEngine,
    batch: VisitorBatch,
    work: (entry: VisitorEntry) => T,
  ): Promise<T> {
    const leave = this.#waiting.enter(batch);
    if (leave === null) throw refuse('server.overloaded');
    try {
      const entry = this.#entry(engine, paidFor(batch), false);
      return await this.#whenReady(entry, () => {
        // Many may have waited for their profiles meanwhile.
        if (!this.#use.ledger.hasRoomFor(batch.account)) throw refuse('server.overloaded');
        return work(entry);
      });
    } finally {
      leave();
    }
  }

  /** Marks of whoever turns out to have come in a burst, now that this visitor came. */
  #newcomer(
    { account, visitor, from, events }: VisitorBatch,
    { state }: VisitorEntry,
  ): FactEntry[] {
    const [first] = events;
    if (from == null || first === undefined || state === null || state.bot) return [];
    const at = this.#use.clock.now();
    const marks = this.#bursts.arrive({ account, visitor, ...from, client: clientOf(first), at });
    return marks.map((mark) => ({ table: 'bursts', row: burstRow(account, mark) }));
  }

  attach(link: VisitorLink): () => void {
    this.#arrivals.begin(link);
    return () => {
      this.#arrivals.end(link);
      const engine = this.#use.engines.get(link.account);
      const entry = engine?.visitors.get(link.visitor);
      if (engine === undefined || entry?.links.delete(link) !== true) return;
      entry.lastSeenAt = this.#use.clock.now();
      if (isAsleep(entry)) this.#forget(engine, entry);
      else this.room.enter(entry);
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
    this.#bursts.forget(this.#use.clock.now());
    // What is not stored yet could not be restored.
    if (this.#use.ledger.failures > 0) return 0;
    const quietSince = this.#use.clock.now() - profileLimits.visitGapMs;
    let forgotten = 0;
    for (const engine of this.#use.engines.all()) {
      for (const entry of engine.visitors.values()) {
        if (entry.links.size > 0 || entry.loading !== null || entry.lastSeenAt > quietSince)
          continue;
        this.#forget(engine, entry);
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

  #entry(engine: AccountEngine, of: NewVisitorEntry, fresh: boolean): VisitorEntry {
    const known = engine.visitors.get(of.visitor);
    if (known !== undefined) {
      if (isAsleep(known)) this.#hold(known, this.#restore(engine, known));
      return known;
    }
    const entry = new VisitorEntry(of);
    engine.visitors.set(of.visitor, entry);
    entry.lastSeenAt = this.#use.clock.now();
    if (fresh) {
      entry.state = newVisitor(of.account, of.site, of.visitor);
      this.room.enter(entry);
    } else this.#hold(entry, this.#restore(engine, entry));
    return entry;
  }

  /** Refuses a visitor who is not in memory and has no connection, where that would cost others. */
  #admit(batch: VisitorBatch): void {
    const payer = payerOf(batch);
    const { budgets, memory } = this.#use;
    const isFull = memory.isTight() || !this.room.hasRoom;
    const retryAfterMs =
      isFull || typeof payer !== 'string'
        ? 0
        : budgets.charge([{ budget: 'visitors.address', payer, amount: 1 }]);
    if (!isFull && retryAfterMs === 0) return;
    this.refused++;
    throw isFull
      ? refuse('server.overloaded', { retryAfterMs: fullRetryMs })
      : refuse('rate.address', { retryAfterMs });
  }

  /** Does the work as soon as the profile is there, which stays for that long. */
  async #whenReady<T>(entry: VisitorEntry, work: () => T): Promise<T> {
    entry.awaited++;
    try {
      while (entry.loading !== null) await entry.loading;
      return work();
    } finally {
      entry.awaited--;
    }
  }

  /** As if no browser were there: what is due is decided with the next event, stored and sent then. */
  async #restore(engine: AccountEngine, entry: VisitorEntry): Promise<void> {
    const { account, site, visitor } = entry;
    try {
      const log = await this.#use.history.load(account, visitor);
      const context = { ...this.context(engine, entry), reachable: false };
      const { state, effects } = restore(account, site, visitor, log, context);
      entry.state = state;
      this.room.enter(entry);
      for (const effect of effects) this.#note(entry, effect);
    } catch (error) {
      this.#forget(engine, entry);
      this.#arrivals.lost(entry.links);
      this.#use.log.error('owner.restore_failed', { error: String(error) });
      throw refuse('server.failed');
    }
  }

  async #arrive(link: VisitorLink, fresh: boolean): Promise<void> {
    const { engines, budgets } = this.#use;
    const engine = await engines.of(link.account);
    const { payer } = link;
    // Whoever is connected is served, and leaves less for those who are not.
    if (typeof payer === 'string' && !engine.visitors.has(link.visitor))
      budgets.chargeUpTo({ budget: 'visitors.address', payer, amount: 1 });
    const entry = this.#entry(engine, link, fresh);
    if (link.trial !== null) this.#holdForTrial(engine, entry, link.trial);
    await this.#whenReady(entry, () => this.#enter(engine, entry, link));
  }

  #enter(engine: AccountEngine, entry: VisitorEntry, link: VisitorLink): void {
    if (!this.#arrivals.isHere(link)) return;
    entry.links.add(link);
    if (link.network != null) entry.network = link.network;
    this.room.enter(entry);
    entry.lastSeenAt = this.#use.clock.now();
    for (const [id, content] of entry.offered) {
      if (entry.state === null || !offerStands(entry.state, id, engine.compiled))
        entry.offered.delete(id);
      else if (content.pageView === link.pageView)
        link.send({ type: 'engage', engagement: content });
    }
    this.#again(engine, entry, 'refresh');
    this.room.makeRoom();
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
    if (engine === undefined) return;
    if (!isAsleep(entry)) return this.#again(engine, entry, 'wake');
    const restored = this.#restore(engine, entry);
    this.#hold(entry, restored);
    restored.then(
      () => this.#again(engine, entry, 'wake'),
      () => {},
    );
  }

  #apply(engine: AccountEngine, entry: VisitorEntry, batch: VisitorBatch): BatchResult {
    if (batch.from != null) entry.network = batch.from.network;
    const told: Told[] = [];
    const rows: FactEntry[] = [];
    const isNew = entry.state?.firstSeenAt === null;
    let stored: Promise<void> | undefined;
    try {
      for (const admitted of batch.events) this.#take(engine, entry, admitted, { rows, told });
      if (isNew) rows.push(...this.#newcomer(batch, entry));
    } finally {
      // What was applied before a failure is stored as well; the empty list is a barrier for repeats.
      stored = this.#append(entry, rows);
    }
    this.room.makeRoom();
    return { told, stored };
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
    if (rows.length > 0) void this.#append(entry, rows);
  }

  #append(entry: VisitorEntry, rows: readonly FactEntry[]): Promise<void> {
    const { ledger } = this.#use;
    const stored = ledger.append(rows, entry.account);
    if (rows.length > 0) entry.storedAt = ledger.lastBatchOf(entry.account);
    return stored;
  }

  /** One input through the core, and its effects out: rows for the ledger, content to the browser. */
  #step(
    engine: AccountEngine,
    entry: VisitorEntry,
    input: Input,
    into: { readonly rows: FactEntry[]; readonly told: Told[] },
  ): void {
    const { state } = entry;
    if (state === null) {
      // Said to be taken it would be lost.
      if (input.type === 'event') throw refuse('server.failed');
      return;
    }
    const context = this.context(engine, entry);
    const effects = this.#guarded(engine, entry, () => step(state, input, context));
    this.#beside('owner.learning_failed', () =>
      this.#use.intent?.of(engine.configuration).followed(state, effects),
    );
    this.#noteAvailability(engine, context, effects, into.rows);
    outcome(effects, into, entry.network);
    if (input.type === 'event') {
      entry.lastSeenAt = context.now;
      this.room.used(entry);
    }
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
    this.room.leave(entry);
    this.#wakes.set(entry, null);
    const stored = Promise.resolve().then(() => this.#use.ledger.settle());
    this.#hold(
      entry,
      stored.then(() => this.#restore(engine, entry)),
    );
  }

  #forget(engine: AccountEngine, entry: VisitorEntry): void {
    this.#wakes.set(entry, null);
    this.room.leave(entry);
    engine.visitors.delete(entry.visitor);
  }

  /**
   * Lets a profile go, which is restored from the log when it is needed. A visitor with a connection
   * sleeps: the browsers stay known, and an instant that comes wakes them.
   */
  #evict(entry: VisitorEntry): void {
    const engine = this.#use.engines.get(entry.account);
    entry.state = null;
    if (engine === undefined) return;
    if (entry.links.size === 0) this.#forget(engine, entry);
    this.#use.changed(engine, entry);
  }
}

/** When a new visitor may come again who found no room. */
const fullRetryMs = 5000;

/** Where nobody said who pays, whoever sends does. */
function payerOf({ payer, from }: VisitorBatch): Payer {
  return payer === undefined ? (from?.prefix ?? null) : payer;
}

function paidFor(batch: VisitorBatch): NewVisitorEntry {
  const { account, site, visitor } = batch;
  return { account, site, visitor, payer: payerOf(batch) };
}

/** Its profile is there, and nothing has to be waited for. */
function isReady({ state, loading }: VisitorEntry): boolean {
  return state !== null && loading === null;
}

/** Its profile was let go while a browser is connected. */
function isAsleep({ state, loading }: VisitorEntry): boolean {
  return state === null && loading === null;
}

/** What a request says of browser and system: as coarse as that, so that a burst has one. */
function clientOf({ device }: AdmittedEvent): string {
  return device === undefined ? '' : [device.browser, device.os, device.type].join(' · ');
}

/** Visitors re-decided between two turns of the event loop. */
const refreshPart = 200;

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
