// The learners of all accounts. Loads stored models when an account is first met, learns from its
// past with low priority, learns from visits as they end, and stores the models every minute and at
// the end. A failure here costs scores until the failed work is repeated, never an event or a
// decision.
import { setImmediate } from 'node:timers/promises';
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import { repeat } from '@opportune/core/world/repeat.ts';
import { dayMs } from '@opportune/core/world/local-time.ts';
import type { Clock, Schedule } from '@opportune/core/world/world.ts';
import { reachedBy } from '@opportune/protocol/campaign/campaign.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { AccountId, GoalId } from '@opportune/protocol/ids.ts';
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';
import { AccountLearner } from './account-learner.ts';
import { Challengers } from '../challenger/challengers.ts';
import { type GoalModel, learnEnd, newGoalModel } from './goal-model.ts';
import { scoredGoals } from './learnt-goals.ts';
import { keepModels, readModels } from './model-store.ts';
import { pastVisits } from './past-visits.ts';
import type { ReadLogs } from '../seams.ts';
import type { TrainTrees } from '../challenger/train-apart.ts';

export interface LearnersUse {
  readonly records: Records;
  readonly facts: FactStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly schedule: Schedule;
  readonly readLogs: ReadLogs;
  readonly train: TrainTrees;
}

const pastDays = 30;
const sweepMs = 5_000;
const keepMs = 60_000;
/** Visits learnt between two turns of the event loop. */
const learntAtOnce = 200;
/** An import counts as finished when nothing more has arrived for this long. */
const importRestMs = 60_000;
/**
 * A goal with this many learnt visits needs no history. One with fewer is learnt anew with its
 * history.
 */
const enoughVisits = 500;
/** The first pause before a failed read is retried. Doubles with each failure. */
const firstPauseMs = 30_000;
const longestPauseMs = 3_600_000;

interface Known {
  readonly learner: AccountLearner;
  /** The newest one. */
  configuration: Configuration | null;
  /** Models whose past could not be read. They begin anew from what was stored. */
  readonly failed: WeakSet<GoalModel>;
  /** Goals that begin anew from the log alone, whatever was stored. */
  readonly anew: Set<GoalId>;
  /** Grows until everything is read again. 0 while nothing has failed. */
  pauseMs: number;
  isPausing: boolean;
  /** Versions whose models are being read. */
  reading: number;
  /** Settles once the models are those of the newest version. */
  ready: Promise<void>;
}

export class Learners {
  readonly #use: LearnersUse;
  readonly #accounts = new Map<AccountId, Known>();
  readonly #challengers: Challengers;
  readonly #stops: readonly (() => void)[];
  /** Pasts are read one after another. */
  #past: Promise<void> = Promise.resolve();
  #keeping: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(use: LearnersUse) {
    this.#use = use;
    this.#challengers = new Challengers(use);
    this.#stops = [
      repeat(use.schedule, sweepMs, () => this.#sweep()),
      repeat(use.schedule, keepMs, () => void this.#keep()),
    ];
  }

  /** The account's learner. It scores once its models are loaded and have learnt enough. */
  of(configuration: Configuration): AccountLearner {
    const known = this.#known(configuration.account);
    if (configuration.version > (known.configuration?.version ?? -1)) {
      known.configuration = configuration;
      this.#read(known, configuration);
    }
    return known.learner;
  }

  /** The account's models, once loaded. */
  async modelsOf(configuration: Configuration): Promise<readonly GoalModel[]> {
    this.of(configuration);
    await this.#accounts.get(configuration.account)?.ready;
    return this.#accounts.get(configuration.account)?.learner.models ?? [];
  }

