// One input on its way through the engine of one visitor: what it is judged by, the campaigns
// touched so far, and the effects.
import type { AcceptedEvent } from '@opportune/protocol/behaviour/event.ts';
import type { Scene } from '../../behaviour/scene.ts';
import type { DecisionContext, Effect } from '../effect.ts';
import type { GateScene } from '../gates/gates.ts';
import type { Touched } from '../index/campaign-index.ts';
import type { VisitorState } from '../state/state.ts';

export interface Turn {
  readonly state: VisitorState;
  readonly context: DecisionContext;
  readonly touched: Touched;
  /** In the order they happened. */
  readonly effects: Effect[];
}

/** One at a time for a configuration: its turns share the sets of touched campaigns. */
export function beginTurn(state: VisitorState, context: DecisionContext): Turn {
  return { state, context, touched: context.configuration.index.begin(), effects: [] };
}

export interface Instant {
  /** The instant judged; decisions carry it. */
  readonly now: number;
  /** The event that caused the judgement, null for a timer. */
  readonly trigger: AcceptedEvent | null;
}

/** The touched campaigns being judged at an instant. */
export interface Judging {
  readonly turn: Turn;
  readonly instant: Instant;
  readonly scene: Scene;
  readonly gates: GateScene;
}
