// The reports over REST, for managers only.
import { type AccountId, CampaignId, SiteId } from '@opportune/protocol/ids.ts';
import { ChangeQuery, Instant } from '@opportune/protocol/rest/common.ts';
import { CampaignCalls } from '@opportune/protocol/rest/report/calls.ts';
import { CampaignChannels } from '@opportune/protocol/rest/report/channels.ts';
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
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { answerChange, unchanged } from '../http/rest/answer-change.ts';
import type { App } from '../http/rest/app.ts';
import { homeRoutes } from './home/home-routes.ts';
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
/** The default value of each rule. */
const usual: Readonly<Record<WhatIfRule, number>> = {
  never: 0,
  now: 0,
  after: 30,
  intent: 70,
  cart: 100,
};
/** Instants in milliseconds. The last 28 days if absent. */
const Span = z.object({ from: Instant.optional(), until: Instant.optional() });
const defaultSpanMs = 28 * 86_400_000;
const FunnelQuery = Span.extend(ChangeQuery.shape);
const minuteMs = 60_000;

/** What the routes of funnels use of a call. */
interface FunnelAsked {
  readonly account: AccountId;
  readonly query: z.infer<typeof FunnelQuery>;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

export interface ReportRoutesParts {
  readonly reports: Reports;
  readonly watch: (account: AccountId, haste: Haste) => WatchedReports;
  readonly now: () => number;
}

export function reportRoutes(app: App, parts: ReportRoutesParts): void {
  resultRoutes(app, parts);
  besideResults(app, parts.reports);
  accountRoutes(app, parts);
  homeRoutes(app, parts.reports);
}

function resultRoutes(app: App, { reports, watch }: ReportRoutesParts): void {
  operation(app, 'GET /campaigns/:id/results', {
    ...ofPeriod,
    id: 'getResults',
    summary: "Results of a campaign's period. Without `period`, of the newest",
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
  operation(app, 'GET /campaigns/:id/by-channel', {
    ...ofPeriod,
    id: 'listCampaignChannels',
    summary:
      "Over which channels a period's visitors talked, and how many of them converted so far",
    description:
      'Only conversations that began from the campaign\u2019s engagement count. This proves no effect, because visitors choose their channel: the results compare arms.',
    answer: CampaignChannels,
    handle: ({ account, params, query }) => reports.channels(account, params.id, query.period),
  });
  operation(app, 'GET /campaigns/:id/calls', {
    ...ofPeriod,
    id: 'listCampaignCalls',
    summary: 'How many calls a period offered, and what became of them, by arm',
    description:
      'Visitors, so far. This proves no effect, because visitors choose to call: the results compare arms.',
    answer: CampaignCalls,
    handle: ({ account, params, query }) => reports.calls(account, params.id, query.period),
  });
}

/** For managers only, because they reveal how an account's visitors decide. */
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
    summary: 'The estimated results of another rule, from recorded first decisions',
    description:
      'The estimate is valid for the recorded load and price, and for each visitor\u2019s first decision. `at` is seconds with `after`, a score with `intent`, and a cart total with `cart`.',
    query: ofPeriod.query.extend(WhatIfQuery.shape),
    answer: WhatIf,
    handle: ({ account, params, query: { period, rule, at = usual[rule] } }) =>
      reports.whatIf(account, params.id, period, { rule, at }),
  });
  operation(app, 'POST /goals/suggested-cap', {
    ...manager,
    id: 'suggestGoalCap',
    tag: 'Goals',
    summary: 'A suggested cap for the value of a goal, from the events of the last 90 days',
    description: 'It changes nothing. `cap` is null if fewer than 20 events had a value.',
    body: CapQuestion,
    answer: SuggestedCap,
    handle: ({ account, body }) => reports.suggestedCap(account, body),
  });
  operation(app, 'GET /campaigns/:id/sensitivity', {
    ...ofPeriod,
    id: 'getSensitivity',
    summary: 'Bursts of visitors in a period, and its results without the excluded visitors',
    description:
      'This is a sensitivity analysis. The results themselves do not change. See the exclusions of the campaign.',
    answer: Sensitivity,
    handle: ({ account, params, query }) => reports.sensitivity(account, params.id, query.period),
  });
}

function accountRoutes(app: App, { reports, watch, now }: ReportRoutesParts): void {
  const funnelOf = (
    site: SiteId | null,
    { account, query, request, reply }: FunnelAsked,
  ): Promise<Funnel | FastifyReply> => {
    const ask = { site, ...spanOf(query, now()) };
    return answerChange(request, reply, {
      waitS: query.wait,
      async read(haste) {
        const { reports: watched, changed } = watch(account, haste);
        return { answer: await watched.funnel(account, ask), changed };
      },
      steady: (funnelNow) => ({ ...funnelNow, asOf: 0 }),
    });
  };
  const ofSpan = { ...manager, query: FunnelQuery, answer: Funnel, unchanged } as const;
  operation(app, 'GET /sites/:id/funnel', {
    ...ofSpan,
    id: 'getFunnel',
    summary: 'The funnel of a site: visits, carts, orders',
    params: z.object({ id: SiteId }),
    handle: ({ params, ...asked }) => funnelOf(params.id, asked),
  });
  operation(app, 'GET /funnel', {
    ...ofSpan,
    id: 'getAccountFunnel',
    summary: 'The funnel of all sites together: visits, carts, orders',
    description: 'An order that several sites report counts once.',
    handle: (asked) => funnelOf(null, asked),
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
  // Rounded to a minute, so that all requests within one share the query.
  const untilMs = until ?? now - (now % minuteMs) + 2 * minuteMs;
  return { fromMs: from ?? untilMs - defaultSpanMs, untilMs };
}
