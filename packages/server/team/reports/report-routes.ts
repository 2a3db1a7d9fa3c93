// Reports by e-mail over REST. Each manager sees only their own.
import {
  ReportDraft,
  ScheduledReport,
  ScheduledReports,
} from '@opportune/protocol/rest/team/history.ts';
import { z } from 'zod';
import type { App } from '../../http/rest/app.ts';
import type { Reports } from './reports.ts';
import { operation } from '../../http/rest/operation.ts';

const own = { tag: 'History', access: 'manager' } as const;
const ofOne = { ...own, params: z.object({ id: z.string().max(64) }) } as const;

export function scheduledReportRoutes(app: App, reports: Reports): void {
  operation(app, 'GET /my-reports', {
    ...own,
    id: 'listMyReports',
    summary: 'Your own reports by e-mail',
    answer: ScheduledReports,
    handle: ({ account, user }) => reports.list(account, user.id),
  });
  operation(app, 'POST /my-reports', {
    ...own,
    id: 'createMyReport',
    summary: 'Set up a report by e-mail',
    description:
      'It goes to your own address and covers the previous day or the previous seven days.',
    body: ReportDraft,
    answer: ScheduledReport,
    status: 201,
    errors: ['account.full'],
    handle: ({ account, user, body }) => reports.create(account, user.id, body),
  });
  operation(app, 'PUT /my-reports/:id', {
    ...ofOne,
    id: 'replaceMyReport',
    summary: 'Change a report',
    body: ReportDraft,
    answer: ScheduledReport,
    handle: ({ account, user, params, body }) => reports.change(account, user.id, params.id, body),
  });
  operation(app, 'DELETE /my-reports/:id', {
    ...ofOne,
    id: 'deleteMyReport',
    summary: 'Stop a report',
    handle: ({ account, user, params }) => reports.remove(account, user.id, params.id),
  });
}
