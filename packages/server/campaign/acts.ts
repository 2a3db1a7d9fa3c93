// The life cycle of a campaign as one pure function: what each act makes of it, or why not.
// draft → running ⇄ paused → archived; a draft is edited beside what is live and published whole.
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { Campaign } from '@opportune/protocol/rest/campaign/campaign.ts';

export const campaignActs = ['publish', 'pause', 'resume', 'archive', 'discard'] as const;
export type CampaignAct = (typeof campaignActs)[number];

export type Acted =
  | { readonly type: 'done'; readonly campaign: Campaign }
  | { readonly type: 'refused'; readonly code: ErrorCode; readonly detail: string };

/** The campaign after the act; its revision and authorship are the caller's. */
export function act(campaign: Campaign, what: CampaignAct): Acted {
  const { state, draft, live } = campaign;
  if (state === 'archived') return refused('An archived campaign stays as it is.');
  switch (what) {
    case 'publish':
      return done({ ...campaign, state: 'running', live: draft });
    case 'pause':
      return state === 'running'
        ? done({ ...campaign, state: 'paused' })
        : refused('Only a running campaign can be paused.');
    case 'resume':
      return state === 'paused'
        ? done({ ...campaign, state: 'running' })
        : refused('Only a paused campaign can be resumed.');
    case 'archive':
      return done({ ...campaign, state: 'archived' });
    case 'discard':
      return live === null
        ? refused('There is no live version to go back to.')
        : done({ ...campaign, draft: live });
  }
}

function done(campaign: Campaign): Acted {
  return { type: 'done', campaign };
}

function refused(detail: string): Acted {
  return { type: 'refused', code: 'campaign.state', detail };
}
