// REST of pictures: everybody's own photo, and the logo of a site. The body is the picture.
import { SiteId } from '@opportune/protocol/ids.ts';
import { UploadedPicture, pictureLimits } from '@opportune/protocol/rest/pictures.ts';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { refuse } from '../http/problem/refusal.ts';
import type { App } from '../http/rest/app.ts';
import { operation } from '../http/rest/operation.ts';
import type { PictureOwners } from './owners.ts';

const errors = [
  ...(['attachment.type', 'attachment.too_large', 'attachment.unreachable'] as const),
  'request.invalid' as const,
];
const ofOneself = { tag: 'Users', access: 'agent', withoutTokens: true } as const;
const ofSite = {
  tag: 'Sites',
  access: 'administrator',
  params: z.object({ id: SiteId }),
} as const;

export function addPictureRoutes(app: App, owners: PictureOwners): void {
  addUploads(app, owners);
  operation(app, 'DELETE /my-photo', {
    ...ofOneself,
    id: 'removeMyPhoto',
    summary: 'Remove your photo',
    handle: ({ account, user }) => owners.removePhoto(account, user.id),
  });
  operation(app, 'DELETE /sites/:id/logo', {
    ...ofSite,
    id: 'removeSiteLogo',
    summary: 'Remove the logo of a site',
    handle: ({ account, user, params }) => owners.removeLogo(account, user.name, params.id),
  });
}

/** In a separate scope, in which a body is bytes and not JSON. */
function addUploads(app: App, owners: PictureOwners): void {
  app.register(async (scope) => {
    scope.addContentTypeParser(
      'application/octet-stream',
      // One byte more than allowed is enough to refuse it.
      { parseAs: 'buffer', bodyLimit: pictureLimits.sizeBytes + 1 },
      async (_: unknown, body: Buffer) => body,
    );
    const typed = scope.withTypeProvider<ZodTypeProvider>();
    operation(typed, 'PUT /my-photo', {
      ...ofOneself,
      id: 'setMyPhoto',
      summary: 'Upload your photo',
      description:
        'The body is a square PNG, JPEG or WebP picture of at most 256 by 256 points, as `application/octet-stream`. Visitors see it on sites whose brand shows photos.',
      answer: UploadedPicture,
      errors,
      handle: ({ account, user, request }) =>
        owners.putPhoto(account, user.id, bytesOf(request.body)),
    });
    operation(typed, 'PUT /sites/:id/logo', {
      ...ofSite,
      id: 'setSiteLogo',
      summary: 'Upload the logo of a site',
      description:
        'The body is a PNG, JPEG or WebP picture of at most 1,024 points a side, as `application/octet-stream`. It is `look.logo` of the site at once.',
      answer: UploadedPicture,
      errors,
      handle: ({ account, user, params, request }) =>
        owners.putLogo(account, user.name, params.id, bytesOf(request.body)),
    });
  });
}

function bytesOf(body: unknown): Buffer {
  if (body instanceof Buffer) return body;
  throw refuse('request.invalid', { detail: 'Give the picture as application/octet-stream.' });
}
