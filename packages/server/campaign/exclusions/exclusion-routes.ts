// REST of exclusions: which visitors the figures beside a campaign's results leave out. The report
// feature computes the figures.
import { CampaignId } from '@opportune/protocol/ids.ts';
import {
  Exclusion,
  ExclusionList,
  NewExclusion,
} from '@opportune/protocol/rest/report/sensitivity.ts';
import { z } from 'zod';
import type { App } from '../../http/rest/app.ts';
import type { Exclusions } from './exclusions.ts';
import { operation } from '../../http/rest/operation.ts';
import { conditionErrors } from '../../http/openapi/problem-codes.ts';

const of = {
  tag: 'Results',
  access: 'manager',
  params: z.object({ id: CampaignId }),
} as const;

export function addExclusionRoutes(app: App, exclusions: Exclusions): void {
  operation(app, 'GET /campaigns/:id/exclusions', {
    ...of,
    id: 'listExclusions',
    summary: 'The exclusions from the sensitivity analysis of a campaign',
    answer: ExclusionList,
    handle: async ({ account, params }) => ({
      items: [...(await exclusions.of(account, params.id))],
    }),
  });
  operation(app, 'POST /campaigns/:id/exclusions', {
    ...of,
    id: 'createExclusion',
    summary: 'Exclude visitors from the sensitivity analysis, in all arms alike',
    description:
      'Exclude by a span of first decisions, or by facts that were known before visitors were eligible. ' +
      'The results themselves do not change.',
    body: NewExclusion,
    codeAt: (path) =>
      /^excluded\.condition\b/.test(path) ? 'condition.invalid' : 'request.invalid',
    answer: Exclusion,
    status: 201,
    errors: ['account.full', 'exclusion.too_late', ...conditionErrors],
    handle: ({ account, user, params, body }) =>
      exclusions.add(account, user.name, params.id, body),
  });
  operation(app, 'DELETE /campaigns/:id/exclusions/:exclusion', {
    ...of,
    id: 'removeExclusion',
    summary: 'Revoke an exclusion. It stays listed',
    params: of.params.extend({ exclusion: z.string().max(64) }),
    answer: Exclusion,
    handle: ({ account, user, params }) =>
      exclusions.remove(account, user.name, params.id, params.exclusion),
  });
}
