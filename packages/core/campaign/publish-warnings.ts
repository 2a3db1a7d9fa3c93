// What to know before a document goes live, although nothing prevents it. A warning refuses
// nothing.
import type { CampaignDocument, Goal } from '@opportune/protocol/campaign/campaign.ts';

/** `goal.page_trust`: its goal has a value, and any page can send what reaches it. */
export interface PublishWarning {
  readonly code: 'goal.page_trust';
  /** Where in the document. */
  readonly path: string;
  readonly message: string;
}

/** The warnings of a document under the goals of its account. None if the goal is unknown. */
export function publishWarnings(
  { goal: id }: Pick<CampaignDocument, 'goal'>,
  goals: readonly Goal[],
): readonly PublishWarning[] {
  const goal = goals.find((each) => each.id === id);
  if (goal === undefined || goal.value.type === 'none' || goal.trust !== 'page') return [];
  return [
    {
      code: 'goal.page_trust',
      path: 'goal',
      message:
        'Anybody can send what reaches this goal with the site’s public write key, and what it is worth. ' +
        'Let it take server or signed trust alone, or read its results with that in mind.',
    },
  ];
}
