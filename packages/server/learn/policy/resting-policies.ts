// Ended periods of optimising campaigns, and periods of paused ones, that still have open windows.
// Their units are learnt into their own row as they close. A policy is in memory only while it
// learns, and its campaign's document only while it is looked at. If a later period continues one, that
// later one learns its units.
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { AccountId, CampaignId } from '@opportune/protocol/ids.ts';
import { keepRunning, learnClosed, type LearningUse } from './policy-learning.ts';
import { goesOnFrom, openPolicy } from './policy-opening.ts';
import { optimisingCampaign, type Optimising, type PolicyGround } from './policy-options.ts';
import { finishPeriod, keptPeriods } from './policy-store.ts';
import { longestClosingMs } from './policy-units.ts';
import type { CampaignPeriod, CampaignPeriods } from '../seams.ts';
import type { ServiceLevels } from '../agent-time/service-level.ts';

export interface RestingUse extends LearningUse {
  readonly campaigns: CampaignPeriods;
}

interface Resting {
  readonly campaign: CampaignId;
  readonly period: number;
  /** When all its windows are closed and stored. Null: it is paused. */
  readonly overAt: number | null;
  /** Rounds to skip before the next look, and how many were skipped last. */
  pause: number;
  paused: number;
}

interface Known {
  readonly ground: PolicyGround;
  readonly resting: readonly Resting[];
}

/** After a round that finds nothing, the pause grows up to this many rounds. */
const longestPause = 60;

export class RestingPolicies {
  readonly #use: RestingUse;
  readonly #levels: ServiceLevels;
  readonly #accounts = new Map<AccountId, Known>();

  constructor(use: RestingUse, levels: ServiceLevels) {
    this.#use = use;
    this.#levels = levels;
  }

  /** Searches for them. `running` are the campaigns whose policies share agents with others. */
  async find(
    configuration: Configuration,
    running: ReadonlyMap<CampaignId, number>,
  ): Promise<void> {
    const { records, campaigns } = this.#use;
    const { account } = configuration;
    const kept = await keptPeriods(records, account);
    const found: Resting[] = [];
    for (const [campaign, rows] of Map.groupBy(kept, (row) => row.campaign)) {
      const open = rows.filter(({ period, done }) => !done && running.get(campaign) !== period);
      if (open.length === 0) continue;
      const periods = await campaigns.periods(account, campaign);
      const known = periods.filter(({ number }) => rows.some(({ period }) => period === number));
      for (const row of open) {
        const period = known.find(({ number }) => number === row.period);
        const of = period === undefined ? null : optimising(configuration, campaign, period);
        if (period === undefined || of === null || isContinued(known, period))
          await finishPeriod(records, account, row);
        else found.push(restingOf(of, period.until));
      }
    }
    const { salt, settings } = configuration;
    this.#accounts.set(account, { ground: { salt, settings }, resting: found });
  }

  /** Forgets an account. Its periods are found again by `find`. */
  drop(account: AccountId): void {
    this.#accounts.delete(account);
  }

  /** A campaign runs again, or in another period. Nothing of it rests until the next search. */
  leave(account: AccountId, campaign: CampaignId): void {
    this.#keep(account, (each) => each.campaign !== campaign);
  }

  /**
   * Learns what has closed, one period after another. A failure of one does not stop the others.
   */
  async learn(account: AccountId, patient: boolean, stopped: () => boolean): Promise<void> {
    const failures: unknown[] = [];
    for (const each of this.#accounts.get(account)?.resting ?? []) {
      const isOut = (): boolean => stopped() || !this.#isAmong(account, each);
      if (isOut() || (patient && each.paused++ < each.pause)) continue;
      await this.#learnOne(account, each, isOut).catch((error: unknown) => {
        pauseAfter(each, false);
        failures.push(error);
      });
    }
    if (failures.length > 0) throw new AggregateError(failures, failures.map(String).join('; '));
  }

  async #learnOne(account: AccountId, each: Resting, stopped: () => boolean): Promise<void> {
    const { records, clock } = this.#use;
    const { campaign, period, overAt } = each;
    const isOver = overAt !== null && clock.now() > overAt;
    const of = await this.#read(account, each);
    if (of === null) return;
    const { running } = await openPolicy(this.#use, account, of, this.#levels);
    const before = running.version;
    await learnClosed(this.#use, running, stopped);
    if (running.dirty) await keepRunning(this.#use, running);
    pauseAfter(each, running.version > before);
    if (!isOver || stopped()) return;
    await finishPeriod(records, account, { campaign, period });
    this.#keep(account, (other) => other !== each);
  }

  /** As it was published. Null if it is gone, or its account is. */
  async #read(account: AccountId, { campaign, period }: Resting): Promise<Optimising | null> {
    const { ground } = this.#accounts.get(account) ?? {};
    const periods = await this.#use.campaigns.periods(account, campaign);
    const known = periods.find(({ number }) => number === period);
    return known === undefined || ground === undefined ? null : optimising(ground, campaign, known);
  }

  #isAmong(account: AccountId, each: Resting): boolean {
    return this.#accounts.get(account)?.resting.includes(each) ?? false;
  }

  #keep(account: AccountId, isKept: (each: Resting) => boolean): void {
    const known = this.#accounts.get(account);
    if (known === undefined) return;
    this.#accounts.set(account, { ...known, resting: known.resting.filter(isKept) });
  }
}

function restingOf({ live, goal }: Optimising, until: number | null): Resting {
  const overAt = until === null ? null : until + longestClosingMs(goal);
  return { campaign: live.id, period: live.period, overAt, pause: 0, paused: 0 };
}

function pauseAfter(each: Resting, hasLearnt: boolean): void {
  each.paused = 0;
  each.pause = hasLearnt ? 0 : Math.min(longestPause, Math.max(1, each.pause * 2));
}

function optimising(
  configuration: PolicyGround,
  id: CampaignId,
  { number: period, document, goal }: CampaignPeriod,
): Optimising | null {
  return optimisingCampaign(configuration, { id, period, document }, goal);
}

/** `kept` are the periods of the campaign that have a row. */
function isContinued(kept: readonly CampaignPeriod[], period: CampaignPeriod): boolean {
  return kept.some((later) => later.number > period.number && goesOnFrom(later, period));
}
