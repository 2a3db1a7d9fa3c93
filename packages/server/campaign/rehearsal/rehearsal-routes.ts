// REST of rehearsals: start, poll for the answer, stop.
import { CampaignId } from '@opportune/protocol/ids.ts';
import { Rehearsal } from '@opportune/protocol/rest/campaign/rehearsal.ts';
import { z } from 'zod';
import type { App } from '../../http/rest/app.ts';
import type { Campaigns } from '../campaigns.ts';
import type { Rehearsals } from './rehearsals.ts';
import { operation } from '../../http/rest/operation.ts';

export interface RehearsalRoutesParts {
  readonly campaigns: Campaigns;
  readonly rehearsals: Rehearsals;
}

const common = {
  tag: 'Campaigns',
  access: 'manager',
  params: z.object({ id: CampaignId }),
  answer: Rehearsal,
} as const;

export function addRehearsalRoutes(
  app: App,
  { campaigns, rehearsals }: RehearsalRoutesParts,
): void {
  operation(app, 'POST /campaigns/:id/rehearsal', {
    ...common,
    id: 'startRehearsal',
    summary: 'Rehearse the draft over the stored visits of the last 30 days',
    description:
      'Returns at once with the progress. Repeat GET until `state` is `done`. A fresh result for the same draft is reused.',
    handle: async ({ account, params }) =>
      rehearsals.ask(account, await campaigns.read(account, params.id)),
  });
  operation(app, 'GET /campaigns/:id/rehearsal', {
    ...common,
    id: 'getRehearsal',
    summary: 'The newest rehearsal of the draft, or its progress',
    handle: async ({ account, params }) =>
      rehearsals.read(account, (await campaigns.read(account, params.id)).id),
  });
  operation(app, 'DELETE /campaigns/:id/rehearsal', {
    ...common,
    id: 'stopRehearsal',
    summary: 'Stop the rehearsal and delete its result',
    handle: async ({ account, params }) =>
      rehearsals.stop(account, (await campaigns.read(account, params.id)).id),
  });
}
