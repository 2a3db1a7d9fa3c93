// The policies of all accounts' optimising campaigns: one a campaign and period. Reads what was kept
// when a campaign is first met, learns units as they close, keeps what was learnt with its place. While
// a policy is being read, and where anything here fails, campaigns do as their own rule says.
import { setImmediate } from 'node:timers/promises';
import type {
  ChooserQuestion,
  ChosenAction,
  EngagementChooser,
} from '@opportune/core/decision/policy-question.ts';
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import { repeat } from '@opportune/core/world/repeat.ts';
import type { Clock, Schedule } from '@opportune/core/world/world.ts';
import { offersTheSame, type LiveCampaign } from '@opportune/protocol/campaign.ts';
import type { Availability, Configuration } from '@opportune/protocol/configuration.ts';
import type { AccountId, CampaignId } from '@opportune/protocol/ids.ts';
import { optimisingCampaigns, type Optimising } from './policy-options.ts';
import { keepPolicy, readPolicy, type KeptPolicy } from './policy-store.ts';
import { closedUnits, firstPlace, goalWorth } from './policy-units.ts';
import { RunningPolicy } from './running-policy.ts';
import type { CampaignPeriods, TakenBack } from './seams.ts';
import { ServiceLevels, type ConversationSign } from './service-level.ts';

export interface PoliciesUse {
  readonly records: Records;
  readonly facts: FactStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly schedule: Schedule;
  readonly availability: (account: AccountId) => Availability;
  readonly campaigns: CampaignPeriods;
  readonly takenBack: TakenBack;
}

const learnMs = 60_000;
/** A round that finds nothing is followed by a longer pause, up to so many rounds. */
const longestPause = 8;
/** What is learnt has been on its way to the store for this long: nothing comes before it any more. */
const settledMs = 60_000;
const valueMs = 3_600_000;

interface Known {
  version: number;
  chooser: EngagementChooser | null;
  readonly policies: Map<CampaignId, Slot>;
}

/** A campaign's policy in its period; null while it is being read. */
interface Slot {
  of: Optimising;
  running: RunningPolicy | null;
  ready: Promise<void>;
  /** Rounds to pass before the next look, and how many were passed last. */
  pause: number;
  paused: number;
  valuedAt: number;
}

export class Policies {
  readonly #use: PoliciesUse;
  readonly #levels = new ServiceLevels();
  readonly #accounts = new Map<AccountId, Known>();
  readonly #stop: () => void;
  #round: Promise<void> = Promise.resolve();
  #closed = false;
  readonly chosen = { none: 0, now: 0, after: 0 };

  constructor(use: PoliciesUse) {
    this.#use = use;
    this.#stop = repeat(use.schedule, learnMs, () => void this.learn());
  }

  /** Who chooses for the campaigns of a configuration; null where none optimises. */
  of(configuration: Configuration): EngagementChooser | null {
    const known = this.#accounts.get(configuration.account) ?? this.#known(configuration.account);
    if (configuration.version > known.version) this.#adopt(known, configuration);
    return known.chooser;
  }

