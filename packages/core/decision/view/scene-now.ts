// The scene of a visitor at the present instant, for questions from outside. Cached answers in the
// state belong to the configuration of the last judgement; under another one they are left out.
import type { Scene } from '../../behaviour/scene.ts';
import type { DecisionContext } from '../effect.ts';
import type { VisitorState } from '../state/state.ts';

export function sceneNow(
  state: VisitorState,
  { configuration, availability, now }: DecisionContext,
): Scene {
  const profile = state.version === configuration.version ? state : { ...state, seen: null };
  return { profile, now, availability };
}
