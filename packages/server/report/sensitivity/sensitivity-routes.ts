// REST of the figures beside a campaign's results: bursts, and the results without whom managers excluded.
import { CampaignId } from '@opportune/protocol/ids.ts';
import { Sensitivity } from '@opportune/protocol/rest/report/sensitivity.ts';
import { z } from 'zod';
import type { App } from '../../http/rest/app.ts';
import type { Reports } from '../reports.ts';
import { operation } from '../../http/rest/operation.ts';

export function sensitivityRoutes(app: App, reports: Pick<Reports, 'sensitivity'>): void {
  operation(app, 'GET /campaigns/:id/sensitivity', {
    id: 'getSensitivity',
    tag: 'Results',
    access: 'manager',
    summary: 'Bursts of visitors in a period, and its results without those excluded',
    description:
      'A sensitivity analysis beside the results, which stay as they are. See the exclusions of the campaign.',
    params: z.object({ id: CampaignId }),
    query: z.object({ period: z.coerce.number().int().min(1).optional() }),
    answer: Sensitivity,
    handle: ({ account, params, query }) => reports.sensitivity(account, params.id, query.period),
  });
}
