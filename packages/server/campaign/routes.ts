// REST of campaigns: drafts, the acts of their life cycle, trials, plans and periods.
import { CampaignId } from '@opportune/protocol/ids.ts';
import {
  Campaign,
  CampaignAct,
  CampaignList,
  CampaignWarnings,
  DraftChange,
  Guardrail,
  NewCampaign,
  NewPublication,
  Period,
  Plan,
  PlanQuery,
  PublishedCampaign,
} from '@opportune/protocol/rest/campaign/campaign.ts';
import { ChangeQuery, IfMatch, PageQuery } from '@opportune/protocol/rest/common.ts';
import { Trial } from '@opportune/protocol/rest/trial.ts';
import { z } from 'zod';
import { answerChange, unchanged } from '../http/rest/answer-change.ts';
import type { App } from '../http/rest/app.ts';
import { campaignActs, type CampaignAct as Act } from './acts.ts';
import { addApprovalRoutes } from './approval/approval-routes.ts';
import type { Approvals } from './approval/approvals.ts';
import { permitOf } from './approval/permit.ts';
import type { Campaigns } from './campaigns.ts';
import { planBasis, planFor } from './plan/plan.ts';
import type { Publications } from './publications.ts';
import type { Rehearsals } from './rehearsal/rehearsals.ts';
import type { CampaignTraffic } from './seams.ts';
import type { Trials } from './trials.ts';
import { operation } from '../http/rest/operation.ts';
import { savedWhole } from '../http/rest/whole-document.ts';
import { conditionErrors } from '../http/openapi/problem-codes.ts';

export interface CampaignRoutesParts {
  readonly campaigns: Campaigns;
  readonly publications: Publications;
  readonly approvals: Approvals;
  readonly trials: Trials;
  readonly traffic: CampaignTraffic;
  readonly rehearsals: Rehearsals;
}

const all = { tag: 'Campaigns', access: 'manager' } as const;
const one = { ...all, params: z.object({ id: CampaignId }) } as const;
/** Errors inside a condition have the condition codes. */
const codeAt = (path: string) =>
  /^document\.(audience|engagement\.moment)\b/.test(path) ? 'condition.invalid' : 'request.invalid';
/** Why a draft cannot go live, or a campaign cannot change as requested. */
const refusals = [
  ...(['request.conflict', 'campaign.state', 'account.full'] as const),
  ...(['campaign.incomplete', 'campaign.no_channel', 'campaign.approval_required'] as const),
  ...conditionErrors,
] as const;

const sentences: Readonly<Record<Act, string>> = {
  publish: 'Make the draft live',
  pause: 'Pause a running campaign',
  resume: 'Resume a paused campaign',
  archive: 'Archive a campaign and end its period',
  discard: 'Discard the draft and go back to the live version',
};

export function addCampaignRoutes(app: App, parts: CampaignRoutesParts): void {
  addDrafts(app, parts);
  addBesideDrafts(app, parts);
  for (const what of campaignActs) addAct(app, parts, what);
  addPublication(app, parts);
  addApprovalRoutes(app, parts.approvals);
  addTrialAndPlan(app, parts);
}

function addDrafts(app: App, { campaigns, traffic }: CampaignRoutesParts): void {
  operation(app, 'GET /campaigns', {
    ...all,
    id: 'listCampaigns',
    summary: 'The campaigns, newest first, with their key figures',
    query: PageQuery.extend(ChangeQuery.shape),
    answer: CampaignList,
    unchanged,
    handle: ({ account, query: { wait, ...page }, request, reply }) =>
      answerChange(request, reply, {
        waitS: wait,
        async read(haste) {
          const { figures, changed } = traffic.watch(account, haste);
          return { answer: await campaigns.list(account, page, figures), changed };
        },
        steady: (list) => list,
      }),
  });
  operation(app, 'POST /campaigns', {
    ...all,
    id: 'createCampaign',
    summary: 'Make a campaign as a draft',
    body: NewCampaign,
    codeAt,
    answer: Campaign,
    status: 201,
    errors: ['account.full', ...conditionErrors],
    handle: ({ account, user, body }) => campaigns.create(account, user.name, body.document),
  });
  operation(app, 'GET /campaigns/:id', {
    ...one,
    id: 'getCampaign',
    summary: 'One campaign with its draft and its live version',
    answer: Campaign,
    handle: ({ account, params }) => campaigns.read(account, params.id),
  });
  operation(app, 'PUT /campaigns/:id/draft', {
    ...one,
    id: 'replaceCampaignDraft',
    summary: 'Replace the draft',
    description: `${savedWhole} A \`revision\` in the body works too.`,
    headers: IfMatch,
    body: DraftChange,
    codeAt,
    answer: Campaign,
    errors: ['request.conflict', 'campaign.state', ...conditionErrors],
    handle({ account, user, params, body: { revision, document }, request }) {
      const begunFrom = request.headers['if-match'] ?? revision?.toString();
      return campaigns.changeDraft(account, user.name, params.id, { begunFrom, document });
    },
  });
}

