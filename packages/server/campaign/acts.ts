// The life cycle of a campaign as one pure function: the result of each act, or why it is refused.
// draft → running ⇄ paused → archived. A draft is edited beside the live version and published as a
// whole.
import { withoutOrphans } from '@opportune/core/campaign/languages/translate.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { Campaign } from '@opportune/protocol/rest/campaign/campaign.ts';

export const campaignActs = ['publish', 'pause', 'resume', 'archive', 'discard'] as const;
export type CampaignAct = (typeof campaignActs)[number];

export type Acted =
  | { readonly type: 'done'; readonly campaign: Campaign }
  | { readonly type: 'refused'; readonly code: ErrorCode; readonly detail: string };

/** The campaign after the act. The caller sets its revision and author. */
export function act(campaign: Campaign, what: CampaignAct): Acted {
  const { state, live } = campaign;
  if (state === 'archived') return refused('An archived campaign cannot be changed.');
  switch (what) {
    case 'publish':
      return done(published(campaign));
    case 'pause':
      return state === 'running'
        ? done({ ...campaign, state: 'paused' })
        : refused('Only a running campaign can be paused.');
    case 'resume':
      return state === 'paused'
        ? done({ ...campaign, state: 'running' })
        : refused('Only a paused campaign can be resumed.');
    case 'archive':
      return done({ ...campaign, state: 'archived', approval: null });
    case 'discard':
      return live === null
        ? refused('There is no live version to go back to.')
        : done({ ...campaign, draft: live, approval: null });
  }
}

/** Translations of texts that are gone go with them. */
function published(campaign: Campaign): Campaign {
  const draft = withoutOrphans(campaign.draft);
  return { ...campaign, state: 'running', draft, live: draft, approval: null };
}

function done(campaign: Campaign): Acted {
  return { type: 'done', campaign };
}

function refused(detail: string): Acted {
  return { type: 'refused', code: 'campaign.state', detail };
}
