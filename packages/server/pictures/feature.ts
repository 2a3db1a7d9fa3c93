// Builds the feature of pictures: uploads by people, addresses for visitors, and which photos
// visitors are shown.
import { subscribe } from '@opportune/core/bus/bus-messages.ts';
import type { AttachmentStore } from '@opportune/core/ports/attachments.ts';
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { World } from '@opportune/core/ports/world.ts';
import { usersChanged } from '@opportune/protocol/bus/changes.ts';
import type { ClientAddress } from '../http/address/client-address.ts';
import type { Feature } from '../http/feature.ts';
import { type AgentPhotos, createAgentPhotos } from './agent-photos.ts';
import { createOwners } from './owners.ts';
import { addPictureRoutes } from './picture-routes.ts';
import { createPictures } from './pictures.ts';
import type { CurrentConfiguration, NoteLogo, NotePhoto, PhotosOf } from './seams.ts';
import { servePictures } from './serve-pictures.ts';

export interface PictureDependencies {
  readonly world: World;
  readonly records: Records;
  readonly store: AttachmentStore;
  readonly budgets: Budgets;
  readonly clientAddress: ClientAddress;
  readonly current: CurrentConfiguration;
  readonly people: { readonly notePhoto: NotePhoto; readonly photosOf: PhotosOf };
  readonly noteLogo: NoteLogo;
}

export interface PictureFeature extends Feature {
  readonly photoOf: AgentPhotos['of'];
}

export function createPictureFeature(use: PictureDependencies): PictureFeature {
  const { world, people, noteLogo } = use;
  const pictures = createPictures({ ...world, ...use });
  const photos = createAgentPhotos({ ...world, ...people, current: use.current });
  const owners = createOwners(pictures, people.notePhoto, noteLogo);
  // Somebody who left has no face any more.
  const stop = subscribe(world.bus, usersChanged, ({ account, user }) => {
    if (!user.disabled || user.photo === null) return;
    owners
      .removePhoto(account, user.id)
      .catch((error: unknown) =>
        world.log.warn('a photo was not removed', { user: user.id, reason: String(error) }),
      );
  });
  return {
    name: 'pictures',
    photoOf: photos.of,
    routes: (app) => addPictureRoutes(app, owners),
    sockets: (host) => servePictures(host, { ...world, ...use, pictures }),
    prepare: photos.prepare,
    close() {
      stop();
      photos.close();
    },
  };
}
