// What an optimising campaign has learnt, over REST: for managers alone.
import { CampaignId, type AccountId } from '@opportune/protocol/ids.ts';
import { CampaignLearnt } from '@opportune/protocol/rest/campaign/learnt.ts';
import { z } from 'zod';
import type { App } from '../../http/rest/app.ts';
import { principalOf } from '../../http/access/principal.ts';

export function learntRoutes(
  app: App,
  learnt: (account: AccountId, campaign: CampaignId) => Promise<CampaignLearnt>,
): void {
  app.get(
    '/api/v1/campaigns/:id/learnt',
    {
      config: { access: 'manager' },
      schema: {
        tags: ['Campaigns'],
        summary: 'What an optimising campaign has learnt in its newest period',
        params: z.object({ id: CampaignId }),
        response: { 200: CampaignLearnt },
      },
    },
    (request) => learnt(principalOf(request).account, request.params.id),
  );
}
