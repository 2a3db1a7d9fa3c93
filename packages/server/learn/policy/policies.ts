// The policies of all accounts' optimising campaigns, one per campaign and period. Loads a stored
// policy when its campaign is first met, lets units be learnt as they close, and stores what was
// learnt. While a policy loads, or after a failure, campaigns follow their own rule. A failed load
// is retried in the next round.
import type { EngagementChooser } from '@opportune/core/decision/optimise/engagement-chooser.ts';
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import { repeat } from '@opportune/core/world/repeat.ts';
import type { Clock, Schedule } from '@opportune/core/world/world.ts';
import { reachedBy } from '@opportune/protocol/campaign/campaign.ts';
import type { Availability, Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { AccountId, CampaignId } from '@opportune/protocol/ids.ts';
import { recallLost } from '../agent-time/lost-minutes.ts';
import { policyChooser, runningIn, type Chosen } from './policy-chooser.ts';
import { keepRunning } from './policy-learning.ts';
import { openPolicy } from './policy-opening.ts';
import { optimisingCampaigns, type Optimising } from './policy-options.ts';
import { lookAt, revalue, type Slot, valueNow } from './policy-slot.ts';
import { recallConversations } from '../agent-time/recent-conversations.ts';
import { RestingPolicies } from './resting-policies.ts';
import type { RunningPolicy } from './running-policy.ts';
import type { CampaignPeriods, GoalsSince, TakenBack } from '../seams.ts';
import { ServiceLevels, type ConversationSign } from '../agent-time/service-level.ts';

export interface PoliciesUse {
  readonly records: Records;
  readonly facts: FactStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly schedule: Schedule;
  readonly availability: (account: AccountId) => Availability;
  readonly campaigns: CampaignPeriods;
  readonly takenBack: TakenBack;
  readonly configurations: GoalsSince;
}

const learnMs = 60_000;
/**
 * How many rounds try to recover from the log what was not stored. The policy then continues
 * without it.
 */
const recallTries = 5;

interface Known {
  version: number;
  chooser: EngagementChooser | null;
  readonly policies: Map<CampaignId, Slot>;
  /** Recent conversations are read again, once. */
  heard: Promise<void> | null;
  /** Searches for resting periods, one after another. */
  found: Promise<void>;
  /** The configuration for a search that failed, or whose running policies could not be loaded. */
  unfound: Configuration | null;
}

export class Policies {
  readonly #use: PoliciesUse;
  readonly #levels = new ServiceLevels();
  readonly #resting: RestingPolicies;
  readonly #accounts = new Map<AccountId, Known>();
  readonly #stop: () => void;
  #round: Promise<void> = Promise.resolve();
  #closed = false;
  readonly chosen: Chosen = { none: 0, now: 0, after: 0, waits: 0 };

  constructor(use: PoliciesUse) {
    this.#use = use;
    this.#resting = new RestingPolicies(use, this.#levels);
    this.#stop = repeat(use.schedule, learnMs, () => void this.learn());
  }

  /** The chooser for the campaigns of a configuration. Null if none optimises. */
  of(configuration: Configuration): EngagementChooser | null {
    const known = this.#accounts.get(configuration.account) ?? this.#known(configuration.account);
    if (configuration.version > known.version) this.#adopt(known, configuration);
    return known.chooser;
  }

  /** The policy of a campaign in a period: as it runs, or as last stored. */
  async policyOf(configuration: Configuration, of: Optimising): Promise<RunningPolicy> {
    const { account } = configuration;
    const { id, period } = of.live;
    this.of(configuration);
    const slot = this.#accounts.get(account)?.policies.get(id);
    await slot?.ready;
    if (slot?.running?.of.live.period === period) return slot.running;
    const { running } = await openPolicy(this.#use, account, of, this.#levels);
    // Outcomes of a former goal cannot be told from those of the present one.
    const goal = configuration.goals.find((each) => each.id === of.goal.id);
    const isReachedSo = goal !== undefined && reachedBy(goal) === reachedBy(of.goal);
    if (isReachedSo) await valueNow(this.#use, running);
    return running;
  }

  /** Forgets an account that is removed. */
  drop(account: AccountId): void {
    this.#accounts.delete(account);
    this.#resting.drop(account);
    this.#levels.drop(account);
  }

  /** A conversation began, was answered or ended. */
  heard(account: AccountId, sign: ConversationSign): void {
    this.#levels.heard(account, sign, this.#use.clock.now());
  }

  /** How many policies hold live offers back now. */
  get guarded(): number {
    const now = this.#use.clock.now();
    return this.#all().filter((each) => each.holdsBack(now)).length;
  }

  /** Learns from what has closed and stores it. One round at a time. */
  learn(patient = true): Promise<void> {
    return this.#then(() => this.#learn(patient));
  }

  /** Resolves when the requested policies are loaded and current work is done. */
  async settle(): Promise<void> {
    const slots = [...this.#accounts.values()].flatMap(({ policies }) => [...policies.values()]);
    await Promise.all(slots.map(({ ready }) => ready));
    await Promise.all([...this.#accounts.values()].map(({ found }) => found));
    await this.#round;
  }

  async close(): Promise<void> {
    this.#stop();
    // Set before current work is awaited, so that a backlog is left to the next server.
    this.#closed = true;
    await this.settle();
    for (const each of this.#all()) await this.#keep(each);
  }

  /** Runs after all rounds so far. */
  #then(next: () => Promise<void>): Promise<void> {
    this.#round = this.#round.then(next);
    return this.#round;
  }

  #known(account: AccountId): Known {
    const known = { version: -1, chooser: null, policies: new Map<CampaignId, Slot>() };
    const fresh: Known = { ...known, heard: null, found: Promise.resolve(), unfound: null };
    this.#accounts.set(account, fresh);
    return fresh;
  }

  #adopt(known: Known, configuration: Configuration): void {
    const isFirst = known.version < 0;
    known.version = configuration.version;
    const wanted = optimisingCampaigns(configuration);
    const left = this.#leave(known, wanted);
    for (const of of wanted) {
      const slot = known.policies.get(of.live.id);
      if (slot !== undefined) follow(slot, of);
      else known.policies.set(of.live.id, this.#open(configuration.account, of, isFirst, left));
    }
    known.chooser =
      wanted.length === 0 ? null : policyChooser(known.policies, this.#use.clock, this.chosen);
    const opened = [...known.policies.values()].map(({ ready }) => ready);
    known.found = Promise.all([known.found, left, ...opened]).then(() =>
      this.#find(known, configuration),
    );
  }

  /**
   * Puts aside policies that no longer run, or run in another period. Resolves when their knowledge
   * is stored.
   */
  #leave(known: Known, wanted: readonly Optimising[]): Promise<void> {
    const periods = new Map(wanted.map(({ live }) => [live.id, live.period]));
    const left = [...known.policies].filter(([id, { of }]) => periods.get(id) !== of.live.period);
    for (const [id] of left) known.policies.delete(id);
    return this.#then(async () => {
      for (const [, slot] of left) {
        await slot.ready;
        if (slot.running !== null) await this.#keep(slot.running);
      }
    });
  }

  /** Searches for resting periods again, once the running policies have their rows. */
  async #find(known: Known, configuration: Configuration): Promise<void> {
    if (known.version !== configuration.version || this.#closed) return;
    known.unfound = configuration;
    const slots = [...known.policies];
    if (slots.some(([, { running }]) => running === null)) return;
    const running = new Map(slots.map(([id, { of }]) => [id, of.live.period]));
    try {
      await this.#resting.find(configuration, running);
      if (known.unfound === configuration) known.unfound = null;
    } catch (error) {
      this.#failed('policy.find_failed', error);
    }
  }

  #open(account: AccountId, of: Optimising, isFirst: boolean, left: Promise<void>): Slot {
    const slot: Slot = {
      ...{ of, running: null, ready: Promise.resolve(), again: null, tries: 0 },
      ...{ pause: 0, paused: 0, valuedAt: -Infinity },
    };
    this.#resting.leave(account, of.live.id);
    const read = (): void => {
      slot.again = null;
      slot.tries++;
      slot.ready = this.#read(account, slot, isFirst, left).catch((error: unknown) => {
        slot.again = read;
        this.#failed('policy.read_failed', error);
      });
    };
    read();
    return slot;
  }

  /**
   * `isFirst`: this server has not run the policy before, so what was not stored is in the log
   * only.
   */
  async #read(
    account: AccountId,
    slot: Slot,
    isFirst: boolean,
    left: Promise<void>,
  ): Promise<void> {
    const { facts } = this.#use;
    if (!isFirst) await left;
    const { running, from, ...found } = await openPolicy(this.#use, account, slot.of, this.#levels);
    // A reloaded policy is another object, which has no goal value yet.
    slot.valuedAt = -Infinity;
    await revalue(this.#use, slot, running);
    if (found.isRestated) running.restate();
    if (isFirst && from !== null)
      await recallLost(facts, running, from, this.#beside(account, slot)).catch(
        (error: unknown) => {
          if (slot.tries < recallTries) throw error;
          this.#failed('policy.recall_failed', error);
        },
      );
    await this.#recallLevels(account);
    running.of = slot.of;
    running.holdsBack(this.#use.clock.now());
    if (!found.isKept || !isFirst) await keepRunning(this.#use, running);
    slot.running = running;
  }

  /** The account's other optimising campaigns. */
  #beside(account: AccountId, slot: Slot): readonly Optimising[] {
    const all = this.#accounts.get(account)?.policies.values() ?? [];
    return [...all].flatMap((each) => (each === slot ? [] : each.of));
  }

  #recallLevels(account: AccountId): Promise<void> {
    const known = this.#accounts.get(account);
    if (known === undefined) return Promise.resolve();
    const { facts, clock } = this.#use;
    known.heard ??= recallConversations(facts, this.#levels, account, clock.now()).catch(
      (error: unknown) => {
        known.heard = null;
        this.#failed('policy.recall_failed', error);
      },
    );
    return known.heard;
  }

  #all(): readonly RunningPolicy[] {
    return [...this.#accounts.values()].flatMap(({ policies }) => [...runningIn(policies)]);
  }

  async #learn(patient: boolean): Promise<void> {
    for (const [account, known] of this.#accounts) {
      await this.#readAgain(account, known);
      for (const slot of known.policies.values()) {
        if (this.#closed) return;
        const { running } = slot;
        if (running === null) continue;
        running.tick(this.#use.availability(running.account), this.#use.clock.now());
        await lookAt(this.#use, slot, running, { patient, stopped: () => this.#closed }).catch(
          (error: unknown) => this.#failed('policy.learn_failed', error),
        );
      }
      await this.#resting
        .learn(account, patient, () => this.#closed)
        .catch((error: unknown) => this.#failed('policy.learn_failed', error));
    }
  }

  /** Waits only for policies that failed before. A first load may itself wait for this round. */
  async #readAgain(account: AccountId, known: Known): Promise<void> {
    for (const slot of known.policies.values()) {
      if (slot.again === null || this.#closed) continue;
      slot.again();
      await slot.ready;
    }
    if (known.heard === null && known.policies.size > 0) await this.#recallLevels(account);
    if (known.unfound !== null) await this.#find(known, known.unfound);
  }

  #keep(running: RunningPolicy): Promise<void> {
    return keepRunning(this.#use, running).catch((error: unknown) =>
      this.#failed('policy.keep_failed', error),
    );
  }

  #failed(name: string, error: unknown): void {
    if (!this.#closed) this.#use.log.error(name, { error: String(error) });
  }
}

/** The same period under a newer configuration. Names and schedules may have changed. */
function follow(slot: Slot, of: Optimising): void {
  slot.of = of;
  if (slot.running !== null) slot.running.of = of;
}
