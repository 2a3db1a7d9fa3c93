// REST of the sample shop. Whoever looks at it keeps the session of their own account, so these routes
// mean the same from both sides.
import { SampleShop } from '@opportune/protocol/rest/sample.ts';
import { languageOfRequest } from '../http/browser/accept-language.ts';
import type { Principal } from '../http/access/principal.ts';
import type { App } from '../http/rest/app.ts';
import { operation } from '../http/rest/operation.ts';
import type { SampleShops } from './sample-shops.ts';

/** A sample shop belongs to people, so programs and tokens have no part in it. */
const ofSample = { tag: 'Sample shop', access: 'administrator', withoutTokens: true } as const;

const ownerOf = ({ account, home = account }: Principal) => home;

export function sampleRoutes(app: App, shops: SampleShops): void {
  operation(app, 'GET /sample', {
    ...ofSample,
    id: 'getSampleShop',
    summary: 'The sample shop of the account, and how much of it is made',
    answer: SampleShop,
    handle: ({ principal }) => shops.of(ownerOf(principal)),
  });
  operation(app, 'POST /sample', {
    ...ofSample,
    id: 'makeSampleShop',
    summary: 'Make the sample shop. It is an account of its own, there within a minute',
    description: 'Answers at once. If there is one, nothing changes.',
    answer: SampleShop,
    status: 202,
    errors: ['request.conflict'],
    handle: ({ principal, user, request }) =>
      shops.make(ownerOf(principal), user.language ?? languageOfRequest(request.headers)),
  });
  operation(app, 'DELETE /sample', {
    ...ofSample,
    id: 'removeSampleShop',
    summary: 'Remove the sample shop with everything in it',
    description: 'Whoever looks at it is back in their own account.',
    handle: ({ principal }) => shops.remove(ownerOf(principal)),
  });
  operation(app, 'POST /sample/enter', {
    ...ofSample,
    id: 'enterSampleShop',
    summary: 'Look at the sample shop: this session is in its account from now on',
    errors: ['request.conflict'],
    handle: ({ principal }) => shops.enter(principal),
  });
  operation(app, 'POST /sample/leave', {
    ...ofSample,
    id: 'leaveSampleShop',
    summary: 'Go back to the own account',
    handle: ({ principal }) => shops.leave(principal),
  });
}
