// REST of the figures beside a campaign's results: bursts, and the results without whom managers excluded.
import { CampaignId } from '@opportune/protocol/ids.ts';
import { Sensitivity } from '@opportune/protocol/rest/report/sensitivity.ts';
import { z } from 'zod';
import type { App } from '../../http/rest/app.ts';
import { principalOf } from '../../http/access/principal.ts';
import type { Reports } from '../reports.ts';

export function sensitivityRoutes(app: App, reports: Pick<Reports, 'sensitivity'>): void {
  app.get(
    '/api/v1/campaigns/:id/sensitivity',
    {
      config: { access: 'manager' },
      schema: {
        tags: ['Results'],
        summary: 'Bursts of visitors in a period, and its results without those excluded',
        description:
          'A sensitivity analysis beside the results, which stay as they are. See the exclusions of the campaign.',
        params: z.object({ id: CampaignId }),
        querystring: z.object({ period: z.coerce.number().int().min(1).optional() }),
        response: { 200: Sensitivity },
      },
    },
    (request) =>
      reports.sensitivity(principalOf(request).account, request.params.id, request.query.period),
  );
}
