// What the console's Home shows beside the figures of the pages, over REST, for managers only.
import { CampaignAlarms, ProvedValue } from '@opportune/protocol/rest/report/home.ts';
import type { App } from '../../http/rest/app.ts';
import { operation } from '../../http/rest/operation.ts';
import type { Reports } from '../reports.ts';

const manager = { tag: 'Results', access: 'manager' } as const;

export function homeRoutes(app: App, reports: Reports): void {
  operation(app, 'GET /campaign-alarms', {
    ...manager,
    id: 'listCampaignAlarms',
    summary: 'What needs a decision in campaigns: proved harm, and a sample ratio off plan',
    answer: CampaignAlarms,
    handle: ({ account }) => reports.alarms(account),
  });
  operation(app, 'GET /proved-value', {
    ...manager,
    id: 'getProvedValue',
    summary: 'What campaigns are proved to have brought so far, by goal',
    description: 'Sums of intervals that exclude zero, over all periods. Goals are never added up.',
    answer: ProvedValue,
    handle: ({ account }) => reports.provedValue(account),
  });
}
