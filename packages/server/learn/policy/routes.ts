// What an optimising campaign has learnt, over REST. For managers only.
import { CampaignId, type AccountId } from '@opportune/protocol/ids.ts';
import { CampaignLearnt } from '@opportune/protocol/rest/campaign/learnt.ts';
import { z } from 'zod';
import type { App } from '../../http/rest/app.ts';
import { operation } from '../../http/rest/operation.ts';

export function learntRoutes(
  app: App,
  learnt: (account: AccountId, campaign: CampaignId) => Promise<CampaignLearnt>,
): void {
  operation(app, 'GET /campaigns/:id/learnt', {
    id: 'getLearnt',
    tag: 'Campaigns',
    access: 'manager',
    summary: 'What an optimising campaign has learnt in its newest period',
    params: z.object({ id: CampaignId }),
    answer: CampaignLearnt,
    handle: ({ account, params }) => learnt(account, params.id),
  });
}
