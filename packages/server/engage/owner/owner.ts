// The owner of visitors: keeps track of which are in memory. It lets visitors in, loads their
// profiles, holds their inputs until then, and evicts profiles. A visitor has one owner at a time,
// which is this process. `visitor-stepper.ts` handles what happens to a visitor in memory.
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import { RecentMemory } from '@opportune/core/behaviour/recent/recent-memory.ts';
import type { World } from '@opportune/core/ports/world.ts';
import { newVisitor, restore } from '@opportune/core/decision/engine.ts';
import { offerStands } from '@opportune/core/decision/step/standing.ts';
import type { AccountId, VisitorId } from '@opportune/protocol/ids.ts';
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';
import { refuse } from '../../http/problem/refusal.ts';
import type { AccountEngine, AccountEngines, PresentVisitor } from './account-engine.ts';
import { Arrivals } from './arrivals.ts';
import type { VisitorHistory } from '../history/visitor-history.ts';
import type { BatchResult, Intake, Payer, VisitorBatch, VisitorLink } from '../intake.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { Newcomers } from './newcomers.ts';
import type { Deciding, MemoryForVisitors } from '../seams.ts';
import { beginTrial, evictTrials } from '../offers/trial.ts';
import { VisitorEntry } from './visitor-entry.ts';
import type { NewVisitorEntry } from './visitor-entry.ts';
import { VisitorRoom } from './visitor-room.ts';
import { VisitorStepper } from './visitor-stepper.ts';
import { VisitorsWaiting } from './visitors-waiting.ts';
import { Wakes } from './wakes.ts';

export interface OwnerDependencies {
  readonly world: Pick<World, 'clock' | 'schedule' | 'log'>;
  readonly engines: AccountEngines;
  readonly ledger: Ledger;
  readonly history: VisitorHistory;
  readonly deciding: Deciding;
  readonly budgets: Pick<Budgets, 'charge' | 'chargeUpTo'>;
  readonly memory: MemoryForVisitors;
  readonly nextOrdinal: () => number;
  /** Called after anything about a visitor changed. Must be cheap. */
  readonly changed: (engine: AccountEngine, entry: VisitorEntry) => void;
}

export class VisitorOwner implements Intake {
  readonly #use: OwnerDependencies;
  readonly #wakes: Wakes<VisitorEntry>;
  readonly #arrivals: Arrivals;
  readonly #newcomers: Newcomers;
  readonly #waiting: VisitorsWaiting;
  readonly #recent = new RecentMemory();
  readonly room: VisitorRoom;
  readonly stepper: VisitorStepper;
  /** New visitors refused for lack of memory, or by the budget of their address. */
  refused = 0;

