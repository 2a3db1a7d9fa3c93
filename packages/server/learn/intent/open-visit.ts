// A current visit as learning sees it: one moment, drawn uniformly from all at which it was scored,
// and the goals it has reached, each with what was seen before. Never draws a moment after the goal
// that learns, or after an engagement was shown. It learns how a visit that nobody has influenced
// proceeds to a goal that it has not reached yet.
import { asksForScore } from '@opportune/core/behaviour/apply/apply-intent.ts';
import type { Visit } from '@opportune/core/behaviour/profile.ts';
import { timelinessOf } from '@opportune/core/behaviour/apply/timeliness.ts';
import type { Effect } from '@opportune/core/decision/engine.ts';
import type { VisitorState } from '@opportune/core/decision/state/state.ts';
import { visitView } from '@opportune/core/learning/intent/visit-view.ts';
import type { VisitView } from '@opportune/core/learning/intent/visit-features.ts';
import { fingerprint } from '@opportune/core/world/fingerprint.ts';
import { wallClock } from '@opportune/core/world/local-time.ts';
import type { GoalId, VisitId } from '@opportune/protocol/ids.ts';

/** What was seen of a visit up to an instant. */
export interface Seen {
  /** The number of moments that could have been drawn. */
  moments: number;
  view: VisitView | null;
  paths: readonly string[];
  sections: readonly string[];
}

export interface OpenVisit extends Seen {
  readonly visit: VisitId;
  /** Receipt of its newest event. */
  lastAt: number;
  /** By goal, what was seen before it was reached. */
  reached: ReadonlyMap<GoalId, Readonly<Seen>>;
  /** An engagement was sent to it. */
  treated: boolean;
}

const nothing: readonly never[] = [];
const noGoals: OpenVisit['reached'] = new Map();

/** What a goal learns from: what was seen before it was reached, or in total. */
export function seenFor(visit: OpenVisit, goal: GoalId): Readonly<Seen> {
  return visit.reached.get(goal) ?? visit;
}

/**
 * The visit after a step of the engine. Changes an existing one in place. Null if there is none to
 * follow: a visit not known from its first event was learnt already, or cannot be known in full.
 */
export function followVisit(
  known: OpenVisit | null,
  state: VisitorState,
  effects: readonly Effect[],
): OpenVisit | null {
  const { visit } = state;
  if (visit === null || state.bot) return null;
  if (known?.visit !== visit.id && !isFirstEvent(visit, effects)) return null;
  const open = known?.visit === visit.id ? known : openVisit(visit.id);
  open.lastAt = visit.lastAt;
  for (const effect of effects) if (effect.type === 'convert') reach(open, effect.conversion.goal);
  seeMoment(open, state, effects);
  for (const effect of effects)
    if (effect.type === 'offer' || (effect.type === 'decide' && effect.content !== null))
      open.treated = true;
  return open;
}

/**
 * Each event is stored and counted in its visit. A wake or a refresh is no event. Imported events
 * reach no goal on arrival; they are read from the log.
 */
function isFirstEvent({ events }: Visit, effects: readonly Effect[]): boolean {
  return events === 1 && effects.some((each) => each.type === 'store' && !each.event.imported);
}

function openVisit(visit: VisitId): OpenVisit {
  const none = { paths: nothing, sections: nothing, reached: noGoals };
  return { visit, lastAt: 0, moments: 0, view: null, ...none, treated: false };
}

/** Called before the moment of the reaching event is seen. The first time counts. */
function reach(open: OpenVisit, goal: GoalId): void {
  if (open.reached.has(goal)) return;
  const { moments, view, paths, sections } = open;
  open.reached = new Map([...open.reached, [goal, { moments, view, paths, sections }]]);
}

/**
 * Reservoir sampling: of n moments, each is kept with probability 1/n (J. S. Vitter, Random
 * sampling with a reservoir, 1985).
 */
function seeMoment(open: OpenVisit, state: VisitorState, effects: readonly Effect[]): void {
  const stored = effects.find((effect) => effect.type === 'store');
  if (stored?.type !== 'store' || state.visit === null) return;
  open.paths = state.visit.paths;
  open.sections = state.visit.sections;
  const { event } = stored;
  if (open.treated || timelinessOf(event) !== 'live' || !asksForScore(state, event)) return;
  open.moments++;
  if (!isKept(open.visit, open.moments)) return;
  open.view = viewAt(state, event.receivedAt);
}

/** Whether the nth moment of a visit replaces the kept one. */
export function isKept(visit: string, moments: number): boolean {
  return fingerprint(`${visit} ${moments}`) % moments === 0;
}

/** The visit as the model sees it. */
export function viewAt(state: VisitorState, now: number): VisitView | null {
  const hour = wallClock(state.device?.timeZone ?? '', now)?.hour ?? null;
  return visitView(state, now, hour);
}
