// What an agent must know who wants to speak to a visitor first: where they are, whether they may be
// spoken to, and what it blurs. It reads the visitor in memory and changes nothing.
import { blurredBy } from '@opportune/core/decision/view/blurred-by.ts';
import type { DecisionContext } from '@opportune/core/decision/engine.ts';
import { explain } from '@opportune/core/decision/view/explain.ts';
import type { Reachable } from '@opportune/protocol/bus/card.ts';
import type { PresentVisitor } from '../owner/account-engine.ts';

/** Null where no page of theirs is connected. */
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
