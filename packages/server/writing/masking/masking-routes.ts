// Masking by REST: the account's settings, for administrators to change. Also masks request bodies
// with what people say, before a route reads them.
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
    get: { summary: 'What is masked in addition to card numbers, and who changed it' },
    replace: {
      summary: 'Replace what is masked in addition to card numbers',
      description:
        'It applies to data received from then on. Stored data does not change. Card numbers are always masked.',
      handle: ({ account, user, body, unchanged }) =>
        masking.change(account, user.id, body, unchanged),
    },
  });
}

/** Routes whose bodies contain what people say or are told. */
const said = /^\/api\/v1\/(conversations|answers|my-answers)(\/|$)/;

/** Applies to routes that are added later. */
export function maskBodies(app: App, masking: MaskingService): void {
  app.addHook('preValidation', async (request) => {
    if (request.body === undefined || !said.test(request.routeOptions.url ?? '')) return;
    const masked = maskSaid(await masking.of(principalOf(request).account), request.body);
    request.body = withAddressee(request.routeOptions.url, request.body, masked);
  });
}

/** Its body says in `to` at which address the contact is written to. */
const continuing = '/api/v1/conversations/:id/continue';

/** An address is compared with those of the contact and not stored. Masked, it would be nobody's. */
function withAddressee(url: string | undefined, given: unknown, masked: unknown): unknown {
  if (url !== continuing || typeof masked !== 'object' || masked === null) return masked;
  if (typeof given !== 'object' || given === null || !('to' in given)) return masked;
  return { ...masked, to: given.to };
}
