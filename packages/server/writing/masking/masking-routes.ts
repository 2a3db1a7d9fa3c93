// Masking by REST: what an account has masked, for administrators to change; and the bodies that
// bring what people say, masked before a route reads them.
import { maskSaid } from '@opportune/core/masking/ways-in.ts';
import { IfMatch } from '@opportune/protocol/rest/common.ts';
import { MaskSettings, RevisedMasking } from '@opportune/protocol/rest/conversation/masking.ts';
import type { App } from '../../http/rest/app.ts';
import { principalOf } from '../../http/access/principal.ts';
import { saveWhole, savedWhole, withRevision } from '../../http/rest/whole-document.ts';
import type { MaskingService } from './masking.ts';

export function maskingRoutes(app: App, masking: MaskingService): void {
  const tags = ['Masking'];

  app.get(
    '/api/v1/masking',
    {
      config: { access: 'administrator' },
      schema: {
        tags,
        summary: 'What is masked beside card numbers, and who changed it',
        response: { 200: RevisedMasking },
      },
    },
    async (request) =>
      withRevision(MaskSettings, await masking.current(principalOf(request).account)),
  );
  app.put(
    '/api/v1/masking',
    {
      config: { access: 'administrator' },
      schema: {
        tags,
        summary: 'Replace what is masked beside card numbers',
        description: `Holds for what comes in from then on; what is stored stays as it is. Card numbers are always masked. ${savedWhole}`,
        headers: IfMatch,
        body: MaskSettings,
        response: { 200: RevisedMasking },
      },
    },
    async (request) => {
      const { account, user } = principalOf(request);
      return saveWhole(request, MaskSettings, {
        read: () => masking.current(account),
        write: () => masking.change(account, user.id, request.body),
      });
    },
  );
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