  /**
   * Stores and forgets the models of accounts whose engines are not in memory and whose visits are
   * all learnt. They are read again with the engine. The learner stays: it follows the next visits
   * from their first event.
   */
  letGo(isAwake: (account: AccountId) => boolean): void {
    if ([...this.#accounts].every(([account, known]) => !isLeft(account, known, isAwake))) return;
    this.#keeping = this.#keeping
      .then(() => this.#keepNow())
      .then(() => {
        for (const [account, known] of this.#accounts) {
          if (!isLeft(account, known, isAwake) || !isKept(known)) continue;
          known.learner.models = [];
          known.configuration = null;
        }
      });
  }

  /** Forgets an account that is removed. */
  drop(account: AccountId): void {
    this.#accounts.delete(account);
  }

  /** Resolves when the requested past is learnt and pending storing is done. */
  async settle(): Promise<void> {
    await Promise.all([...this.#accounts.values()].map(({ ready }) => ready));
    await this.#past;
    await this.#keeping;
    await this.#challengers.settle();
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const stop of this.#stops) stop();
    await this.#challengers.close();
    await this.settle();
    await this.#keep();
  }

  #known(account: AccountId): Known {
    const known = this.#accounts.get(account);
    if (known !== undefined) return known;
    const learner = new AccountLearner(this.#use.clock.now());
    const fresh: Known = {
      ...{
        learner,
        configuration: null,
        failed: new WeakSet<GoalModel>(),
        anew: new Set<GoalId>(),
      },
      ...{ pauseMs: 0, isPausing: false, reading: 0, ready: Promise.resolve() },
    };
    this.#accounts.set(account, fresh);
    return fresh;
  }

  #read(known: Known, configuration: Configuration): void {
    known.reading += 1;
    known.ready = known.ready
      .then(() => this.#adopt(known, configuration))
      .catch((error: unknown) => {
        this.#failed('learn.read_failed', error);
        this.#readLater(known);
      })
      .finally(() => void (known.reading -= 1));
  }

  /** Retries under the configuration that is then the newest. Reads only what is still missing. */
  #readLater(known: Known): void {
    if (known.isPausing) return;
    known.isPausing = true;
    known.pauseMs = Math.min(longestPauseMs, Math.max(firstPauseMs, known.pauseMs * 2));
    this.#use.schedule(known.pauseMs, () => {
      known.isPausing = false;
      if (!this.#closed && known.configuration !== null) this.#read(known, known.configuration);
    });
  }

  /**
   * For a new goal, visits that are over by then belong to the past; current visits are its own.
   */
  async #adopt(known: Known, configuration: Configuration): Promise<void> {
    const { learner, failed } = known;
    const anew = new Set(known.anew);
    const goals = scoredGoals(configuration);
    const means = new Map(configuration.goals.map((goal) => [goal.id, reachedBy(goal)]));
    const changed = learner.models.filter(
      ({ goal, reachedBy: before }) => means.has(goal) && means.get(goal) !== before,
    );
    const whole = learner.models.filter(
      (each) => !failed.has(each) && !changed.includes(each) && !anew.has(each.goal),
    );
    const there = new Map(whole.map((each) => [each.goal, each]));
    const missing = goals.filter((goal) => !there.has(goal));
    const begun =
      missing.length === 0
        ? []
        : await this.#begin(configuration.account, missing, { means, anew });
    for (const each of begun) there.set(each.goal, each);
    for (const goal of anew) known.anew.delete(goal);
    learner.unreach(new Set(changed.map(({ goal }) => goal)));
    const now = this.#use.clock.now();
    learner.sweep(now, Infinity);
    learner.models = goals.flatMap((goal) => there.get(goal) ?? []);
    const behind = learner.models.filter(({ goal }) => missing.includes(goal));
    for (const each of behind) each.behind = true;
    if (behind.length > 0) this.#readPast(known, configuration, { behind, anew, until: now - 1 });
  }

  /** Models of goals without one in memory: as stored, or new. */
  async #begin(
    account: AccountId,
    goals: readonly GoalId[],
    { means, anew }: { means: ReadonlyMap<GoalId, string>; anew: ReadonlySet<GoalId> },
  ): Promise<readonly GoalModel[]> {
    const { records, clock } = this.#use;
    const kept = new Map<GoalId, GoalModel>();
    for (const each of await readModels(records, account, goals)) {
      const now = means.get(each.goal) ?? '';
      const isSame = each.reachedBy === '' || each.reachedBy === now;
      if (isSame && !anew.has(each.goal)) kept.set(each.goal, { ...each, reachedBy: now });
    }
    const from = clock.now() - pastDays * dayMs;
    return goals.map((goal) => {
      const reached = means.get(goal) ?? '';
      return kept.get(goal) ?? { ...newGoalModel(goal, clock.now(), from), reachedBy: reached };
    });
  }

  /** A failed part is read again later. Goals that begin anew are read again in full. */
  #readPast(
    known: Known,
    configuration: Configuration,
    { behind, anew, until }: { behind: GoalModel[]; anew: ReadonlySet<GoalId>; until: number },
  ): void {
    this.#past = this.#past
      .then(() => this.#catchUp(configuration, behind, until))
      .then(() => void (known.pauseMs = 0))
      .catch((error: unknown) => {
        this.#failed('learn.past_failed', error);
        for (const each of behind) {
          known.failed.add(each);
          if (anew.has(each.goal)) known.anew.add(each.goal);
        }
        this.#readLater(known);
      });
  }

  async #catchUp(
    configuration: Configuration,
    models: readonly GoalModel[],
    untilMs: number,
  ): Promise<void> {
    const { facts, readLogs } = this.#use;
    const fromMs = Math.max(
      untilMs - pastDays * dayMs,
      Math.min(...models.map((each) => each.through)),
    );
    for await (const visits of pastVisits(facts, readLogs, { configuration, fromMs, untilMs })) {
      if (this.#closed) return;
      for (const visit of visits)
        for (const of of models) if (visit.lastAt > of.through) learnEnd(of, visit);
    }
    for (const of of models) {
      of.behind = false;
      of.through = Math.max(of.through, untilMs - profileLimits.visitGapMs);
    }
  }

  #sweep(): void {
    const now = this.#use.clock.now();
    for (const known of this.#accounts.values()) {
      if (known.learner.sweep(now, learntAtOnce)) this.#use.schedule(0, () => this.#sweep());
      this.#lookForImports(known, now);
    }
    this.#challengers.look([...this.#accounts.values()].flatMap(({ learner }) => learner.models));
  }

