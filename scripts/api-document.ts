// The OpenAPI document without a running server: the routes of every feature on an app that nobody
// calls. The references and checks read it; the server serves the same from its own routes.
import { createServer } from 'node:http';
import { addAccountRoutes } from '@opportune/server/account/routes.ts';
import { addExclusionRoutes } from '@opportune/server/campaign/exclusion-routes.ts';
import { addRehearsalRoutes } from '@opportune/server/campaign/rehearsal-routes.ts';
import { addCampaignRoutes } from '@opportune/server/campaign/routes.ts';
import { productVersion } from '@opportune/server/config.ts';
import { afterRoutes } from '@opportune/server/converse/after/after-routes.ts';
import { attachmentRoutes } from '@opportune/server/converse/attachments/attachment-routes.ts';
import { answerRoutes } from '@opportune/server/converse/answers/answer-routes.ts';
import { historyRoutes } from '@opportune/server/converse/archive/history-routes.ts';
import { mergingRoutes } from '@opportune/server/converse/archive/merging-routes.ts';
import { labelRoutes } from '@opportune/server/converse/archive/label-routes.ts';
import { reopeningRoutes } from '@opportune/server/converse/archive/reopening-routes.ts';
import { searchRoutes } from '@opportune/server/converse/archive/search-routes.ts';
import { maskingRoutes } from '@opportune/server/converse/masking/masking-routes.ts';
import { needRoutes } from '@opportune/server/converse/needs/need-routes.ts';
import { accountHistoryRoutes } from '@opportune/server/converse/history/history-routes.ts';
import { panelRoutes } from '@opportune/server/converse/panels/panel-routes.ts';
import { scheduledReportRoutes } from '@opportune/server/converse/reports/report-routes.ts';
import { skillRoutes } from '@opportune/server/converse/skills/skill-routes.ts';
import { conversationRoutes } from '@opportune/server/converse/routes.ts';
import { visitorRoutes } from '@opportune/server/engage/routes.ts';
import type { OpenApiDocument } from '@opportune/server/http/api-operations.ts';
import { createApp } from '@opportune/server/http/create-app.ts';
import { createMetrics } from '@opportune/server/http/metrics.ts';
import { learntRoutes } from '@opportune/server/learn/learnt-routes.ts';
import { intentRoutes } from '@opportune/server/learn/routes.ts';
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
