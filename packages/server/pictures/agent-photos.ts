// The photos that visitors of a site are shown: those of the account's people, if the brand of the
// site shows photos. Known in memory, because each frame of a conversation names them.
import { SizedMap } from '@opportune/core/bounds/sized-map.ts';
import { subscribe } from '@opportune/core/bus/bus-messages.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import { configurationChanged, usersChanged } from '@opportune/protocol/bus/changes.ts';
import type { AccountId, SiteId, UserId } from '@opportune/protocol/ids.ts';
import { tableLimits } from '@opportune/protocol/limits/memory.ts';
import { pictureAddress } from '@opportune/protocol/rest/pictures.ts';
import type { CurrentConfiguration, PhotosOf } from './seams.ts';

export interface AgentPhotos {
  /** Reads what an account has. */
  prepare(account: AccountId): Promise<void>;
  /**
   * The address of a user's photo for visitors of a site, below that of the server. Null: none, or
   * the site shows none. Also null for an account that is not in memory, which is then read.
   */
  of(account: AccountId, site: SiteId, user: UserId): string | null;
  close(): void;
}

/** One site, or one user with the address of their photo. */
const photoBytes = 400;

interface Known {
  readonly sites: ReadonlySet<SiteId>;
  readonly addresses: ReadonlyMap<UserId, string>;
}

export interface AgentPhotosParts {
  readonly bus: Bus;
  readonly log: Log;
  readonly photosOf: PhotosOf;
  readonly current: CurrentConfiguration;
}

export function createAgentPhotos({ bus, log, photosOf, current }: AgentPhotosParts): AgentPhotos {
  const known = new SizedMap<AccountId, Known>({
    entries: tableLimits.photos,
    bytes: tableLimits.photoBytes,
    sizeOf: ({ sites, addresses }) => 1024 + (sites.size + addresses.size) * photoBytes,
  });
  const prepare = async (account: AccountId): Promise<void> => {
    const [photos, { sites }] = await Promise.all([photosOf(account), current(account)]);
    known.set(account, {
      sites: new Set(sites.filter(({ look }) => look.photos).map(({ id }) => id)),
      addresses: new Map([...photos].map(([user, photo]) => [user, pictureAddress(photo)])),
    });
  };
  const readAgain = (account: AccountId): void =>
    void prepare(account).catch((error: unknown) =>
      log.warn('photos of agents were not read', { account, reason: String(error) }),
    );
  const stops = [
    subscribe(bus, usersChanged, ({ account }) => readAgain(account)),
    subscribe(bus, configurationChanged, ({ account }) => readAgain(account)),
  ];
  return {
    prepare,
    of(account, site, user) {
      const found = known.get(account);
      if (found === undefined) readAgain(account);
      return found?.sites.has(site) === true ? (found.addresses.get(user) ?? null) : null;
    },
    close: () => stops.forEach((stop) => stop()),
  };
}
