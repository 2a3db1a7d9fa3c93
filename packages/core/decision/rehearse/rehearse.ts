// What a campaign would have decided for one visitor, had it been published at an instant of the
// past: the live engine itself, fed with the stored log on the log's own clock. It sends nothing,
// draws no arm and knows no other campaign; who was shown what at the time stays part of the log.
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
import { profileLimits } from '@opportune/protocol/limits.ts';
import { orderValueIn } from '../../behaviour/apply/order-value.ts';
import type { IntentScorer } from '../../behaviour/apply/apply-intent.ts';
import type { Visit } from '../../behaviour/profile.ts';
import { JsonPacker } from '../../behaviour/recent/packed-json.ts';
import { isRunnable } from '../configuration/arm-plan.ts';
import { compileConfiguration, type CompiledConfiguration } from '../configuration/compile.ts';
import { isForeign } from '../step/currency.ts';
import { newVisitor, step, type Input, type StoredEvent, type VisitorState } from '../engine.ts';
import { availabilityAt, nextChangeAfter } from './rehearse-availability.ts';

export interface RehearsalQuestion {
  /** As it stands now: sections, the goal and the holdout are those of today. */
  readonly configuration: Configuration;
  readonly campaign: CampaignId;
  readonly draft: CampaignDocument;
  /** The instant at which the draft is taken to have gone live. */
  readonly from: number;
  /** Nothing is judged after it. */
  readonly until: number;
  /** What was recorded of who was free, in order of time; empty: nothing was. */
  readonly availability: readonly Availability[];
}

/** A question compiled once, for any number of visitors. */
export interface Rehearsal {
  readonly question: RehearsalQuestion;
  readonly goal: Goal | null;
  /** Whether agents' room can make a difference to who is eligible. */
  readonly asksAgents: boolean;
  readonly before: CompiledConfiguration;
  readonly during: CompiledConfiguration;
  /** The same for imported events: a secret key brought them, so any trust reaches the goal. */
  readonly imported: CompiledConfiguration;
  readonly packer: JsonPacker;
}

export interface EligibleInstant {
  readonly at: number;
  readonly path: string | null;
  readonly sections: readonly string[];
  readonly offer: Decision['offer'];
}

export interface RehearsedVisit {
  readonly startedAt: number;
  /** The last sign of it. */
  readonly endedAt: number;
  /** The first in the visit; null where the moment never came, or was held back. */
  readonly eligible: EligibleInstant | null;
  /** Of a draft that optimises: when its audience took the visit in; null where it never did. */
  readonly takenInAt: number | null;
}

export interface RehearsedVisitor {
  /** Visits with a sign or a moment from the question's `from` on, in order; none for bots and the holdout. */
  readonly visits: readonly RehearsedVisit[];
  /** Every decision, also second ones of a visit. */
  readonly eligibleAt: readonly number[];
  /** Of the campaign's goal, each key once, by event time. */
  readonly reached: readonly Reached[];
}

/** Not capped, and with nothing taken back of it; 0 where it is in another currency than the account's. */
export interface Reached extends Pick<Conversion, 'key' | 'at' | 'receivedAt' | 'value'> {
  /** What the whole order came to, of which a refund is a part. */
  readonly orderSum: number;
  readonly currency: string;
}

/** A period that no running campaign has, so that no stored answer is taken for one to a rehearsal. */
const rehearsedPeriod = 0;
/** Instants judged between two events of a visitor; a visit of 30 minutes has far fewer. */
const instantsBetween = 10_000;

export function compileRehearsal(question: RehearsalQuestion): Rehearsal {
  const { configuration } = question;
  const goal = goalOf(question);
  const goals = goal === null ? [] : [goal];
  // Since when running campaigns follow their scores is nothing to a draft that began with the span.
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
    packer: new JsonPacker(),
  };
}

/** Whether it offers something only while an agent has room. */
function needsRoom({ document }: LiveCampaign): boolean {
  return document.engagement.variants.some(
    ({ offer }) => offer.channel === 'chat' && offer.fallback === null,
  );
}

/** The draft's goal as it is today; null where it is not there. */
export function goalOf({ configuration, draft }: RehearsalQuestion): Goal | null {
  return configuration.goals.find(({ id }) => id === draft.goal) ?? null;
}

/** Whether agents' room can make a difference to who is eligible. */
export function asksAgents(question: RehearsalQuestion): boolean {
  return compileRehearsal(question).asksAgents;
}

/**
 * The draft as everybody's: no control, and all of an optimising one's in the arm *always*. Unfinished
 * shares are whole here; nobody is shown anything. Its days and hours hold, the dates on which it is to
 * begin and end are not of the past.
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

/** One visitor's part of the answer. The same log gives the same answer. */
export function rehearseVisitor(rehearsal: Rehearsal, stored: StoredVisitor): RehearsedVisitor {
  const play: Play = {
    rehearsal,
    state: newVisitor(stored.account, stored.site, stored.visitor, rehearsal.packer),
    now: -Infinity,
    ordinal: 0,
    wasImported: false,
    visits: [],
    eligibleAt: [],
    reached: [],
  };
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

interface Play {
  readonly rehearsal: Rehearsal;
  readonly state: VisitorState;
  now: number;
  ordinal: number;
  /** The newest event was. */
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

/** Imported events happen at their own time, as if the tag had been there; then in the log's order. */
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
 * Plays what time alone does up to the next event: timers, and agents who come and go. Nobody knows
 * when the last page of an imported visit was left, so nothing is taken to have happened on it.
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

/** The draft goes live, or who is free changes and somebody asks. */
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
    // Nobody recorded when browsers came and went: one is there while the visit lasts.
    reachable: event?.trust !== 'server' || now <= endOfVisit(state),
    ...(event?.intent === undefined ? {} : { intent: asScoredThen(event.intent) }),
  });
  if (state.visit !== null && state.visit !== play.visits.at(-1)?.visit)
    play.visits.push({ visit: state.visit, eligible: null, takenInAt: null });
  for (const effect of effects) {
    if (effect.type === 'decide') noteEligible(play, effect.decision);
    else if (effect.type === 'convert')
      play.reached.push(reachedBy(effect.conversion, event, rehearsal));
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

/** The score that the event's row carries: what was known then, not what has been learnt since. */
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
