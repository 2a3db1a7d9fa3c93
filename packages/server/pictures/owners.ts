// Gives pictures to their owners: a photo to a user, a logo to a site.
import type { AccountId, SiteId, UserId } from '@opportune/protocol/ids.ts';
import type { UploadedPicture } from '@opportune/protocol/rest/pictures.ts';
import type { z } from 'zod';
import type { Pictures } from './pictures.ts';
import type { NoteLogo, NotePhoto } from './seams.ts';

type Answer = Promise<z.output<typeof UploadedPicture>>;

export interface PictureOwners {
  putPhoto(account: AccountId, user: UserId, bytes: Uint8Array): Answer;
  removePhoto(account: AccountId, user: UserId): Promise<void>;
  putLogo(account: AccountId, by: string, site: SiteId, bytes: Uint8Array): Answer;
  removeLogo(account: AccountId, by: string, site: SiteId): Promise<void>;
}

export function createOwners(
  pictures: Pictures,
  notePhoto: NotePhoto,
  noteLogo: NoteLogo,
): PictureOwners {
  const photo = (account: AccountId, owner: UserId) => ({ account, kind: 'photo', owner }) as const;
  const logo = (account: AccountId, owner: SiteId) => ({ account, kind: 'logo', owner }) as const;
  return {
    putPhoto: async (account, user, bytes) => ({
      picture: await pictures.put(photo(account, user), bytes, (work) =>
        notePhoto(account, user, work),
      ),
    }),
    removePhoto: (account, user) =>
      pictures.remove(photo(account, user), (work) => notePhoto(account, user, work)),
    putLogo: async (account, by, site, bytes) => ({
      picture: await pictures.put(logo(account, site), bytes, (work) =>
        noteLogo(account, by, site, work),
      ),
    }),
    removeLogo: (account, by, site) =>
      pictures.remove(logo(account, site), (work) => noteLogo(account, by, site, work)),
  };
}
