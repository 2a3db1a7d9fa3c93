// What a campaign would have decided for one visitor had it been published at an instant of the
// past. Runs the live engine on the stored log with the log's own clock. It sends nothing, draws no
// arm and knows no other campaign. What the visitor was shown at the time stays part of the log.
import {
  optimisingOf,
  type CampaignDocument,
  type Goal,
  type LiveCampaign,
} from '@opportune/protocol/campaign/campaign.ts';
import type { Availability, Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { Conversion, Decision } from '@opportune/protocol/campaign/decision.ts';
import type { AcceptedEvent } from '@opportune/protocol/behaviour/event.ts';
import type { AccountId, CampaignId, SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import type { VisitIntent } from '@opportune/protocol/behaviour/intent.ts';
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';
import { orderValueIn } from '../../behaviour/apply/order-value.ts';
import type { IntentScorer } from '../../behaviour/apply/apply-intent.ts';
import type { Visit } from '../../behaviour/profile.ts';
import { RecentMemory } from '../../behaviour/recent/recent-memory.ts';
import { isRunnable } from '../configuration/arm-plan.ts';
import { compileConfiguration, type CompiledConfiguration } from '../configuration/compile.ts';
import { isForeign } from '../step/currency.ts';
import {
  newVisitor,
  step,
  type Effect,
  type Input,
  type StoredEvent,
  type VisitorState,
} from '../engine.ts';
import { availabilityAt, nextChangeAfter } from './rehearse-availability.ts';

export interface RehearsalQuestion {
  /** The present configuration: sections, the goal and the holdout are those of today. */
  readonly configuration: Configuration;
  readonly campaign: CampaignId;
  readonly draft: CampaignDocument;
  /** The instant at which the draft is assumed to have gone live. */
  readonly from: number;
  /** Nothing is judged after it. */
  readonly until: number;
  /** Recorded availability in order of time. Empty if none was recorded. */
  readonly availability: readonly Availability[];
}

/** A question compiled once, for any number of visitors. */
export interface Rehearsal {
  readonly question: RehearsalQuestion;
  readonly goal: Goal | null;
  /** Whether free agents can affect who is eligible. */
  readonly asksAgents: boolean;
  readonly before: CompiledConfiguration;
  readonly during: CompiledConfiguration;
  /** The same for imported events: a secret key brought them, so any trust reaches the goal. */
  readonly imported: CompiledConfiguration;
  readonly memory: RecentMemory;
}

export interface EligibleInstant {
  readonly at: number;
  readonly path: string | null;
  readonly sections: readonly string[];
  readonly offer: Decision['offer'];
}

export interface RehearsedVisit {
  readonly startedAt: number;
  /** Its last sign. */
  readonly endedAt: number;
  /** The first in the visit. Null if the moment never came or was held back. */
  readonly eligible: EligibleInstant | null;
  /** For an optimising draft: when its audience enrolled the visit. Null if it never did. */
  readonly takenInAt: number | null;
}

export interface RehearsedVisitor {
  /**
   * Visits with a sign or a moment from the question's `from` on, in order. None for bots and the
   * holdout.
   */
  readonly visits: readonly RehearsedVisit[];
  /** Every decision, including second ones in a visit. */
  readonly eligibleAt: readonly number[];
  /** Conversions of the campaign's goal, each key once, by event time. */
  readonly reached: readonly Reached[];
}

/** Without cap and refunds. 0 if it is in another currency than the account's. */
export interface Reached extends Pick<Conversion, 'key' | 'at' | 'receivedAt' | 'value'> {
  /** The sum of the whole order, of which a refund is a part. */
  readonly orderSum: number;
  readonly currency: string;
}

/**
 * A period that no running campaign has, so that no cached answer is mistaken for one to a
 * rehearsal.
 */
const rehearsedPeriod = 0;
/**
 * The most instants judged between two events of a visitor. A visit of 30 minutes has far fewer.
 */
const instantsBetween = 10_000;

export function compileRehearsal(question: RehearsalQuestion): Rehearsal {
  const { configuration } = question;
  const goal = goalOf(question);
  const goals = goal === null ? [] : [goal];
  // When running campaigns began to follow their scores does not matter to a draft.
  const plain = { ...configuration, campaigns: [], goals, scoresSince: {} };
  const live = liveOf(question);
  const during = compileConfiguration({ ...plain, version: 2, campaigns: [live] });
  const ofAnyTrust = goals.map((each) => ({ ...each, trust: 'page' as const }));
  const lenient = compileConfiguration({ ...plain, goals: ofAnyTrust });
  return {
    question,
    goal,
    asksAgents: needsRoom(live) || during.index.asksAgents,
    before: compileConfiguration({ ...plain, version: 1 }),
    during,
    imported: { ...during, goals: lenient.goals },
    memory: new RecentMemory(),
  };
}

/** Whether it offers something only while an agent is free. */
function needsRoom({ document }: LiveCampaign): boolean {
  return document.engagement.variants.some(
    ({ offer }) => offer.channel !== 'content' && offer.fallback === null,
  );
}

/** The draft's goal as it is today. Null if it no longer exists. */
export function goalOf({ configuration, draft }: RehearsalQuestion): Goal | null {
  return configuration.goals.find(({ id }) => id === draft.goal) ?? null;
}

/** Whether free agents can affect who is eligible. */
export function asksAgents(question: RehearsalQuestion): boolean {
  return compileRehearsal(question).asksAgents;
}

/**
 * The draft applied to everybody: no control, and an optimising one entirely in the arm *always*.
 * Unfinished shares count as whole, because nobody is shown anything. Days and hours of the
 * schedule apply; its start and end dates do not, because they are not in the past.
 */
function liveOf({ campaign, draft }: RehearsalQuestion): LiveCampaign {
  const optimise = optimisingOf(draft);
  const document: CampaignDocument = {
    ...draft,
    control: 0,
    schedule: { ...draft.schedule, from: null, until: null },
    ...(optimise === null ? {} : { optimise: { ...optimise, always: 10_000 } }),
  };
  const live = { id: campaign, period: rehearsedPeriod, document };
  if (isRunnable(live)) return live;
  const variants = draft.engagement.variants.map((variant, at) => ({
    ...variant,
    share: at === 0 ? 10_000 : 0,
  }));
  return { ...live, document: { ...live.document, engagement: { ...draft.engagement, variants } } };
}

export interface StoredVisitor {
  readonly account: AccountId;
  readonly site: SiteId;
  readonly visitor: VisitorId;
  /** In any order. */
  readonly events: readonly StoredEvent[];
}

/** The rehearsal of one visitor. The same log gives the same answer. */
export function rehearseVisitor(rehearsal: Rehearsal, stored: StoredVisitor): RehearsedVisitor {
  const play = newPlay(rehearsal, stored);
  for (const event of inOrder(stored.events)) {
    if (event.receivedAt > rehearsal.question.until) break;
    passTime(play, event.receivedAt);
    play.now = Math.max(play.now, event.receivedAt);
    feed(play, { type: 'event', event }, event);
    play.wasImported = event.wasImported;
  }
  passTime(play, rehearsal.question.until);
  return partOf(play);
}

function newPlay(rehearsal: Rehearsal, { account, site, visitor }: StoredVisitor): Play {
  return {
    rehearsal,
    state: newVisitor(account, site, visitor, rehearsal.memory),
    now: -Infinity,
    ordinal: 0,
    wasImported: false,
    visits: [],
    eligibleAt: [],
    reached: [],
  };
}

interface Play {
  readonly rehearsal: Rehearsal;
  readonly state: VisitorState;
  now: number;
  ordinal: number;
  /** Whether the newest event was imported. */
  wasImported: boolean;
  readonly visits: {
    readonly visit: Readonly<Visit>;
    eligible: EligibleInstant | null;
    takenInAt: number | null;
  }[];
  readonly eligibleAt: number[];
  readonly reached: Reached[];
}

type RehearsedEvent = AcceptedEvent & {
  readonly wasImported: boolean;
  readonly intent?: VisitIntent;
};

/**
 * Imported events happen at their own time, as if the tag had sent them; ties follow the log's
 * order.
 */
function inOrder(events: readonly StoredEvent[]): readonly RehearsedEvent[] {
  return events
    .map((event) => {
      const { visit: _visit, holdout: _holdout, ...sent } = event;
      const { imported } = event;
      return imported
        ? { ...sent, receivedAt: event.at, imported: false, wasImported: true }
        : { ...sent, wasImported: false };
    })
    .sort((one, other) => one.receivedAt - other.receivedAt || one.ordinal - other.ordinal);
}

/**
 * Plays what time alone does up to the next event: timers, and changes of availability. It is
 * unknown when a visitor left the last page of an imported visit, so nothing is assumed to happen
 * on it.
 */
function passTime(play: Play, until: number): void {
  const { state } = play;
  if (play.wasImported && until > endOfVisit(state)) return;
  for (let passed = 0; passed < instantsBetween; passed++) {
    const wakeAt = state.wakeAt ?? Infinity;
    const changeAt = nextChange(play);
    const next = Math.min(wakeAt, changeAt);
    if (next > until || next > endOfVisit(state)) return;
    play.now = Math.max(play.now, next);
    feed(play, { type: wakeAt <= changeAt ? 'wake' : 'refresh' }, null);
  }
}

function endOfVisit({ visit }: VisitorState): number {
  return visit === null ? -Infinity : visit.lastAt + profileLimits.visitGapMs;
}

/** The draft goes live, or availability changes and the draft reads it. */
function nextChange({ rehearsal, now }: Play): number {
  const { from, availability } = rehearsal.question;
  if (now < from) return from;
  return rehearsal.asksAgents ? nextChangeAfter(availability, now) : Infinity;
}

function feed(play: Play, input: Input, event: RehearsedEvent | null): void {
  const { state, rehearsal, now } = play;
  const { before, during, imported, question } = rehearsal;
  const configuration = event?.wasImported === true ? imported : during;
  const effects = step(state, input, {
    configuration: now < question.from ? before : configuration,
    availability: availabilityAt(question.availability, now),
    now,
    nextOrdinal: () => ++play.ordinal,
    // Connections of browsers are not recorded: one is assumed while the visit lasts.
    reachable: event?.trust !== 'server' || now <= endOfVisit(state),
    ...(event?.intent === undefined ? {} : { intent: asScoredThen(event.intent) }),
  });
  if (state.visit !== null && state.visit !== play.visits.at(-1)?.visit)
    play.visits.push({ visit: state.visit, eligible: null, takenInAt: null });
  noteEffects(play, effects, event);
}

function noteEffects(play: Play, effects: readonly Effect[], event: RehearsedEvent | null): void {
  for (const effect of effects) {
    if (effect.type === 'decide') noteEligible(play, effect.decision);
    else if (effect.type === 'convert')
      play.reached.push(reachedBy(effect.conversion, event, play.rehearsal));
  }
}

function reachedBy(
  { key, at, receivedAt, ...conversion }: Conversion,
  event: RehearsedEvent | null,
  { goal, question }: Rehearsal,
): Reached {
  const ofAccount = question.configuration.settings.currency;
  const currency = conversion.currency || ofAccount;
  const isCounted = goal !== null && !isForeign(goal, currency, ofAccount);
  const value = isCounted ? conversion.value : 0;
  const sum = event === null ? null : orderValueIn(event.properties);
  return {
    key,
    at,
    receivedAt,
    value,
    orderSum: sum === null || sum === 0 ? value : sum,
    currency,
  };
}

/** The score in the event's row: what was known then, not what has been learnt since. */
function asScoredThen(intent: VisitIntent): IntentScorer<VisitorState> {
  return {
    scores: () => intent,
    reasons: (_state, _now, goal) => intent.find((each) => each.goal === goal)?.reasons ?? [],
    isOutdated: () => false,
  };
}

function noteEligible({ state, visits, eligibleAt }: Play, { at, offer, policy }: Decision): void {
  const visit = visits.at(-1);
  if (visit !== undefined && policy !== undefined) visit.takenInAt ??= at;
  if (policy?.isRule === false) return;
  eligibleAt.push(at);
  if (visit === undefined || visit.eligible !== null) return;
  const path = state.front?.page.path ?? state.visit?.path ?? null;
  visit.eligible = { at, path, sections: state.front?.sections ?? [], offer };
}

function partOf({ state, rehearsal, visits, eligibleAt, reached }: Play): RehearsedVisitor {
  if (state.bot || state.holdout) return { visits: [], eligibleAt: [], reached: [] };
  return {
    visits: visits
      .filter(
        ({ visit, eligible, takenInAt }) =>
          eligible !== null || takenInAt !== null || visit.lastAt >= rehearsal.question.from,
      )
      .map(({ visit: { startedAt, lastAt }, eligible, takenInAt }) => ({
        startedAt,
        endedAt: lastAt,
        eligible,
        takenInAt,
      })),
    eligibleAt,
    reached,
  };
}
