// Whether an offer that a browser has not answered may be sent to it again. A new period draws its
// arms anew and a raised holdout takes more in: whoever was treated may be in control by now.
import type { DecisionId } from '@opportune/protocol/ids.ts';
import { inHoldout } from '../../proof/arms.ts';
import { holdoutOf } from '../configuration/arm-plan.ts';
import type { CompiledConfiguration } from '../configuration/compile.ts';
import type { VisitorState } from '../state/state.ts';

/** True while the decision's campaign runs in the same period and the visitor is not held out. */
export function offerStands(
  state: VisitorState,
  id: DecisionId,
  { campaigns, ranks, source }: CompiledConfiguration,
): boolean {
  const decision = state.decisions.byId(id);
  const rank = decision === undefined ? undefined : ranks.get(decision.campaign);
  if (rank === undefined || campaigns[rank]?.live.period !== decision?.period) return false;
  return !inHoldout(holdoutOf(source), state.visitor);
}
