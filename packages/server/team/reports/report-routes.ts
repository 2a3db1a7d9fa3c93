// Reports by e-mail over REST: each manager has their own, and nobody else's.
import { Empty } from '@opportune/protocol/rest/common.ts';
import {
  ReportDraft,
  ScheduledReport,
  ScheduledReports,
} from '@opportune/protocol/rest/team/history.ts';
import { z } from 'zod';
import type { App } from '../../http/rest/app.ts';
import { principalOf } from '../../http/access/principal.ts';
import type { Reports } from './reports.ts';

const tags = ['History'];
const params = z.object({ id: z.string().max(64) });
const config = { access: 'manager' as const };

export function scheduledReportRoutes(app: App, reports: Reports): void {
  app.get(
    '/api/v1/my-reports',
    {
      config,
      schema: {
        tags,
        summary: 'Reports that are sent to oneself',
        response: { 200: ScheduledReports },
      },
    },
    async (request) => {
      const { account, user } = principalOf(request);
      return reports.list(account, user.id);
    },
  );
  app.post(
    '/api/v1/my-reports',
    {
      config,
      schema: {
        tags,
        summary: 'Have a report sent',
        description: 'To the address of the user who asks: of the day, or the seven days, before.',
        body: ReportDraft,
        response: { 201: ScheduledReport },
      },
    },
    async (request, reply) => {
      const { account, user } = principalOf(request);
      return reply.code(201).send(await reports.create(account, user.id, request.body));
    },
  );
  app.put(
    '/api/v1/my-reports/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Change a report',
        params,
        body: ReportDraft,
        response: { 200: ScheduledReport },
      },
    },
    async (request) => {
      const { account, user } = principalOf(request);
      return reports.change(account, user.id, request.params.id, request.body);
    },
  );
  app.delete(
    '/api/v1/my-reports/:id',
    {
      config,
      schema: { tags, summary: 'Have a report sent no more', params, response: { 200: Empty } },
    },
    async (request) => {
      const { account, user } = principalOf(request);
      await reports.remove(account, user.id, request.params.id);
      return {};
    },
  );
}
