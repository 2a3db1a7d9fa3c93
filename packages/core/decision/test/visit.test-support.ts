// Plays a visitor against the engine with a simulated clock, delivers each wake at its instant, and
// keeps the effects. For tests.
import type { LiveCampaign } from '@opportune/protocol/campaign/campaign.ts';
import type { AccountLanguages } from '@opportune/protocol/campaign/translations.ts';
import type { Availability } from '@opportune/protocol/campaign/configuration.ts';
import type {
  CampaignExplanation,
  Conversion,
  Decision,
  EngagementContent,
} from '@opportune/protocol/campaign/decision.ts';
import {
  eventName,
  type AcceptedEvent,
  type JsonObject,
  type Trust,
} from '@opportune/protocol/behaviour/event.ts';
import { VisitorId, type DecisionId } from '@opportune/protocol/ids.ts';
import { attributes } from '../../behaviour/test/conditions.test-support.ts';
import { always, never } from '../../behaviour/condition/truth.ts';
import { RankSet } from '../../world/rank-set.ts';
import type { CampaignIndex, Touched } from '../index/campaign-index.ts';
import { ClockTable } from '../index/clock-table.ts';
import type { CompiledCampaign } from '../configuration/compiled-campaign.ts';
import { compileConfiguration, type CompiledConfiguration } from '../configuration/compile.ts';
import {
  explain,
  newVisitor,
  restore,
  step,
  type DecisionContext,
  type Effect,
  type Input,
  type StoredEvent,
  type VisitorState,
} from '../engine.ts';
import { scoresSince } from '../configuration/follow-scores.ts';
import type { EngagementChooser } from '../optimise/engagement-chooser.ts';
import { truthOf } from '../step/campaign-truth.ts';
import type { CampaignTruths } from '../configuration/shared-truths.ts';
import {
  account,
  availability,
  configuration,
  event,
  noon,
  purchase,
  site,
  type EventSketch,
} from '../../world/test/shop.test-support.ts';

export interface VisitOptions {
  readonly availability?: Availability;
  readonly holdout?: number;
  readonly goalTrust?: Trust;
  readonly visitor?: string;
  readonly reachable?: boolean;
  readonly policy?: EngagementChooser;
  /** The visitor's languages, and those of the account. */
  readonly reads?: readonly string[];
  readonly languages?: AccountLanguages;
  /**
   * Judge every campaign every time: nothing is ruled out in advance, and each has its own timer.
   */
  readonly exhaustive?: boolean;
}

export class Visit {
  now = noon;
  wakeAt: number | null = null;
  state: VisitorState;
  lastEvent: AcceptedEvent | null = null;
  readonly stored: StoredEvent[] = [];
  readonly decisions: Decision[] = [];
  readonly contents: (EngagementContent | null)[] = [];
  /** What went out after its delay. */
  readonly offered: EngagementContent[] = [];
  readonly conversions: Conversion[] = [];
  readonly told: string[] = [];
  readonly repeats: string[] = [];
  readonly withdrawn: DecisionId[] = [];
  skipped = 0;
  reachable: boolean;
  readonly #options: VisitOptions;
  #configuration: CompiledConfiguration;
  #availability: Availability;
  #version = 1;
  #ordinal = 0;
  #view = 0;

  constructor(campaigns: readonly LiveCampaign[], options: VisitOptions = {}) {
    this.#options = options;
    this.reachable = options.reachable ?? true;
    this.#configuration = this.#compile(campaigns, null);
    this.#availability = options.availability ?? availability(1);
    this.state = newVisitor(account, site, VisitorId.parse(options.visitor ?? 'anna'));
  }

