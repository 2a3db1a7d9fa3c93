// The index of a configuration's campaigns: finds the few that an input can touch among ten
// thousand. Events are matched by the patterns they fit (newest-events.ts), changed values by the
// comparisons with them (watched-values.ts), time by clocks (clock-table.ts). From all of these,
// campaigns that require an event which has not come are left out (gated-ranks.ts).
import { AccountId, SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import type { Applied } from '../../behaviour/apply/apply-event.ts';
import { never, type Truth } from '../../behaviour/condition/truth.ts';
import { newProfile, type Profile } from '../../behaviour/profile.ts';
import type { RecentWalk } from '../../behaviour/recent/recent-walk.ts';
import type { SeenPatterns } from '../../behaviour/recent/seen-patterns.ts';
import type { Scene } from '../../behaviour/scene.ts';
import { RankSet } from '../../world/rank-set.ts';
import type { CompiledCampaign } from '../configuration/compiled-campaign.ts';
import type { CampaignIndex, Touched } from './campaign-index.ts';
import { ClockTable } from './clock-table.ts';
import { NewestEvents } from './newest-events.ts';
import { addOpen, gateNumbers, gateRanks, type GatedRanks } from './gated-ranks.ts';
import { type LeafReaders, readersOf } from './leaf-readers.ts';
import { WatchedValues } from './watched-values.ts';

export class IndexedCampaigns implements CampaignIndex {
  readonly clocks: ClockTable;
  readonly #events: NewestEvents;
  readonly #values: WatchedValues;
  /** Campaigns that read which agents are free. */
  readonly #askers: readonly number[];
  readonly #every: GatedRanks;
  /** Campaigns that a new visit may make true because it forgets the previous one. */
  readonly #forgetting: GatedRanks;
  /** Campaigns that are true, or will be by time, for a visitor of whom nothing is known. */
  readonly #born: readonly number[];
  readonly #touched: Touched = { ranks: new RankSet(), clocks: new RankSet() };

  /** `campaigns` by rank; `walk` is the one their conditions were compiled with. */
  constructor(campaigns: readonly CompiledCampaign[], walk: RecentWalk) {
    const readers = readersOf(campaigns);
    const gates = gateNumbers(campaigns);
    const gated = (some: readonly CompiledCampaign[]): GatedRanks =>
      gateRanks(
        some.map(({ rank }) => rank),
        campaigns,
        gates,
      );
    this.#values = new WatchedValues(readers, campaigns, gates);
    this.#events = new NewestEvents(readers, campaigns, gates, walk);
    this.clocks = new ClockTable(this.#values.watches, campaigns.length);
    this.#askers = askersOf(readers);
    this.#every = gated(campaigns);
    this.#forgetting = gated(
      campaigns.filter(({ audience, moment }) => audience.forgets || moment.forgets),
    );
    this.#born = bornTrue(campaigns);
  }

  begin(): Touched {
    this.#touched.ranks.clear();
    this.#touched.clocks.clear();
    return this.#touched;
  }

  get asksAgents(): boolean {
    return this.#askers.length > 0;
  }

  noteValues(profile: Profile): void {
    this.#values.note(profile);
  }

  isRuledAnew(profile: Profile): boolean {
    return this.#values.isRuledAnew(profile);
  }

  seenOf(profile: Profile): SeenPatterns {
    return (profile.seen ??= this.#events.seenAmong(profile));
  }

  addByEvent(scene: Scene, { recent, dropped }: Applied, { ranks }: Touched): void {
    const seen = this.seenOf(scene.profile);
    if (recent !== null) this.#events.addNewest(scene, recent, ranks, seen);
    for (const each of dropped) this.#events.addDropped(scene, each, ranks, seen);
  }

  addByValues(scene: Scene, visitBegan: boolean, touched: Touched): void {
    const { brought } = this.seenOf(scene.profile);
    if (visitBegan) {
      addOpen(this.#forgetting, brought, touched.ranks);
      touched.ranks.addAll(this.#born);
    }
    this.#values.addChanged(scene, brought, touched);
  }

  addEvery(profile: Profile, { ranks }: Touched): void {
    addOpen(this.#every, this.seenOf(profile).brought, ranks);
  }

  addAskers({ ranks }: Touched): void {
    ranks.addAll(this.#askers);
  }

  addFallen(
    clock: number,
    span: { readonly from: number; readonly to: number },
    profile: Profile,
    { ranks, clocks }: Touched,
  ): void {
    this.clocks.addFallen(clock, span, profile, this.seenOf(profile).brought, ranks);
    clocks.add(clock);
  }
}

function bornTrue(campaigns: readonly CompiledCampaign[]): readonly number[] {
  const profile = newProfile(
    AccountId.parse('none'),
    SiteId.parse('none'),
    VisitorId.parse('none'),
  );
  const scene = { profile, now: 1, availability: { version: 0, at: 0, skills: {} } };
  return campaigns
    .filter((campaign) => bornTruth(campaign, scene) !== never)
    .map(({ rank }) => rank);
}

function bornTruth({ audience, moment, optimise }: CompiledCampaign, scene: Scene): Truth {
  return optimise === null
    ? Math.min(audience.test(scene), moment.test(scene))
    : audience.test(scene);
}

/** Campaigns that read how many agents are free. */
function askersOf(readers: readonly LeafReaders[]): readonly number[] {
  return [
    ...new Set(readers.flatMap(({ leaf, ranks }) => (leaf.watch.type === 'agents' ? ranks : []))),
  ];
}
