// Learns how an account's visits end and scores current ones. It receives every step of the engine,
// keeps one small record per current visit, and learns from a visit after its gap. It stores
// nothing and reads nothing back; `learners.ts` does.
import type { IntentScorer } from '@opportune/core/behaviour/apply/apply-intent.ts';
import type { Effect } from '@opportune/core/decision/engine.ts';
import type { VisitorState } from '@opportune/core/decision/state/state.ts';
import {
  featureNames,
  visitFeatures,
  type VisitView,
} from '@opportune/core/learning/intent/visit-features.ts';
import type { GoalId } from '@opportune/protocol/ids.ts';
import type {
  GoalIntent,
  IntentReason,
  VisitIntent,
} from '@opportune/protocol/behaviour/intent.ts';
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';
import { isReady, learnEnd, scoreOf, type GoalModel } from './goal-model.ts';
import { followVisit, viewAt, type OpenVisit } from './open-visit.ts';
import { OpenVisits } from './open-visits.ts';
import { isOutdated, reasonsOf } from './reasons.ts';

/** The values of one visit, overwritten for each score, so that scoring allocates nothing. */
const room = new Float64Array(featureNames.length);

export class AccountLearner implements IntentScorer<VisitorState> {
  /** The main goal's model first. Replaced as goals change. */
  models: readonly GoalModel[] = [];
  /** Receipt of the newest imported event. Null if none came since the last look. */
  importedAt: number | null = null;
  readonly #open = new OpenVisits();
  readonly #since: number;

  /**
   * Visits that began before `since` are not followed, because what they have reached is unknown
   * here.
   */
  constructor(since: number) {
    this.#since = since;
  }

  /** Whether it follows visits that have not ended. */
  get isFollowing(): boolean {
    return this.#open.size > 0;
  }

  /** Receives the result of an engine step. */
  followed(state: VisitorState, effects: readonly Effect[]): void {
    for (const effect of effects)
      if (effect.type === 'store' && effect.event.imported)
        this.importedAt = effect.event.receivedAt;
    const known = this.#open.get(state.visitor) ?? null;
    if (known === null && this.#open.isFull) return;
    if ((state.visit?.startedAt ?? 0) < this.#since) return;
    const open = followVisit(known, state, effects);
    if (open === known) return;
    // A visitor recognised as a bot only now is not learnt from.
    if (known !== null && !state.bot) this.#learn(known);
    if (open === null) this.#open.delete(state.visitor);
    else this.#open.set(state.visitor, open);
  }

  scores(state: VisitorState, now: number): readonly Omit<GoalIntent, 'reasons'>[] {
    let view: VisitView | null = null;
    const scores: Omit<GoalIntent, 'reasons'>[] = [];
    for (const of of this.models) {
      if (!isReady(of)) continue;
      view ??= viewAt(state, now);
      if (view === null) break;
      const values = visitFeatures(view, of.model.pageValues, room);
      const { probability, score } = scoreOf(of, values);
      scores.push({ goal: of.goal, score, chance: probability });
    }
    return scores;
  }

  reasons(state: VisitorState, now: number, goal: GoalId): readonly IntentReason[] {
    const of = this.models.find((each) => each.goal === goal);
    const view = viewAt(state, now);
    return of === undefined || view === null ? [] : reasonsOf(of.model, view);
  }

  isOutdated(intent: VisitIntent): boolean {
    for (const { reasons } of intent)
      for (const reason of reasons) if (isOutdated(reason, room)) return true;
    return false;
  }

  /**
   * Learns from visits whose gap has passed, at most `most` at a time. Returns whether more wait.
   */
  sweep(now: number, most: number): boolean {
    const endedBefore = now - profileLimits.visitGapMs;
    let learnt = 0;
    for (const [visitor, open] of this.#open) {
      if (open.lastAt >= endedBefore) continue;
      if (learnt++ === most) return true;
      this.#open.delete(visitor);
      this.#learn(open);
    }
    for (const of of this.models) if (!of.behind) of.through = Math.max(of.through, endedBefore);
    return false;
  }

  /**
   * These goals are now reached by something else. Forgets what current visits had reached of them.
   */
  unreach(goals: ReadonlySet<GoalId>): void {
    if (goals.size === 0) return;
    for (const open of this.#open.values())
      open.reached = new Map([...open.reached].filter(([goal]) => !goals.has(goal)));
  }

  #learn(visit: OpenVisit): void {
    for (const of of this.models) learnEnd(of, visit);
  }
}
