// The reports over REST. Managers read them; agents do not.
import { type AccountId, CampaignId, SiteId } from '@opportune/protocol/ids.ts';
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
import { resultsCsv } from './results/csv.ts';
import { figureDefinitions } from './definitions.ts';
import { optimiseRoutes } from './optimise/optimise-routes.ts';
import { suggestedCapRoutes } from './conversions/suggested-cap-routes.ts';
import type { Reports, WatchedReports } from './reports.ts';
import { sensitivityRoutes } from './sensitivity/sensitivity-routes.ts';
import type { Haste } from './queries/shared-queries.ts';
import { operation } from '../http/rest/operation.ts';

const manager = { tag: 'Results', access: 'manager' } as const;
const ofPeriod = {
  ...manager,
  params: z.object({ id: CampaignId }),
  query: z.object({ period: z.coerce.number().int().min(1).optional() }),
} as const;
/** Instants in ms; the last 28 days without. */
const Span = z.object({ from: Instant.optional(), until: Instant.optional() });
const defaultSpanMs = 28 * 86_400_000;
const minuteMs = 60_000;

export interface ReportRoutesParts {
  readonly reports: Reports;
  readonly watch: (account: AccountId, haste: Haste) => WatchedReports;
  readonly now: () => number;
}

export function reportRoutes(app: App, parts: ReportRoutesParts): void {
  resultRoutes(app, parts);
  optimiseRoutes(app, parts.reports);
  suggestedCapRoutes(app, parts.reports);
  sensitivityRoutes(app, parts.reports);
  accountRoutes(app, parts);
}

function resultRoutes(app: App, { reports, watch }: ReportRoutesParts): void {
  operation(app, 'GET /campaigns/:id/results', {
    ...ofPeriod,
    id: 'getResults',
    summary: "Results of a campaign's period; the newest without `period`",
    query: ofPeriod.query.extend(ChangeQuery.shape),
    answer: CampaignResults,
    unchanged,
    handle: ({ account, params, query: { period, wait }, request, reply }) =>
      answerChange(request, reply, {
        waitS: wait,
        async read(haste) {
          const { reports: watched, changed } = watch(account, haste);
          return { answer: await watched.campaign(account, params.id, period), changed };
        },
        steady: ({ harm, ...rest }) => ({ ...rest, asOf: 0, harm: harm && { ...harm, at: 0 } }),
      }),
  });
  operation(app, 'GET /campaigns/:id/results.csv', {
    ...ofPeriod,
    id: 'downloadResults',
    summary: 'The same results as CSV',
    file: 'text/csv',
    async handle({ account, params, query, reply }) {
      const results = await reports.campaign(account, params.id, query.period);
      const file = `results-${results.campaign}-period-${results.period}.csv`;
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${file}"`)
        .send(resultsCsv(results));
    },
  });
  operation(app, 'GET /campaigns/:id/competing', {
    ...ofPeriod,
    id: 'listCompetingCampaigns',
    summary: "Other campaigns that share visitors with a campaign's period",
    answer: CompetingCampaigns,
    handle: ({ account, params, query }) => reports.competing(account, params.id, query.period),
  });
}

function accountRoutes(app: App, { reports, watch, now }: ReportRoutesParts): void {
  operation(app, 'GET /sites/:id/funnel', {
    ...manager,
    id: 'getFunnel',
    summary: 'The funnel of a site: visits, carts, orders',
    params: z.object({ id: SiteId }),
    query: Span.extend(ChangeQuery.shape),
    answer: Funnel,
    unchanged,
    handle({ account, params, query, request, reply }) {
      const ask = { site: params.id, ...spanOf(query, now()) };
      return answerChange(request, reply, {
        waitS: query.wait,
        async read(haste) {
          const { reports: watched, changed } = watch(account, haste);
          return { answer: await watched.funnel(account, ask), changed };
        },
        steady: (funnelNow) => ({ ...funnelNow, asOf: 0 }),
      });
    },
  });
  operation(app, 'GET /account/holdout-results', {
    ...manager,
    id: 'getHoldoutResults',
    summary: 'The holdout against everyone else',
    answer: HoldoutResults,
    handle: ({ account }) => reports.holdout(account),
  });
  operation(app, 'GET /report/definitions', {
    ...manager,
    id: 'listFigureDefinitions',
    summary: 'What each figure means, in words and SQL',
    answer: z.object({ items: z.array(Definition) }),
    handle: () => ({ items: [...figureDefinitions] }),
  });
}

function spanOf(
  { from, until }: z.infer<typeof Span>,
  now: number,
): { fromMs: number; untilMs: number } {
  // A whole minute, so that all who ask within one ask the same.
  const untilMs = until ?? now - (now % minuteMs) + 2 * minuteMs;
  return { fromMs: from ?? untilMs - defaultSpanMs, untilMs };
}
