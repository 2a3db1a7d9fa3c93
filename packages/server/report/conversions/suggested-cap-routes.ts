// What a goal's value could be capped at, over REST, for managers: they keep the goals.
import { CapQuestion, SuggestedCap } from '@opportune/protocol/rest/site.ts';
import type { App } from '../../http/rest/app.ts';
import { principalOf } from '../../http/access/principal.ts';
import type { Reports } from '../reports.ts';

export function suggestedCapRoutes(app: App, reports: Reports): void {
  app.post(
    '/api/v1/goals/suggested-cap',
    {
      config: { access: 'manager' },
      schema: {
        tags: ['Goals'],
        summary: 'What the value of a goal could be capped at, from the events of the last 90 days',
        description: 'Changes nothing. `cap` is null where fewer than 20 of them had a value.',
        body: CapQuestion,
        response: { 200: SuggestedCap },
      },
    },
    (request) => reports.suggestedCap(principalOf(request).account, request.body),
  );
}