  #compile(
    campaigns: readonly LiveCampaign[],
    before: CompiledConfiguration | null,
  ): CompiledConfiguration {
    const plain = configuration(campaigns, { attributes: [...attributes] });
    const { languages } = this.#options;
    const settings = { ...plain.settings, ...(languages === undefined ? {} : { languages }) };
    const source = {
      ...plain,
      version: this.#version++,
      settings: { ...settings, holdout: this.#options.holdout ?? 0 },
      goals: [{ ...purchase, trust: this.#options.goalTrust ?? 'page' }],
    };
    const { scores } = compileConfiguration(source);
    const since = scoresSince(scores, before, this.now);
    const compiled = compileConfiguration({ ...source, scoresSince: since });
    return this.#options.exhaustive === true ? exhaustively(compiled) : compiled;
  }

  get context(): DecisionContext {
    return {
      configuration: this.#configuration,
      availability: this.#availability,
      now: this.now,
      nextOrdinal: () => ++this.#ordinal,
      reachable: this.reachable,
      ...(this.#options.reads === undefined ? {} : { reads: this.#options.reads }),
      ...(this.#options.policy === undefined ? {} : { policy: this.#options.policy }),
    };
  }

  page(path: string, sketch: EventSketch = {}): this {
    return this.send(eventName.page, { path, view: `v${++this.#view}`, ...sketch });
  }

  track(name: string, properties: JsonObject = {}, sketch: EventSketch = {}): this {
    const view = this.#view === 0 ? {} : { view: `v${this.#view}` };
    return this.send(name, { properties, ...view, ...sketch });
  }

  send(name: string, sketch: EventSketch = {}): this {
    const visitor = VisitorId.parse(this.#options.visitor ?? 'anna');
    this.lastEvent = event(name, this.now, ++this.#ordinal, { visitor, ...sketch });
    return this.#step({ type: 'event', event: this.lastEvent });
  }

  /** Sends a stored event again, as a client does whose server lost it. */
  retry(stored: StoredEvent): this {
    const { visit: _visit, holdout: _holdout, ...sent } = stored;
    return this.#step({
      type: 'event',
      event: { ...sent, ordinal: ++this.#ordinal, receivedAt: this.now },
    });
  }

  /** Lets seconds pass, with every wake on the way. */
  after(seconds: number): this {
    const end = this.now + Math.round(seconds * 1000);
    while (this.wakeAt !== null && this.wakeAt <= end) {
      this.now = Math.max(this.now, this.wakeAt);
      this.wakeAt = null;
      this.#step({ type: 'wake' });
    }
    this.now = end;
    return this;
  }

  refresh(change: {
    readonly campaigns?: readonly LiveCampaign[];
    readonly availability?: Availability;
  }): this {
    if (change.campaigns !== undefined)
      this.#configuration = this.#compile(change.campaigns, this.#configuration);
    if (change.availability !== undefined) this.#availability = change.availability;
    return this.#step({ type: 'refresh' });
  }

  explain(): readonly CampaignExplanation[] {
    return explain(this.state, this.context);
  }

  /** Loses the state and restores it from what was stored. */
  crash(): this {
    const { stored: events, decisions, conversions } = this;
    this.wakeAt = null;
    this.state = newVisitor(account, site, this.state.visitor);
    const log = { events, decisions, conversions };
    for (const effect of restore(this.state, log, this.context)) this.#keep(effect);
    return this;
  }

  #step(input: Input): this {
    for (const effect of step(this.state, input, this.context)) this.#keep(effect);
    return this;
  }

  #keep(effect: Effect): void {
    switch (effect.type) {
      case 'store':
        this.stored.push(effect.event);
        return;
      case 'decide':
        this.decisions.push(effect.decision);
        this.contents.push(effect.content);
        return;
      case 'offer':
        this.offered.push(effect.content);
        return;
      case 'convert':
        this.conversions.push(effect.conversion);
        return;
      case 'tell':
        this.told.push(effect.code);
        return;
      case 'repeat':
        this.repeats.push(effect.id);
        return;
      case 'withdraw':
        this.withdrawn.push(effect.decision);
        return;
      case 'wake':
        this.wakeAt = effect.at;
        return;
      case 'skipped-timer':
        this.skipped += effect.count;
        return;
      default:
        effect satisfies never;
    }
  }
}

/** Every input touches all campaigns, none waits for a clock, and each is evaluated separately. */
function exhaustively(compiled: CompiledConfiguration): CompiledConfiguration {
  const campaigns = compiled.campaigns.map(withoutClock);
  const touched: Touched = { ranks: new RankSet(), clocks: new RankSet() };
  const touchAll = () => touched.ranks.addBelow(campaigns.length);
  const index: CampaignIndex = {
    clocks: new ClockTable([], campaigns.length),
    asksAgents: true,
    begin: () => (touched.ranks.clear(), touched),
    noteValues: () => {},
    isRuledAnew: () => false,
    seenOf: (profile) => compiled.index.seenOf({ ...profile, seen: null }),
    addByEvent: touchAll,
    addByValues: touchAll,
    addEvery: touchAll,
    addAskers: touchAll,
    addFallen: touchAll,
  };
  const truths: CampaignTruths = {
    renew: () => {},
    of: (rank, scene) => {
      const campaign = campaigns[rank];
      if (campaign === undefined) return never;
      return campaign.optimise === null ? truthOf(scene, campaign) : always;
    },
  };
  return { ...compiled, campaigns, index, truths };
}

function withoutClock(campaign: CompiledCampaign): CompiledCampaign {
  const { audience, moment } = campaign;
  return {
    ...campaign,
    audience: { ...audience, clock: null },
    moment: { ...moment, clock: null },
  };
}
