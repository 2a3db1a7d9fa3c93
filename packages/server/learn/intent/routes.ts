// What was learnt, over REST: for managers, because it tells how an account's visitors decide.
import { IntentFigures } from '@opportune/protocol/rest/campaign/intent.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { App } from '../../http/rest/app.ts';
import { principalOf } from '../../http/access/principal.ts';

export function intentRoutes(
  app: App,
  figures: (account: AccountId) => Promise<IntentFigures>,
): void {
  app.get(
    '/api/v1/intent',
    {
      config: { access: 'manager' },
      schema: {
        tags: ['Intent'],
        summary: 'What was learnt of how visits reach each goal, and how right it was',
        response: { 200: IntentFigures },
      },
    },
    (request) => figures(principalOf(request).account),
  );
}
