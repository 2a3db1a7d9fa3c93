// What pictures take from the features whose users and sites own them.
import type { AccountId, PictureId, SiteId, UserId } from '@opportune/protocol/ids.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { NotePicture } from './pictures.ts';

/** Runs the work in the transaction that notes the picture at the user. `account/` provides it. */
export type NotePhoto = (
  account: AccountId,
  user: UserId,
  ...note: Parameters<NotePicture>
) => Promise<void>;

/** The same for a site, as a change by a user with this name. `site/` provides it. */
export type NoteLogo = (
  account: AccountId,
  by: string,
  site: SiteId,
  ...note: Parameters<NotePicture>
) => Promise<void>;

/** Who has which photo. `account/` provides it. */
export type PhotosOf = (account: AccountId) => Promise<ReadonlyMap<UserId, PictureId>>;

export type CurrentConfiguration = (account: AccountId) => Promise<Configuration>;
