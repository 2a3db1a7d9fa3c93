// A visit under way as learning sees it: one moment of it, drawn evenly from all at which it was
// scored, and which goals it has reached. No moment after a goal or after an engagement was shown is
// drawn: what is learnt is how a visit goes on that nobody has touched yet.
import { asksForScore } from '@opportune/core/behaviour/apply-intent.ts';
import { timelinessOf } from '@opportune/core/behaviour/timeliness.ts';
import type { Effect } from '@opportune/core/decision/engine.ts';
import type { VisitorState } from '@opportune/core/decision/state.ts';
import { visitView } from '@opportune/core/learning/intent/visit-view.ts';
import type { VisitView } from '@opportune/core/learning/intent/visit-features.ts';
import { fingerprint } from '@opportune/core/world/fingerprint.ts';
import { wallClock } from '@opportune/core/world/local-time.ts';
import type { GoalId, VisitId } from '@opportune/protocol/ids.ts';

export interface OpenVisit {
  readonly visit: VisitId;
  /** Receipt of its newest event. */
  lastAt: number;
  /** Moments that could have been drawn. */
  moments: number;
  view: VisitView | null;
  /** What it saw before it reached a goal. */
  paths: readonly string[];
  sections: readonly string[];
  reached: readonly GoalId[];
  /** An engagement was sent to it. */
  treated: boolean;
}

const nothing: readonly never[] = [];

/** The visit as it stands after a step of the engine; what is there already is changed in place. */
export function followVisit(
  known: OpenVisit | null,
  state: VisitorState,
  effects: readonly Effect[],
): OpenVisit | null {
  const { visit } = state;
  if (visit === null || state.bot) return null;
  const open = known?.visit === visit.id ? known : openVisit(visit.id);
  open.lastAt = visit.lastAt;
  for (const effect of effects)
    if (effect.type === 'convert') open.reached = [...open.reached, effect.conversion.goal];
  if (open.reached.length === 0) seeMoment(open, state, effects);
  for (const effect of effects)
    if (effect.type === 'offer' || (effect.type === 'decide' && effect.content !== null))
      open.treated = true;
  return open;
}

function openVisit(visit: VisitId): OpenVisit {
  const none = { paths: nothing, sections: nothing, reached: nothing };
  return { visit, lastAt: 0, moments: 0, view: null, ...none, treated: false };
}

/** Of n moments each is the one kept with chance 1/n (J. S. Vitter, Random sampling with a reservoir, 1985). */
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

/** Whether the nth moment of a visit takes the place of the one kept. */
export function isKept(visit: string, moments: number): boolean {
  return fingerprint(`${visit} ${moments}`) % moments === 0;
}

/** The visit as the model looks at it. */
export function viewAt(state: VisitorState, now: number): VisitView | null {
  const hour = wallClock(state.device?.timeZone ?? '', now)?.hour ?? null;
  return visitView(state, now, hour);
}