  constructor(dependencies: OwnerDependencies) {
    this.#use = dependencies;
    const { world, ledger, memory } = dependencies;
    const { clock, log, schedule } = world;
    this.#arrivals = new Arrivals({
      schedule,
      log,
      enter: (link, fresh) => this.#arrive(link, fresh),
    });
    this.#newcomers = new Newcomers(clock);
    this.#waiting = new VisitorsWaiting(memory.waitingBytes);
    this.room = new VisitorRoom({
      mostBytes: memory.profileBytes,
      isStored: ({ storedAt }) => ledger.failures === 0 && storedAt <= ledger.storedThrough,
      evict: (entry) => this.#evict(entry),
    });
    this.#wakes = new Wakes(clock, schedule, (entry) => this.#wake(entry));
    this.stepper = new VisitorStepper({
      ...dependencies,
      ...world,
      wakes: this.#wakes,
      room: this.room,
      newcomer: (batch, entry) => this.#newcomers.came(batch, entry),
      broken: (engine, entry) => this.#restoreAgain(engine, entry),
    });
  }

  async accept(batch: VisitorBatch): Promise<BatchResult> {
    const { ledger } = this.#use;
    if (!ledger.hasRoomFor(batch.account)) throw refuse('server.overloaded');
    const engine = await this.#engineFor(batch);
    const known = engine.visitors.get(batch.visitor);
    if (known === undefined ? batch.fresh : isReady(known))
      return this.#apply(engine, known ?? this.#entry(engine, paidFor(batch), true), batch);
    return this.#later(engine, batch, (entry) => this.#apply(engine, entry, batch));
  }

  /**
   * Loads the profile of the batch's visitor into memory. Refuses like `accept` and changes
   * nothing.
   */
  async prepare(batch: VisitorBatch): Promise<void> {
    const engine = await this.#engineFor(batch);
    const known = engine.visitors.get(batch.visitor);
    if (known === undefined || !isReady(known)) await this.#later(engine, batch, () => {});
  }

  /** Admits a visitor who is not in memory. Nobody who is refused has an account loaded. */
  async #engineFor(batch: VisitorBatch): Promise<AccountEngine> {
    const { engines } = this.#use;
    const isLoaded = engines.get(batch.account) !== undefined;
    if (!isLoaded) this.#admit(batch);
    const engine = await engines.of(batch.account);
    if (isLoaded && !engine.visitors.has(batch.visitor)) this.#admit(batch);
    return engine;
  }

  /** Runs as soon as the profile has been read. */
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
        // Many batches may have waited for their profiles, so the room is checked again.
        if (!this.#use.ledger.hasRoomFor(batch.account)) throw refuse('server.overloaded');
        return work(entry);
      });
    } finally {
      leave();
    }
  }

  attach(link: VisitorLink): () => void {
    this.#arrivals.begin(link);
    return () => {
      this.#arrivals.end(link);
      const engine = this.#use.engines.get(link.account);
      const entry = engine?.visitors.get(link.visitor);
      if (engine === undefined || entry?.links.delete(link) !== true) return;
      entry.lastSeenAt = this.#use.world.clock.now();
      if (isAsleep(entry)) this.#forget(engine, entry);
      else this.room.enter(entry);
      this.#use.changed(engine, entry);
    };
  }

  /** The entry of a visitor who is in memory with a profile. */
  find(account: AccountId, visitor: VisitorId): PresentVisitor | null {
    const engine = this.#use.engines.get(account);
    const entry = engine?.visitors.get(visitor);
    if (engine === undefined || entry === undefined || entry.state === null) return null;
    return { engine, entry, state: entry.state };
  }

  /**
   * Decides again for everybody present, a bounded number at a time, so that events are not
   * delayed.
   */
  async refresh(engine: AccountEngine): Promise<void> {
    let steps = 0;
    for (const entry of engine.visitors.values()) {
      if (entry.state === null || entry.links.size === 0) continue;
      this.stepper.again(engine, entry, 'refresh');
      if (++steps % refreshPart === 0) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Senders of new visitors that are remembered, by keyed hashes. */
  get senders(): number {
    return this.#newcomers.senders;
  }

  /**
   * Evicts profiles that are not needed now. They are restored from the log when their visitors
   * return.
   */
  sweep(): number {
    this.#newcomers.forget();
    this.#use.engines.age();
    // A profile whose facts are not stored yet could not be restored.
    if (this.#use.ledger.failures > 0) return 0;
    const quietSince = this.#use.world.clock.now() - profileLimits.visitGapMs;
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

  /**
   * Lets go of accounts without a connected visitor, the one unused longest first, until about so
   * many bytes are free. Accounts that were used just now are spared, unless they take more than a
   * fair part. Skips accounts with facts that are not stored yet.
   */
  letGo(bytes: number): void {
    const { engines, memory, ledger } = this.#use;
    if (ledger.failures > 0) return;
    let free = 0;
    for (const engine of engines.leavingFirst(memory.profileBytes / fairEnginePart)) {
      if (free >= bytes) break;
      if (![...engine.visitors.values()].every((entry) => this.#isLeft(entry))) continue;
      const before = this.room.sizeBytes;
      for (const entry of engine.visitors.values()) this.#evict(entry);
      engines.drop(engine.account);
      free += engine.sizeBytes + before - this.room.sizeBytes;
    }
    engines.age();
  }

  /** Whether nobody is connected as this visitor, and nothing of it would be lost. */
  #isLeft(entry: VisitorEntry): boolean {
    return entry.links.size === 0 && this.room.canEvict(entry);
  }

  /** Drops everybody of an account that is removed. */
  drop(account: AccountId): void {
    const { engines } = this.#use;
    const engine = engines.get(account);
    if (engine === undefined) return;
    for (const entry of engine.visitors.values()) this.#forget(engine, entry);
    engines.drop(account);
  }

  /** The number of profiles in memory. */
  get size(): number {
    let size = 0;
    for (const engine of this.#use.engines.all()) size += engine.visitors.size;
    return size;
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
    entry.lastSeenAt = this.#use.world.clock.now();
    if (fresh) {
      entry.state = newVisitor(of.account, of.site, of.visitor, this.#recent);
      this.room.enter(entry);
    } else this.#hold(entry, this.#restore(engine, entry));
    return entry;
  }

  /**
   * Refuses a visitor who is not in memory and has no connection, if admitting would cost others.
   */
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

  /** Runs the work once the profile is loaded, and keeps the profile for that long. */
  async #whenReady<T>(entry: VisitorEntry, work: () => T): Promise<T> {
    entry.awaited++;
    try {
      while (entry.loading !== null) await entry.loading;
      return work();
    } finally {
      entry.awaited--;
    }
  }

  /**
   * Restores as if no browser were connected. What is due is decided, stored and sent with the next
   * event.
   */
  async #restore(engine: AccountEngine, entry: VisitorEntry): Promise<void> {
    const { account, site, visitor } = entry;
    try {
      const log = await this.#use.history.load(account, visitor);
      const context = { ...this.stepper.context(engine, entry), reachable: false };
      const state = newVisitor(account, site, visitor, this.#recent);
      const effects = restore(state, log, context);
      entry.state = state;
      this.room.enter(entry);
      for (const effect of effects) this.stepper.note(entry, effect);
    } catch (error) {
      this.#forget(engine, entry);
      this.#arrivals.lost(entry.links);
      this.#use.world.log.error('owner.restore_failed', { error: String(error) });
      throw refuse('server.failed');
    }
  }

  async #arrive(link: VisitorLink, fresh: boolean): Promise<void> {
    const { engines, budgets } = this.#use;
    const engine = await engines.of(link.account);
    const { payer } = link;
    // Connected visitors are always served, which leaves less room for others.
    if (typeof payer === 'string' && !engine.visitors.has(link.visitor))
      budgets.chargeUpTo({ budget: 'visitors.address', payer, amount: 1 });
    const entry = this.#entry(engine, link, fresh);
    if (link.trial !== null && !entry.trials.has(link.trial))
      this.#holdForTrial(engine, entry, link);
    await this.#whenReady(entry, () => this.#enter(engine, entry, link));
  }

  #enter(engine: AccountEngine, entry: VisitorEntry, link: VisitorLink): void {
    if (!this.#arrivals.isHere(link)) return;
    entry.links.add(link);
    if (link.network != null) entry.network = link.network;
    this.room.enter(entry);
    entry.lastSeenAt = this.#use.world.clock.now();
    for (const [id, content] of entry.offered) {
      if (entry.state === null || !offerStands(entry.state, id, engine.compiled))
        entry.offered.delete(id);
      // With ids of channels its links are being made, and it is sent with them.
      else if (content.pageView === link.pageView && content.channels === undefined)
        link.send({ type: 'engage', engagement: content });
    }
    this.stepper.again(engine, entry, 'refresh');
    this.room.makeRoom();
  }

  /**
   * Holds events until the draft is loaded, so that the trial sees the page on which it was opened.
   */
  #holdForTrial(engine: AccountEngine, entry: VisitorEntry, link: VisitorLink): void {
    const before = entry.loading ?? Promise.resolve();
    const begun = before.then(() =>
      beginTrial(entry, link, engine, {
        trials: this.#use.deciding.trials,
        failed: (error) =>
          this.#use.world.log.error('owner.trial_failed', { error: String(error) }),
      }),
    );
    this.#hold(
      entry,
      begun.then(() => this.room.measure(entry)),
    );
  }

  /** Holds the visitor's inputs until the promise settles, unless a later one replaced it. */
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
    if (!isAsleep(entry)) return this.stepper.again(engine, entry, 'wake');
    const restored = this.#restore(engine, entry);
    this.#hold(entry, restored);
    restored.then(
      () => this.stepper.again(engine, entry, 'wake'),
      () => {},
    );
  }

  #apply(engine: AccountEngine, entry: VisitorEntry, batch: VisitorBatch): BatchResult {
    const result = this.stepper.take(engine, entry, batch);
    this.room.makeRoom();
    return result;
  }

  /**
   * Restores from the log after everything accepted is in it, including the first events of this
   * batch.
   */
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
    entry.state?.recent.release();
    entry.state = null;
  }

  /**
   * Evicts a profile, which is restored from the log when needed. A visitor with a connection
   * sleeps: its browsers stay registered, and its next due instant wakes it.
   */
  #evict(entry: VisitorEntry): void {
    const engine = this.#use.engines.get(entry.account);
    entry.state?.recent.release();
    entry.state = null;
    if (engine === undefined) return;
    if (entry.links.size === 0) this.#forget(engine, entry);
    else evictTrials(entry);
    this.#use.changed(engine, entry);
  }
}

/** An account’s configuration may take this part (1/n) of the room for profiles while it is used. */
const fairEnginePart = 64;

/** The retry delay for a new visitor who found no room. */
const fullRetryMs = 5000;

/** If no payer is named, the sender pays. */
function payerOf({ payer, from }: VisitorBatch): Payer {
  return payer === undefined ? (from?.prefix ?? null) : payer;
}

function paidFor(batch: VisitorBatch): NewVisitorEntry {
  const { account, site, visitor } = batch;
  return { account, site, visitor, payer: payerOf(batch) };
}

/** The profile is loaded and nothing is pending. */
function isReady({ state, loading }: VisitorEntry): boolean {
  return state !== null && loading === null;
}

/** The profile was evicted while a browser is connected. */
function isAsleep({ state, loading }: VisitorEntry): boolean {
  return state === null && loading === null;
}

/** Visitors decided again between two turns of the event loop. */
const refreshPart = 200;
