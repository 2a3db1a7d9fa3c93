// The OpenAPI document without a running server: the routes of every feature on an app that nobody
// calls. The references and checks read it; the server serves the same from its own routes.
import { createServer } from 'node:http';
import { addAccountRoutes } from '@opportune/server/account/routes.ts';
import { addExclusionRoutes } from '@opportune/server/campaign/exclusions/exclusion-routes.ts';
import { addRehearsalRoutes } from '@opportune/server/campaign/rehearsal/rehearsal-routes.ts';
import { addCampaignRoutes } from '@opportune/server/campaign/routes.ts';
import { productVersion } from '@opportune/server/config.ts';
import { afterRoutes } from '@opportune/server/followup/followup-routes.ts';
import { attachmentRoutes } from '@opportune/server/writing/attachments/attachment-routes.ts';
import { answerRoutes } from '@opportune/server/writing/answers/answer-routes.ts';
import { historyRoutes } from '@opportune/server/archive/earlier/earlier-routes.ts';
import { mergingRoutes } from '@opportune/server/archive/merging/merging-routes.ts';
import { labelRoutes } from '@opportune/server/archive/labels/label-routes.ts';
import { reopeningRoutes } from '@opportune/server/archive/reopening/reopening-routes.ts';
import { searchRoutes } from '@opportune/server/archive/search/search-routes.ts';
import { maskingRoutes } from '@opportune/server/writing/masking/masking-routes.ts';
import { needRoutes } from '@opportune/server/needs/need-routes.ts';
import { accountHistoryRoutes } from '@opportune/server/team/history/account-history-routes.ts';
import { panelRoutes } from '@opportune/server/panels/panel-routes.ts';
import { scheduledReportRoutes } from '@opportune/server/team/reports/report-routes.ts';
import { skillRoutes } from '@opportune/server/team/skills/skill-routes.ts';
import { conversationRoutes } from '@opportune/server/desk/conversation-routes.ts';
import { visitorRoutes } from '@opportune/server/engage/routes.ts';
import type { OpenApiDocument } from '@opportune/server/http/openapi/api-operations.ts';
import { createApp } from '@opportune/server/http/rest/create-app.ts';
import { createMetrics } from '@opportune/server/http/metrics.ts';
import { learntRoutes } from '@opportune/server/learn/policy/routes.ts';
import { intentRoutes } from '@opportune/server/learn/intent/routes.ts';
import { reportRoutes } from '@opportune/server/report/routes.ts';
import { addSiteRoutes } from '@opportune/server/site/routes.ts';

/** Stands for every service: drawing a document asks none of them. */
const nobody = {} as never;

export async function apiDocument(): Promise<OpenApiDocument> {
  const app = await createApp(
    {
      log: nobody,
      failures: nobody,
      budgets: nobody,
      turns: nobody,
      clock: nobody,
      records: nobody,
      authentication: nobody,
      clientAddress: nobody,
      keyedPrefix: nobody,
      metrics: createMetrics(),
      secure: false,
      version: productVersion(),
    },
    (handler) => createServer(handler),
  );
  addAccountRoutes(app, nobody);
  addSiteRoutes(app, nobody);
  addCampaignRoutes(app, nobody);
  addExclusionRoutes(app, nobody);
  addRehearsalRoutes(app, nobody);
  reportRoutes(app, nobody);
  visitorRoutes(app, nobody);
  intentRoutes(app, nobody);
  learntRoutes(app, nobody);
  conversationRoutes(app, nobody, nobody);
  attachmentRoutes(app, nobody, nobody);
  answerRoutes(app, nobody, nobody);
  labelRoutes(app, nobody);
  historyRoutes(app, nobody);
  mergingRoutes(app, nobody, nobody);
  reopeningRoutes(app, nobody);
  accountHistoryRoutes(app, nobody);
  panelRoutes(app, nobody);
  scheduledReportRoutes(app, nobody);
  searchRoutes(app, nobody, nobody);
  maskingRoutes(app, nobody);
  afterRoutes(app, nobody);
  needRoutes(app, nobody);
  skillRoutes(app, nobody, nobody);
  await app.ready();
  const document: OpenApiDocument = JSON.parse(JSON.stringify(app.swagger()));
  await app.close();
  return document;
}
