// The scene of a visitor for a question from outside, at the present instant. Quick answers that the
// state keeps belong to the configuration it was last judged by; under another they are left out.
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
