// REST of campaigns: drafts, the acts of their life, trial, plan and periods.
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
  Trial,
} from '@opportune/protocol/rest/campaign/campaign.ts';
import { ChangeQuery, PageQuery } from '@opportune/protocol/rest/common.ts';
import { z } from 'zod';
import { answerChange, unchanged } from '../http/rest/answer-change.ts';
import type { App } from '../http/rest/app.ts';
import { validateWith } from '../http/rest/validate.ts';
import { principalOf } from '../http/access/principal.ts';
import { campaignActs, type CampaignAct as Act } from './acts.ts';
import type { Campaigns } from './campaigns.ts';
import { planBasis, planFor } from './plan/plan.ts';
import type { Publications } from './publications.ts';
import type { Rehearsals } from './rehearsal/rehearsals.ts';
import type { CampaignTraffic } from './seams.ts';
import type { Trials } from './trials.ts';

export interface CampaignRoutesParts {
  readonly campaigns: Campaigns;
  readonly publications: Publications;
  readonly trials: Trials;
  readonly traffic: CampaignTraffic;
  readonly rehearsals: Rehearsals;
}

const tags = ['Campaigns'];
const params = z.object({ id: CampaignId });
/** What is wrong inside a condition carries the code of conditions. */
const validatorCompiler = validateWith((path) =>
  /^document\.(audience|engagement\.moment)\b/.test(path) ? 'condition.invalid' : 'request.invalid',
);

const sentences: Readonly<Record<Act, string>> = {
  publish: 'Make the draft live',
  pause: 'Pause a running campaign',
  resume: 'Resume a paused campaign',
  archive: 'Archive a campaign and end its period',
  discard: 'Throw the draft away and go back to what is live',
};

export function addCampaignRoutes(app: App, parts: CampaignRoutesParts): void {
  addDrafts(app, parts);
  for (const what of campaignActs) addAct(app, parts, what);
  addPublication(app, parts);
  addTrialAndPlan(app, parts);
}

function addDrafts(app: App, { campaigns, traffic }: CampaignRoutesParts): void {
  app.get(
    '/api/v1/campaigns',
    {
      config: { access: 'manager' },
      schema: {
        tags,
        summary: 'The campaigns, newest first, with their line of figures',
        querystring: PageQuery.extend(ChangeQuery.shape),
        response: { 200: CampaignList, 304: z.null().describe(unchanged) },
      },
    },
    async (request, reply) => {
      const { account } = principalOf(request);
      const { wait, ...page } = request.query;
      return answerChange(request, reply, {
        waitS: wait,
        async read(haste) {
          const { figures, changed } = traffic.watch(account, haste);
          return { answer: await campaigns.list(account, page, figures), changed };
        },
        steady: (list) => list,
      });
    },
  );
  app.post(
    '/api/v1/campaigns',
    {
      config: { access: 'manager' },
      validatorCompiler,
      schema: {
        tags,
        summary: 'Make a campaign as a draft',
        body: NewCampaign,
        response: { 201: Campaign },
      },
    },
    async (request, reply) => {
      const { account, user } = principalOf(request);
      return reply
        .code(201)
        .send(await campaigns.create(account, user.name, request.body.document));
    },
  );
  app.get(
    '/api/v1/campaigns/:id',
    {
      config: { access: 'manager' },
      schema: {
        tags,
        summary: 'One campaign, its draft beside what is live',
        params,
        response: { 200: Campaign },
      },
    },
    async (request) => campaigns.read(principalOf(request).account, request.params.id),
  );
  app.put(
    '/api/v1/campaigns/:id/draft',
    {
      config: { access: 'manager' },
      validatorCompiler,
      schema: {
        tags,
        summary: 'Replace the draft',
        description:
          'Send the `revision` you loaded; a 409 says that somebody changed it meanwhile.',
        params,
        body: DraftChange,
        response: { 200: Campaign },
      },
    },
    async (request) => {
      const { account, user } = principalOf(request);
      return campaigns.changeDraft(account, user.name, request.params.id, request.body);
    },
  );
  app.get(
    '/api/v1/campaigns/:id/warnings',
    {
      config: { access: 'manager' },
      schema: {
        tags,
        summary: 'What to know before the draft goes live; a warning refuses nothing',
        params,
        response: { 200: CampaignWarnings },
      },
    },
    async (request) => ({
      items: await campaigns.warnings(principalOf(request).account, request.params.id),
    }),
  );
  app.put(
    '/api/v1/campaigns/:id/guardrail',
    {
      config: { access: 'manager' },
      schema: {
        tags,
        summary: 'Whether a campaign pauses itself when it is proved to do harm',
        description: 'Holds at once; it begins no period and touches no draft.',
        params,
        body: Guardrail,
        response: { 200: Campaign },
      },
    },
    async (request) =>
      campaigns.guard(principalOf(request).account, request.params.id, request.body),
  );
  app.get(
    '/api/v1/campaigns/:id/periods',
    {
      config: { access: 'manager' },
      schema: {
        tags,
        summary: 'The periods of a campaign, with what was live in each',
        params,
        response: { 200: z.object({ items: z.array(Period) }) },
      },
    },
    async (request) => {
      const periods = await campaigns.periods(principalOf(request).account, request.params.id);
      return {
        items: periods.map(({ number, from, until, document, stop }) => ({
          number,
          from,
          until,
          document,
          stop,
        })),
      };
    },
  );
}

