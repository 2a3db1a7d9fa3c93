// The reports over REST. Managers read them; agents do not.
import { CampaignId, SiteId } from '@opportune/protocol/ids.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { ChangeQuery, Instant } from '@opportune/protocol/rest/common.ts';
import {
  CampaignResults,
  CompetingCampaigns,
  Definition,
  Funnel,
  HoldoutResults,
} from '@opportune/protocol/rest/report/report.ts';
import { z } from 'zod';
import { answerChange, unchanged } from '../http/rest/answer-change.ts';
import type { App } from '../http/rest/app.ts';
import { principalOf } from '../http/access/principal.ts';
import { resultsCsv } from './results/csv.ts';
import { figureDefinitions } from './definitions.ts';
import { optimiseRoutes } from './optimise/optimise-routes.ts';
import { suggestedCapRoutes } from './conversions/suggested-cap-routes.ts';
import type { Reports, WatchedReports } from './reports.ts';
import { sensitivityRoutes } from './sensitivity/sensitivity-routes.ts';
import type { Haste } from './queries/shared-queries.ts';

const OfCampaign = z.object({ id: CampaignId });
const OfPeriod = z.object({ period: z.coerce.number().int().min(1).optional() });
/** Instants in ms; left out: the last 28 days. */
const Span = z.object({ from: Instant.optional(), until: Instant.optional() });
const defaultSpanMs = 28 * 86_400_000;
const minuteMs = 60_000;

export interface ReportRoutesParts {
  readonly reports: Reports;
  readonly watch: (account: AccountId, haste: Haste) => WatchedReports;
  readonly now: () => number;
}

export function reportRoutes(app: App, { reports, watch, now }: ReportRoutesParts): void {
  app.get(
    '/api/v1/campaigns/:id/results',
    {
      config: { access: 'manager' },
      schema: {
        tags: ['Results'],
        summary: "Results of a campaign's period; the newest without `period`",
        params: OfCampaign,
        querystring: OfPeriod.extend(ChangeQuery.shape),
        response: { 200: CampaignResults, 304: z.null().describe(unchanged) },
      },
    },
    async (request, reply) => {
      const { account } = principalOf(request);
      const { period, wait } = request.query;
      return answerChange(request, reply, {
        waitS: wait,
        async read(haste) {
          const { reports: watched, changed } = watch(account, haste);
          return { answer: await watched.campaign(account, request.params.id, period), changed };
        },
        steady: ({ harm, ...rest }) => ({ ...rest, asOf: 0, harm: harm && { ...harm, at: 0 } }),
      });
    },
  );
  app.get(
    '/api/v1/campaigns/:id/results.csv',
    {
      config: { access: 'manager' },
      schema: {
        tags: ['Results'],
        summary: 'The same results as CSV',
        params: OfCampaign,
        querystring: OfPeriod,
      },
    },
    async (request, reply) => {
      const results = await reports.campaign(
        principalOf(request).account,
        request.params.id,
        request.query.period,
      );
      const file = `results-${results.campaign}-period-${results.period}.csv`;
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${file}"`)
        .send(resultsCsv(results));
    },
  );
  app.get(
    '/api/v1/campaigns/:id/competing',
    {
      config: { access: 'manager' },
      schema: {
        tags: ['Results'],
        summary: "Other campaigns that share visitors with a campaign's period",
        params: OfCampaign,
        querystring: OfPeriod,
        response: { 200: CompetingCampaigns },
      },
    },
    (request) =>
      reports.competing(principalOf(request).account, request.params.id, request.query.period),
  );
  optimiseRoutes(app, reports);
  suggestedCapRoutes(app, reports);
  sensitivityRoutes(app, reports);
  const funnel = { config: { access: 'manager' as const } };
  app.get(
    '/api/v1/sites/:id/funnel',
    {
      ...funnel,
      schema: {
        tags: ['Results'],
        summary: 'The funnel of a site: visits, carts, orders',
        params: z.object({ id: SiteId }),
        querystring: Span.extend(ChangeQuery.shape),
        response: { 200: Funnel, 304: z.null().describe(unchanged) },
      },
    },
    async (request, reply) => {
      const { account } = principalOf(request);
      const ask = { site: request.params.id, ...spanOf(request.query, now()) };
      return answerChange(request, reply, {
        waitS: request.query.wait,
        async read(haste) {
          const { reports: watched, changed } = watch(account, haste);
          return { answer: await watched.funnel(account, ask), changed };
        },
        steady: (funnelNow) => ({ ...funnelNow, asOf: 0 }),
      });
    },
  );
  app.get(
    '/api/v1/account/holdout-results',
    {
      config: { access: 'manager' },
      schema: {
        tags: ['Results'],
        summary: 'The holdout against everyone else',
        response: { 200: HoldoutResults },
      },
    },
    (request) => reports.holdout(principalOf(request).account),
  );
  app.get(
    '/api/v1/report/definitions',
    {
      config: { access: 'manager' },
      schema: {
        tags: ['Results'],
        summary: 'What each figure means, in words and SQL',
        response: { 200: z.object({ items: z.array(Definition) }) },
      },
    },
    () => ({ items: [...figureDefinitions] }),
  );
}

function spanOf(
  { from, until }: z.infer<typeof Span>,
  now: number,
): { fromMs: number; untilMs: number } {
  // A whole minute, so that all who ask within one ask the same.
  const untilMs = until ?? now - (now % minuteMs) + 2 * minuteMs;
  return { fromMs: from ?? untilMs - defaultSpanMs, untilMs };
}