  /** The policy of a campaign in a period: as it runs, or as it was kept last. */
  async policyOf(configuration: Configuration, of: Optimising): Promise<RunningPolicy> {
    const { account } = configuration;
    const { id, period } = of.live;
    this.of(configuration);
    const slot = this.#accounts.get(account)?.policies.get(id);
    await slot?.ready;
    if (slot?.running?.of.live.period === period) return slot.running;
    const kept = await readPolicy(this.#use.records, account, id, period);
    return new RunningPolicy(account, of, kept, this.#levels);
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

  /** Learns what has closed, and keeps it; one round at a time. */
  learn(patient = true): Promise<void> {
    this.#round = this.#round.then(() => this.#learn(patient));
    return this.#round;
  }

  /** Resolves when the policies asked for are read. */
  async settle(): Promise<void> {
    const slots = [...this.#accounts.values()].flatMap(({ policies }) => [...policies.values()]);
    await Promise.all(slots.map(({ ready }) => ready));
    await this.#round;
  }

  async close(): Promise<void> {
    this.#stop();
    await this.settle();
    this.#closed = true;
    for (const each of this.#all()) await this.#keep(each);
  }

  #known(account: AccountId): Known {
    const fresh: Known = { version: -1, chooser: null, policies: new Map() };
    this.#accounts.set(account, fresh);
    return fresh;
  }

  #adopt(known: Known, configuration: Configuration): void {
    const { account } = configuration;
    known.version = configuration.version;
    const wanted = optimisingCampaigns(configuration);
    const running = new Set(wanted.map(({ live }) => live.id));
    for (const campaign of known.policies.keys())
      if (!running.has(campaign)) known.policies.delete(campaign);
    for (const of of wanted) {
      const slot = known.policies.get(of.live.id);
      if (slot?.of.live.period === of.live.period) follow(slot, of);
      else known.policies.set(of.live.id, this.#open(account, of));
    }
    known.chooser = wanted.length === 0 ? null : this.#chooser(known);
  }

  #open(account: AccountId, of: Optimising): Slot {
    const slot: Slot = {
      ...{ of, running: null, ready: Promise.resolve() },
      ...{ pause: 0, paused: 0, valuedAt: -Infinity },
    };
    slot.ready = this.#read(account, slot).catch((error: unknown) =>
      this.#failed('policy.read_failed', error),
    );
    return slot;
  }

  async #read(account: AccountId, slot: Slot): Promise<void> {
    const { records } = this.#use;
    const { id, period } = slot.of.live;
    const kept =
      (await readPolicy(records, account, id, period)) ?? (await this.#inherited(account, slot.of));
    const running = new RunningPolicy(account, slot.of, kept, this.#levels);
    await this.#revalue(slot, running);
    running.of = slot.of;
    slot.running = running;
  }

  /** What the period before has learnt, where that made the same offer; it begins with its own units. */
  async #inherited(account: AccountId, { live }: Optimising): Promise<KeptPolicy | null> {
    const { records, campaigns } = this.#use;
    const periods = await campaigns.periods(account, live.id);
    const before = periods.findLast(({ number }) => number < live.period);
    if (before === undefined || !offersTheSame(before.document, live.document)) return null;
    const kept = await readPolicy(records, account, live.id, before.number);
    return kept === null ? null : { ...kept, period: live.period, place: firstPlace };
  }

  #chooser(known: Known): EngagementChooser {
    const of = (live: LiveCampaign): RunningPolicy | null => {
      const slot = known.policies.get(live.id);
      return slot?.of.live.period === live.period ? slot.running : null;
    };
    return {
      about: (live, skill) => {
        const running = of(live);
        const guarded = running?.isGuarded(skill, this.#use.clock.now()) ?? false;
        return { value: running?.value ?? 0, guarded };
      },
      choose: (live, question) => this.#choose(of(live), question),
    };
  }

  #choose(running: RunningPolicy | null, question: ChooserQuestion): ChosenAction | null {
    const chosen = running?.choose(question) ?? null;
    if (!question.isGhost) this.chosen[kindOf(chosen?.action ?? 'now')]++;
    return chosen;
  }

  #all(): readonly RunningPolicy[] {
    return [...this.#accounts.values()].flatMap(({ policies }) =>
      [...policies.values()].flatMap(({ running }) => running ?? []),
    );
  }

  async #learn(patient: boolean): Promise<void> {
    for (const { policies } of this.#accounts.values()) {
      for (const slot of policies.values()) {
        if (this.#closed) return;
        const { running } = slot;
        if (running === null) continue;
        running.tick(this.#use.availability(running.account), this.#use.clock.now());
        if (patient && slot.paused++ < slot.pause) continue;
        await this.#learnOne(slot, running).catch((error: unknown) =>
          this.#failed('policy.learn_failed', error),
        );
      }
    }
  }

  async #learnOne(slot: Slot, running: RunningPolicy): Promise<void> {
    const before = running.version;
    await this.#revalue(slot, running);
    for (let more = true; more && !this.#closed;) more = await this.#learnPart(running);
    slot.paused = 0;
    slot.pause = running.version > before ? 0 : Math.min(longestPause, Math.max(1, slot.pause * 2));
    await this.#keep(running);
  }

  async #learnPart(running: RunningPolicy): Promise<boolean> {
    const { facts, clock, takenBack } = this.#use;
    const { goal, live } = running.of;
    const closed = await closedUnits(facts, takenBack, {
      ...{ account: running.account, campaign: live.id, period: live.period, goal },
      ...{ after: running.place, now: clock.now() - settledMs },
    });
    await running.learn(closed, () => setImmediate());
    return closed.more;
  }

  /** What the goal is worth follows from what it brought, and what of that is left. */
  async #revalue(slot: Slot, running: RunningPolicy): Promise<void> {
    const { takenBack, clock } = this.#use;
    const now = clock.now();
    if (now - slot.valuedAt < valueMs) return;
    slot.valuedAt = now;
    const { account, of } = running;
    running.value = (await goalWorth(takenBack, account, of.goal, now)) ?? running.value;
  }

  async #keep(running: RunningPolicy): Promise<void> {
    if (!running.dirty) return;
    running.dirty = false;
    const { account, of } = running;
    const { records, clock } = this.#use;
    await keepPolicy(records, account, of.live.id, running.kept(), clock.now()).catch(
      (error: unknown) => {
        running.dirty = true;
        this.#failed('policy.keep_failed', error);
      },
    );
  }

  #failed(name: string, error: unknown): void {
    if (!this.#closed) this.#use.log.error(name, { error: String(error) });
  }
}

/** The same period under a newer configuration: names and schedules may have changed. */
function follow(slot: Slot, of: Optimising): void {
  slot.of = of;
  if (slot.running !== null) slot.running.of = of;
}

function kindOf(action: ChosenAction['action']): 'none' | 'now' | 'after' {
  return action === 'none' || action === 'now' ? action : 'after';
}
