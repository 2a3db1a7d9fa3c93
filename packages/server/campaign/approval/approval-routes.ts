// REST of approvals: ask, take back, decline, and the list. Approving is publishing, by somebody else.
import { CampaignId } from '@opportune/protocol/ids.ts';
import {
  Campaign,
  CampaignApprovals,
  DeclinedApproval,
  NewApproval,
} from '@opportune/protocol/rest/campaign/campaign.ts';
import { z } from 'zod';
import { conditionErrors } from '../../http/openapi/problem-codes.ts';
import type { App } from '../../http/rest/app.ts';
import { operation } from '../../http/rest/operation.ts';
import type { Approvals } from './approvals.ts';

const manager = { tag: 'Campaigns', access: 'manager' } as const;
const one = {
  ...manager,
  params: z.object({ id: CampaignId }),
  withoutTokens: true,
  answer: Campaign,
} as const;

export function addApprovalRoutes(app: App, approvals: Approvals): void {
  operation(app, 'GET /campaign-approvals', {
    ...manager,
    id: 'listCampaignApprovals',
    summary: 'Drafts that wait for approval, and those that were declined, the oldest first',
    answer: CampaignApprovals,
    handle: ({ account }) => approvals.list(account),
  });
  operation(app, 'POST /campaigns/:id/approval', {
    ...one,
    id: 'askCampaignApproval',
    summary: 'Ask somebody else to approve the draft',
    description:
      'Another manager approves it by publishing it. A change of the draft ends the request.',
    body: NewApproval,
    errors: [
      ...(['request.conflict', 'campaign.state'] as const),
      ...(['campaign.incomplete', 'campaign.no_channel', ...conditionErrors] as const),
    ],
    handle: ({ account, user, params, body }) => approvals.ask(account, user, params.id, body),
  });
  operation(app, 'DELETE /campaigns/:id/approval', {
    ...one,
    id: 'withdrawCampaignApproval',
    summary: 'Take your own request for approval back',
    errors: ['campaign.state'],
    handle: ({ account, user, params }) => approvals.withdraw(account, user, params.id),
  });
  operation(app, 'POST /campaigns/:id/approval/decline', {
    ...one,
    id: 'declineCampaignApproval',
    summary: 'Decline a request for approval, with a word why',
    body: DeclinedApproval,
    errors: ['campaign.state'],
    handle: ({ account, user, params, body }) =>
      approvals.decline(account, user, params.id, body.note),
  });
}
