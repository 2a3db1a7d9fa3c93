// REST of exclusions: whom the figures beside a campaign's results leave out. The figures themselves are
// the report's.
import { CampaignId } from '@opportune/protocol/ids.ts';
import {
  Exclusion,
  ExclusionList,
  NewExclusion,
} from '@opportune/protocol/rest/report/sensitivity.ts';
import { z } from 'zod';
import type { App } from '../../http/rest/app.ts';
import { principalOf } from '../../http/access/principal.ts';
import { validateWith } from '../../http/rest/validate.ts';
import type { Exclusions } from './exclusions.ts';

const tags = ['Results'];
const params = z.object({ id: CampaignId });
const validatorCompiler = validateWith((path) =>
  /^excluded\.condition\b/.test(path) ? 'condition.invalid' : 'request.invalid',
);

export function addExclusionRoutes(app: App, exclusions: Exclusions): void {
  app.get(
    '/api/v1/campaigns/:id/exclusions',
    {
      config: { access: 'manager' },
      schema: {
        tags,
        summary: 'Whom the sensitivity analysis of a campaign leaves out',
        params,
        response: { 200: ExclusionList },
      },
    },
    async (request) => ({
      items: [...(await exclusions.of(principalOf(request).account, request.params.id))],
    }),
  );
  app.post(
    '/api/v1/campaigns/:id/exclusions',
    {
      config: { access: 'manager' },
      validatorCompiler,
      schema: {
        tags,
        summary: 'Leave visitors out of the sensitivity analysis, in all arms alike',
        description:
          'By a span of first decisions, or by facts that were known before visitors were eligible. ' +
          'The results themselves stay as they are.',
        params,
        body: NewExclusion,
        response: { 201: Exclusion },
      },
    },
    async (request, reply) => {
      const { account, user } = principalOf(request);
      const made = await exclusions.add(account, user.name, request.params.id, request.body);
      return reply.code(201).send(made);
    },
  );
  app.delete(
    '/api/v1/campaigns/:id/exclusions/:exclusion',
    {
      config: { access: 'manager' },
      schema: {
        tags,
        summary: 'Take an exclusion back; it stays listed',
        params: params.extend({ exclusion: z.string().max(64) }),
        response: { 200: Exclusion },
      },
    },
    (request) => {
      const { account, user } = principalOf(request);
      return exclusions.remove(account, user.name, request.params.id, request.params.exclusion);
    },
  );
}
