// Masking by REST: what an account has masked, for administrators to change; and the bodies that
// bring what people say, masked before a route reads them.
import { maskSaid } from '@opportune/core/masking/ways-in.ts';
import { MaskSettings, RevisedMasking } from '@opportune/protocol/rest/conversation/masking.ts';
import type { App } from '../../http/rest/app.ts';
import { principalOf } from '../../http/access/principal.ts';
import type { MaskingService } from './masking.ts';
import { resource } from '../../http/rest/resource.ts';

export function maskingRoutes(app: App, masking: MaskingService): void {
  resource(app, {
    tag: 'Masking',
    name: 'Masking',
    item: '/masking',
    readers: 'administrator',
    writers: 'administrator',
    saved: MaskSettings,
    answer: RevisedMasking,
    read: ({ account }) => masking.current(account),
    get: { summary: 'What is masked beside card numbers, and who changed it' },
    replace: {
      summary: 'Replace what is masked beside card numbers',
      description:
        'Holds for what comes in from then on; what is stored stays as it is. Card numbers are always masked.',
      handle: ({ account, user, body, unchanged }) =>
        masking.change(account, user.id, body, unchanged),
    },
  });
}

/** Routes whose bodies hold what people say or are told. */
const said = /^\/api\/v1\/(conversations|answers|my-answers)(\/|$)/;

/** For routes added after it. */
export function maskBodies(app: App, masking: MaskingService): void {
  app.addHook('preValidation', async (request) => {
    if (request.body === undefined || !said.test(request.routeOptions.url ?? '')) return;
    request.body = maskSaid(await masking.of(principalOf(request).account), request.body);
  });
}
