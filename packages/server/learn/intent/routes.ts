// What was learnt, over REST. For managers only, because it reveals how an account's visitors
// decide.
import { IntentFigures } from '@opportune/protocol/rest/campaign/intent.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { App } from '../../http/rest/app.ts';
import { operation } from '../../http/rest/operation.ts';

export function intentRoutes(
  app: App,
  figures: (account: AccountId) => Promise<IntentFigures>,
): void {
  operation(app, 'GET /intent', {
    id: 'getIntent',
    tag: 'Intent',
    access: 'manager',
    summary: 'What was learnt about how visits reach each goal, and how accurate it was',
    answer: IntentFigures,
    handle: ({ account }) => figures(account),
  });
}
