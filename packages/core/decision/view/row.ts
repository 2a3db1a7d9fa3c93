// One row of the live list: where a visitor is, who they are, and the engine's view of them in one
// sentence. Times are instants; the console computes durations.
import type { VisitorRow } from '@opportune/protocol/rest/visitor.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import { traitOf } from '../../behaviour/apply/apply-identify.ts';
import type { Person, Profile } from '../../behaviour/profile.ts';
import { visitsSoFar } from '../../behaviour/past-visits.ts';
import { campaignName } from './campaign-name.ts';
import type { DecisionContext } from '../effect.ts';
import { armOf } from '../state/remembered-policy.ts';
import { reasonOf } from './row-reason.ts';
import type { VisitorState } from '../state/state.ts';
import type { CampaignStep, RememberedDecision } from '../state/remembered-decision.ts';

export { profileOf, timeline } from './profile-view.ts';

const unknownDevice: VisitorRow['device'] = {
  type: 'unknown',
  browser: '',
  os: '',
  language: '',
  timeZone: '',
  viewportWidth: 0,
};

/** The row at this instant. `online` is the context's `reachable`. */
export function visitorRow(state: VisitorState, context: DecisionContext): VisitorRow {
  const { visit } = state;
  const front = state.front;
  return {
    visitor: state.visitor,
    site: state.site,
    name: nameOf(state.person),
    verified: state.person?.verified ?? false,
    page: pageOf(state),
    sections: [...(front?.sections ?? [])],
    referrer: visit?.source?.referrer ?? '',
    sourceChannel: visit?.source?.channel ?? 'direct',
    device: state.device ?? unknownDevice,
    place: state.place,
    pageSince: front?.since ?? visit?.startedAt ?? state.lastSeenAt,
    visitSince: visit?.startedAt ?? state.lastSeenAt,
    lastSeenAt: state.lastSeenAt,
    online: context.reachable,
    pages: visit?.pages ?? 0,
    visits: visitsSoFar(state),
    cartTotal: state.cart.total,
    cartItems: state.cart.items ?? 0,
    campaign: campaignOf(state, context),
    reason: reasonOf(state, context),
    intent: visit?.intent?.find(({ goal }) => goal === context.configuration.mainGoal) ?? null,
    holdout: state.holdout,
    conversation: conversationOf(state),
  };
}

function pageOf(state: VisitorState): VisitorRow['page'] {
  const page = state.front?.page;
  return page === undefined
    ? { title: '', path: '', url: '' }
    : { title: page.title, path: page.path, url: page.url };
}

function conversationOf({ engagements }: Profile): ConversationId | null {
  return engagements.conversation;
}

/** The name given by the visitor or the business, else the e-mail address. */
export function nameOf(person: Person | null): string | null {
  const text = (name: string): string => String(traitOf(person, name) ?? '').trim();
  const whole = text('name') || `${text('firstName')} ${text('lastName')}`.trim();
  return whole || text('email') || null;
}

const order: readonly CampaignStep[] = ['eligible', 'exposed', 'engaged', 'converted'];

/** The decision that went furthest in this visit, the newest of equals. */
function campaignOf(state: VisitorState, context: DecisionContext): VisitorRow['campaign'] {
  let furthest: RememberedDecision | null = null;
  for (const decision of state.decisions) {
    if (decision.visit !== state.visit?.id) continue;
    if (furthest === null || order.indexOf(decision.step) >= order.indexOf(furthest.step))
      furthest = decision;
  }
  if (furthest === null) return null;
  return {
    id: furthest.campaign,
    name: campaignName(context, furthest.campaign),
    step: furthest.step,
    arm: armOf(furthest),
    optimises: furthest.policy !== null,
  };
}
