// What a goal's value could be capped at, over REST, for managers: they keep the goals.
import { CapQuestion, SuggestedCap } from '@opportune/protocol/rest/site.ts';
import type { App } from '../../http/rest/app.ts';
import type { Reports } from '../reports.ts';
import { operation } from '../../http/rest/operation.ts';

export function suggestedCapRoutes(app: App, reports: Reports): void {
  operation(app, 'POST /goals/suggested-cap', {
    id: 'suggestGoalCap',
    tag: 'Goals',
    access: 'manager',
    summary: 'What the value of a goal could be capped at, from the events of the last 90 days',
    description: 'Changes nothing. `cap` is null where fewer than 20 of them had a value.',
    body: CapQuestion,
    answer: SuggestedCap,
    handle: ({ account, body }) => reports.suggestedCap(account, body),
  });
}
