// Agents' time, adjusted effects, who left at once and "what if" over REST, for managers alone: they tell how an
// account's visitors decide.
import { CampaignId } from '@opportune/protocol/ids.ts';
import { AdjustedEffects } from '@opportune/protocol/rest/report/adjusted.ts';
import { Leaving } from '@opportune/protocol/rest/report/leaving.ts';
import { AgentTime, WhatIf, WhatIfQuery } from '@opportune/protocol/rest/report/optimise.ts';
import type { WhatIfRule } from '@opportune/protocol/rest/report/optimise.ts';
import { z } from 'zod';
import type { App } from '../../http/rest/app.ts';
import { principalOf } from '../../http/access/principal.ts';
import type { Reports } from '../reports.ts';

const OfCampaign = z.object({ id: CampaignId });
const OfPeriod = z.object({ period: z.coerce.number().int().min(1).optional() });
/** Where a rule is asked about without saying at what. */
const usual: Readonly<Record<WhatIfRule, number>> = {
  never: 0,
  now: 0,
  after: 30,
  intent: 70,
  cart: 100,
};

export function optimiseRoutes(app: App, reports: Reports): void {
  app.get(
    '/api/v1/campaigns/:id/agent-time',
    {
      config: { access: 'manager' },
      schema: {
        tags: ['Results'],
        summary: "Agents' time by arm, and minutes for a conversion gained",
        params: OfCampaign,
        querystring: OfPeriod,
        response: { 200: AgentTime },
      },
    },
    (request) =>
      reports.agentTime(principalOf(request).account, request.params.id, request.query.period),
  );
  app.get(
    '/api/v1/campaigns/:id/adjusted',
    {
      config: { access: 'manager' },
      schema: {
        tags: ['Results'],
        summary: 'The effect, adjusted by the intent of each visit before the decision',
        params: OfCampaign,
        querystring: OfPeriod,
        response: { 200: AdjustedEffects },
      },
    },
    (request) =>
      reports.adjusted(principalOf(request).account, request.params.id, request.query.period),
  );
  app.get(
    '/api/v1/campaigns/:id/leaving',
    {
      config: { access: 'manager' },
      schema: {
        tags: ['Results'],
        summary:
          'Who left at once after the decision, by arm, and whether harm to the visit is proved',
        params: OfCampaign,
        querystring: OfPeriod,
        response: { 200: Leaving },
      },
    },
    (request) =>
      reports.leaving(principalOf(request).account, request.params.id, request.query.period),
  );
  app.get(
    '/api/v1/campaigns/:id/what-if',
    {
      config: { access: 'manager' },
      schema: {
        tags: ['Results'],
        summary: 'What another rule would have come to, from logged first decisions',
        description:
          'Holds at the logged load and price, and for each visitor\u2019s first decision. `at`: seconds with `after`, a score with `intent`, a cart total with `cart`.',
        params: OfCampaign,
        querystring: OfPeriod.extend(WhatIfQuery.shape),
        response: { 200: WhatIf },
      },
    },
    (request) => {
      const { period, rule, at = usual[rule] } = request.query;
      const { account } = principalOf(request);
      return reports.whatIf(account, request.params.id, period, { rule, at });
    },
  );
}