function addBesideDrafts(app: App, { campaigns }: CampaignRoutesParts): void {
  operation(app, 'GET /campaigns/:id/warnings', {
    ...one,
    id: 'listCampaignWarnings',
    summary: 'Warnings about the draft before it goes live. Warnings do not prevent publishing',
    answer: CampaignWarnings,
    handle: async ({ account, params }) => ({
      items: await campaigns.warnings(account, params.id),
    }),
  });
  operation(app, 'PUT /campaigns/:id/guardrail', {
    ...one,
    id: 'setCampaignGuardrail',
    summary: 'Set whether a campaign pauses itself when harm is proved',
    description: 'Takes effect at once. It starts no period and changes no draft.',
    body: Guardrail,
    answer: Campaign,
    handle: ({ account, params, body }) => campaigns.guard(account, params.id, body),
  });
  operation(app, 'GET /campaigns/:id/periods', {
    ...one,
    id: 'listCampaignPeriods',
    summary: 'The periods of a campaign, with the live version of each',
    answer: z.object({ items: z.array(Period) }),
    handle: async ({ account, params }) => ({
      items: (await campaigns.periods(account, params.id)).map(
        ({ number, from, until, document, stop }) => ({ number, from, until, document, stop }),
      ),
    }),
  });
}

function addAct(app: App, { campaigns }: CampaignRoutesParts, what: Act): void {
  operation(app, `POST /campaigns/:id/${what}`, {
    ...one,
    id: `${what}Campaign`,
    summary: sentences[what],
    body: CampaignAct,
    answer: what === 'publish' ? PublishedCampaign : Campaign,
    errors: refusals,
    async handle({ account, user, principal, params: { id }, body }) {
      const { revision } = body;
      const asked = { what, revision, permit: permitOf(principal) };
      const acted = await campaigns.act(account, user.name, id, asked);
      return what === 'publish'
        ? { ...acted, warnings: await campaigns.warnings(account, id) }
        : acted;
    },
  });
}

function addPublication(app: App, { publications }: CampaignRoutesParts): void {
  operation(app, 'POST /campaigns/:id/publication', {
    ...one,
    id: 'scheduleCampaignPublication',
    summary: 'Make the draft live after some seconds in which it can be undone',
    description:
      'The answer’s `publishing` says when. `publish`, `pause`, `resume`, `archive` and `discard` end a waiting publication. Later changes of the draft are not part of it.',
    body: NewPublication,
    answer: Campaign,
    status: 202,
    errors: refusals,
    handle: ({ account, user, principal, params, body }) =>
      publications.ask(account, user.name, params.id, { ...body, permit: permitOf(principal) }),
  });
  operation(app, 'DELETE /campaigns/:id/publication', {
    ...one,
    id: 'cancelCampaignPublication',
    summary: 'Undo a waiting publication. It leaves no version and no period',
    answer: Campaign,
    errors: ['campaign.state'],
    handle: ({ account, params }) => publications.undo(account, params.id),
  });
}

function addTrialAndPlan(
  app: App,
  { campaigns, trials, traffic, rehearsals }: CampaignRoutesParts,
): void {
  operation(app, 'POST /campaigns/:id/trial', {
    ...one,
    id: 'startCampaignTrial',
    summary: 'Try the draft in your own browser for an hour',
    answer: Trial,
    status: 201,
    errors: ['campaign.incomplete', 'campaign.no_channel'],
    handle: ({ account, params }) => trials.start(account, params.id),
  });
  operation(app, 'POST /campaigns/:id/plan', {
    ...one,
    id: 'planCampaign',
    summary: 'How many visitors it takes to show a gain',
    body: PlanQuery,
    answer: Plan,
    async handle({ account, params, body: { gainPercent } }) {
      const campaign = await campaigns.read(account, params.id);
      const { id, draft } = campaign;
      const basis = planBasis(campaign, {
        measured: await traffic.traffic(account, id, draft),
        rehearsed: await rehearsals.answer(account, campaign),
      });
      return planFor(draft, { gainPercent, horizon: await traffic.horizon(account) }, basis);
    },
  });
}
