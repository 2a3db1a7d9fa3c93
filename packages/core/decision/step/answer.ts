// Records what became of a decision: shown, clicked, dismissed. Results never depend on it; the
// live list, the rest after a dismissal and the timeline do.
import { eventName, type AcceptedEvent } from '@opportune/protocol/behaviour/event.ts';
import { stopWaiting, type VisitorState } from '../state/state.ts';
import type { CampaignStep, RememberedDecision } from '../state/remembered-decision.ts';

const order: Readonly<Record<CampaignStep, number>> = {
  eligible: 0,
  exposed: 1,
  engaged: 2,
  converted: 3,
};

export function answerDecision(state: VisitorState, event: AcceptedEvent): void {
  if (event.decision === undefined) return;
  const decision = state.decisions.byId(event.decision);
  if (decision === undefined) return;
  // Any answer of the browser proves that it went out.
  stopWaiting(state, decision);
  switch (event.name) {
    case eventName.engagementShown:
      return reach(decision, 'exposed');
    case eventName.engagementClicked:
    case eventName.conversationStarted:
      return reach(decision, 'engaged');
    case eventName.engagementDismissed:
      decision.dismissedAt = event.receivedAt;
      state.dismissedAt = Math.max(state.dismissedAt, event.receivedAt);
  }
}

function reach(decision: RememberedDecision, step: CampaignStep): void {
  if (order[step] > order[decision.step]) decision.step = step;
}