function addAct(app: App, { campaigns }: CampaignRoutesParts, what: Act): void {
  app.post(
    `/api/v1/campaigns/:id/${what}`,
    {
      config: { access: 'manager' },
      schema: {
        tags,
        summary: sentences[what],
        params,
        body: CampaignAct,
        response: { 200: what === 'publish' ? PublishedCampaign : Campaign },
      },
    },
    async (request) => {
      const { account, user } = principalOf(request);
      const { id } = request.params;
      const acted = await campaigns.act(account, user.name, id, what, request.body.revision);
      return what === 'publish'
        ? { ...acted, warnings: await campaigns.warnings(account, id) }
        : acted;
    },
  );
}

function addPublication(app: App, { publications }: CampaignRoutesParts): void {
  app.post(
    '/api/v1/campaigns/:id/publication',
    {
      config: { access: 'manager' },
      schema: {
        tags,
        summary: 'Make the draft live after some seconds, within which it can be undone',
        description:
          'The answer’s `publishing` says when. `publish`, `pause`, `resume`, `archive` and `discard` end a publication that waits; later changes of the draft are not part of it.',
        params,
        body: NewPublication,
        response: { 202: Campaign },
      },
    },
    async (request, reply) => {
      const { account, user } = principalOf(request);
      const { params: of, body } = request;
      return reply.code(202).send(await publications.ask(account, user.name, of.id, body));
    },
  );
  app.delete(
    '/api/v1/campaigns/:id/publication',
    {
      config: { access: 'manager' },
      schema: {
        tags,
        summary: 'Undo a publication that waits; it leaves no version and no period',
        params,
        response: { 200: Campaign },
      },
    },
    async (request) => publications.undo(principalOf(request).account, request.params.id),
  );
}

function addTrialAndPlan(
  app: App,
  { campaigns, trials, traffic, rehearsals }: CampaignRoutesParts,
): void {
  app.post(
    '/api/v1/campaigns/:id/trial',
    {
      config: { access: 'manager' },
      schema: {
        tags,
        summary: 'Try the draft in your own browser for an hour',
        params,
        response: { 201: Trial },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await trials.start(principalOf(request).account, request.params.id)),
  );
  app.post(
    '/api/v1/campaigns/:id/plan',
    {
      config: { access: 'manager' },
      schema: {
        tags,
        summary: 'How many visitors until a gain would show',
        params,
        body: PlanQuery,
        response: { 200: Plan },
      },
    },
    async (request) => {
      const { account } = principalOf(request);
      const campaign = await campaigns.read(account, request.params.id);
      const { id, draft } = campaign;
      const basis = planBasis(campaign, {
        measured: await traffic.traffic(account, id, draft),
        rehearsed: await rehearsals.answer(account, campaign),
      });
      const { gainPercent } = request.body;
      return planFor(draft, { gainPercent, horizon: await traffic.horizon(account) }, basis);
    },
  );
}
