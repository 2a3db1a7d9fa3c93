// REST of rehearsals: ask, look again until it is answered, stop.
import { CampaignId } from '@opportune/protocol/ids.ts';
import { Rehearsal } from '@opportune/protocol/rest/campaign/rehearsal.ts';
import { z } from 'zod';
import type { App } from '../../http/rest/app.ts';
import { principalOf } from '../../http/access/principal.ts';
import type { Campaigns } from '../campaigns.ts';
import type { Rehearsals } from './rehearsals.ts';

export interface RehearsalRoutesParts {
  readonly campaigns: Campaigns;
  readonly rehearsals: Rehearsals;
}

const address = '/api/v1/campaigns/:id/rehearsal';
const common = {
  tags: ['Campaigns'],
  params: z.object({ id: CampaignId }),
  response: { 200: Rehearsal },
};

export function addRehearsalRoutes(
  app: App,
  { campaigns, rehearsals }: RehearsalRoutesParts,
): void {
  app.post(
    address,
    {
      config: { access: 'manager' },
      schema: {
        ...common,
        summary: 'Rehearse the draft over the stored visits of the last 30 days',
        description:
          'Answers at once with how far it is; ask by GET until `state` is `done`. A fresh answer for the same draft is given again.',
      },
    },
    async (request) => {
      const { account } = principalOf(request);
      return rehearsals.ask(account, await campaigns.read(account, request.params.id));
    },
  );
  app.get(
    address,
    {
      config: { access: 'manager' },
      schema: { ...common, summary: 'The newest rehearsal of the draft, or how far it is' },
    },
    async (request) => {
      const { account } = principalOf(request);
      const { id } = await campaigns.read(account, request.params.id);
      return rehearsals.read(account, id);
    },
  );
  app.delete(
    address,
    {
      config: { access: 'manager' },
      schema: { ...common, summary: 'Stop the rehearsal and forget its answer' },
    },
    async (request) => {
      const { account } = principalOf(request);
      const { id } = await campaigns.read(account, request.params.id);
      return rehearsals.stop(account, id);
    },
  );
}
