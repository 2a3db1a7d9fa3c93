// Agents' time, adjusted effects, who left at once and "what if" over REST, for managers alone: they tell how an
// account's visitors decide.
import { CampaignId } from '@opportune/protocol/ids.ts';
import { AdjustedEffects } from '@opportune/protocol/rest/report/adjusted.ts';
import { Leaving } from '@opportune/protocol/rest/report/leaving.ts';
import {
  AgentTime,
  WhatIf,
  WhatIfQuery,
  type WhatIfRule,
} from '@opportune/protocol/rest/report/optimise.ts';
import { z } from 'zod';
import type { App } from '../../http/rest/app.ts';
import type { Reports } from '../reports.ts';
import { operation } from '../../http/rest/operation.ts';

const ofPeriod = {
  tag: 'Results',
  access: 'manager',
  params: z.object({ id: CampaignId }),
  query: z.object({ period: z.coerce.number().int().min(1).optional() }),
} as const;
/** Where a rule is asked about without saying at what. */
const usual: Readonly<Record<WhatIfRule, number>> = {
  never: 0,
  now: 0,
  after: 30,
  intent: 70,
  cart: 100,
};

export function optimiseRoutes(app: App, reports: Reports): void {
  operation(app, 'GET /campaigns/:id/agent-time', {
    ...ofPeriod,
    id: 'getAgentTime',
    summary: "Agents' time by arm, and minutes for a conversion gained",
    answer: AgentTime,
    handle: ({ account, params, query }) => reports.agentTime(account, params.id, query.period),
  });
  operation(app, 'GET /campaigns/:id/adjusted', {
    ...ofPeriod,
    id: 'getAdjustedEffects',
    summary: 'The effect, adjusted by the intent of each visit before the decision',
    answer: AdjustedEffects,
    handle: ({ account, params, query }) => reports.adjusted(account, params.id, query.period),
  });
  operation(app, 'GET /campaigns/:id/leaving', {
    ...ofPeriod,
    id: 'getLeaving',
    summary: 'Who left at once after the decision, by arm, and whether harm to the visit is proved',
    answer: Leaving,
    handle: ({ account, params, query }) => reports.leaving(account, params.id, query.period),
  });
  operation(app, 'GET /campaigns/:id/what-if', {
    ...ofPeriod,
    id: 'getWhatIf',
    summary: 'What another rule would have come to, from logged first decisions',
    description:
      'Holds at the logged load and price, and for each visitor\u2019s first decision. `at`: seconds with `after`, a score with `intent`, a cart total with `cart`.',
    query: ofPeriod.query.extend(WhatIfQuery.shape),
    answer: WhatIf,
    handle: ({ account, params, query: { period, rule, at = usual[rule] } }) =>
      reports.whatIf(account, params.id, period, { rule, at }),
  });
}
