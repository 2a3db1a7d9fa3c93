// Whether an unanswered offer may be sent to a browser again. A new period draws its arms again and
// a raised holdout takes in more visitors, so a treated visitor may be in control by now.
import type { DecisionId } from '@opportune/protocol/ids.ts';
import { inHoldout } from '../../proof/arms.ts';
import { holdoutOf } from '../configuration/arm-plan.ts';
import type { CompiledConfiguration } from '../configuration/compile.ts';
import type { VisitorState } from '../state/state.ts';

/**
 * True while the decision's campaign runs in the same period and the visitor is not in the holdout.
 */
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
