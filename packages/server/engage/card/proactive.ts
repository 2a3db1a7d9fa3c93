// What an agent needs before writing to a visitor first: where they are, whether they may be
// contacted, and which control group it blurs. It reads the visitor in memory and changes nothing.
import { blurredBy } from '@opportune/core/decision/view/blurred-by.ts';
import type { DecisionContext } from '@opportune/core/decision/engine.ts';
import { explain } from '@opportune/core/decision/view/explain.ts';
import type { Reachable } from '@opportune/protocol/bus/card.ts';
import type { PresentVisitor } from '../owner/account-engine.ts';

/** Null if no page of the visitor is connected. */
export function reachable(
  { entry, state }: PresentVisitor,
  context: DecisionContext,
): Reachable | null {
  if (entry.links.size === 0) return null;
  return {
    site: state.site,
    bot: state.bot || state.device?.type === 'bot',
    muted: state.engagements.muted,
    ...blurredBy(explain(state, context), state.holdout),
  };
}