  /** Imported visits are learnt from the log, which was read before they came. */
  #lookForImports(known: Known, now: number): void {
    const { learner, configuration } = known;
    if (learner.importedAt === null || now - learner.importedAt < importRestMs) return;
    learner.importedAt = null;
    for (const { goal, model } of learner.models)
      if (model.seen < enoughVisits) known.anew.add(goal);
    if (known.anew.size > 0 && configuration !== null) this.#read(known, configuration);
  }

  /** One after another, so that no older state overwrites a newer one. */
  #keep(): Promise<void> {
    this.#keeping = this.#keeping.then(() => this.#keepNow());
    return this.#keeping;
  }

  /**
   * What is stored is learnt up to an exact instant, so that nothing is learnt twice after a crash.
   */
  async #keepNow(): Promise<void> {
    const { records, clock } = this.#use;
    for (const [account, { learner }] of this.#accounts) {
      const now = clock.now();
      while (learner.sweep(now, learntAtOnce)) await setImmediate();
      const changed = learner.models.filter(({ dirty, behind }) => dirty && !behind);
      if (changed.length === 0) continue;
      await keepModels(records, account, changed, now).catch((error: unknown) => {
        for (const each of changed) each.dirty = true;
        this.#failed('learn.keep_failed', error);
      });
    }
  }

  #failed(name: string, error: unknown): void {
    if (!this.#closed) this.#use.log.error(name, { error: String(error) });
  }
}

/** Whether nobody uses what the account has learnt, and nothing is being read or followed for it. */
function isLeft(
  account: AccountId,
  { learner, isPausing, reading, anew }: Known,
  isAwake: (account: AccountId) => boolean,
): boolean {
  const isReading = isPausing || reading > 0 || anew.size > 0 || learner.importedAt !== null;
  return (
    !isReading &&
    !learner.isFollowing &&
    !isAwake(account) &&
    learner.models.every(({ behind }) => !behind)
  );
}

function isKept({ learner }: Known): boolean {
  return learner.models.every(({ dirty }) => !dirty);
}
