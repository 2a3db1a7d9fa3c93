// The reports over REST. Managers read them; agents do not.
import { type AccountId, CampaignId, SiteId } from '@opportune/protocol/ids.ts';
import { ChangeQuery, Instant } from '@opportune/protocol/rest/common.ts';
import { AdjustedEffects } from '@opportune/protocol/rest/report/adjusted.ts';
import { Leaving } from '@opportune/protocol/rest/report/leaving.ts';
import {
  AgentTime,
  WhatIf,
  WhatIfQuery,
  type WhatIfRule,
} from '@opportune/protocol/rest/report/optimise.ts';
import {
  CampaignResults,
  CompetingCampaigns,
  Definition,
  Funnel,
  HoldoutResults,
} from '@opportune/protocol/rest/report/report.ts';
import { Sensitivity } from '@opportune/protocol/rest/report/sensitivity.ts';
import { CapQuestion, SuggestedCap } from '@opportune/protocol/rest/site.ts';
import { z } from 'zod';
import { answerChange, unchanged } from '../http/rest/answer-change.ts';
import type { App } from '../http/rest/app.ts';
import { resultsCsv } from './results/csv.ts';
import { figureDefinitions } from './definitions.ts';
import type { Reports, WatchedReports } from './reports.ts';
import type { Haste } from './queries/shared-queries.ts';
import { operation } from '../http/rest/operation.ts';

const manager = { tag: 'Results', access: 'manager' } as const;
const ofPeriod = {
  ...manager,
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
  besideResults(app, parts.reports);
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

/** They tell how an account's visitors decide. */
function besideResults(app: App, reports: Reports): void {
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
  operation(app, 'POST /goals/suggested-cap', {
    ...manager,
    id: 'suggestGoalCap',
    tag: 'Goals',
    summary: 'What the value of a goal could be capped at, from the events of the last 90 days',
    description: 'Changes nothing. `cap` is null where fewer than 20 of them had a value.',
    body: CapQuestion,
    answer: SuggestedCap,
    handle: ({ account, body }) => reports.suggestedCap(account, body),
  });
  operation(app, 'GET /campaigns/:id/sensitivity', {
    ...ofPeriod,
    id: 'getSensitivity',
    summary: 'Bursts of visitors in a period, and its results without those excluded',
    description:
      'A sensitivity analysis beside the results, which stay as they are. See the exclusions of the campaign.',
    answer: Sensitivity,
    handle: ({ account, params, query }) => reports.sensitivity(account, params.id, query.period),
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
