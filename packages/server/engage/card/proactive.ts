// What an agent must know who wants to speak to a visitor first: where they are, whether they may be
// spoken to, and what it blurs. It reads the visitor in memory and changes nothing.
import { blurredBy, type Blurred } from '@opportune/core/decision/view/blurred-by.ts';
import type { DecisionContext } from '@opportune/core/decision/engine.ts';
import { explain } from '@opportune/core/decision/view/explain.ts';
import type { SiteId } from '@opportune/protocol/ids.ts';
import type { PresentVisitor } from '../owner/visitor-entry.ts';

export interface Reachable extends Blurred {
  readonly site: SiteId;
  readonly bot: boolean;
  /** They said that they want to be asked nothing. */
  readonly muted: boolean;
}

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
