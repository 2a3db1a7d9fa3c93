// Pictures that visitors may see: logos of sites and photos of users. Each owner has at most one.
// Bytes go to the store of files without data about who made them. It decides nothing about who may
// see them: whoever knows the id can.
import { randomBytes } from 'node:crypto';
import { type Examined, examine } from '@opportune/core/attachment/examine.ts';
import type { AttachmentStore, StoredBytes } from '@opportune/core/ports/attachments.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { AttachmentKey } from '@opportune/protocol/conversation/attachment.ts';
import { type AccountId, PictureId } from '@opportune/protocol/ids.ts';
import { pictureLimits as limits } from '@opportune/protocol/rest/pictures.ts';
import { refuse } from '../http/problem/refusal.ts';

export interface Owner {
  readonly account: AccountId;
  readonly kind: 'logo' | 'photo';
  /** The site or the user. */
  readonly owner: string;
}

export interface OpenedPicture {
  readonly mediaType: string;
  readonly bytes: StoredBytes;
}

/**
 * Runs the work in the transaction that notes the picture at its owner, and notes its answer. Null:
 * the owner has none.
 */
export type NotePicture = (work: (sql: Sql) => Promise<PictureId | null>) => Promise<void>;

export interface Pictures {
  /**
   * Stores it in place of an earlier one. Throws `attachment.type` and `attachment.too_large`.
   */
  put(of: Owner, bytes: Uint8Array, note: NotePicture): Promise<PictureId>;
  /** Removes it, if there is one. */
  remove(of: Owner, note: NotePicture): Promise<void>;
  /** Null if there is none. */
  open(id: string): Promise<OpenedPicture | null>;
}

export interface PicturesParts {
  readonly records: Records;
  readonly store: AttachmentStore;
  readonly clock: Clock;
}

export function createPictures({ records, store, clock }: PicturesParts): Pictures {
  const takeAway = async (account: string, former: readonly string[]): Promise<void> => {
    for (const id of former) await store.remove(keyOf(account, id));
  };
  return {
    async put(of, bytes, note) {
      const picture = checked(of.kind, bytes);
      const id = PictureId.parse(randomBytes(24).toString('base64url'));
      await store.put(keyOf(of.account, id), picture.bytes);
      let former: readonly string[] = [];
      try {
        await note(async (sql) => {
          former = await takeRows(sql, of);
          await insert(sql, of, id, { ...picture, at: clock.now() });
          return id;
        });
      } catch (error) {
        await takeAway(of.account, [id]);
        throw error;
      }
      await takeAway(of.account, former);
      return id;
    },
    async remove(of, note) {
      let former: readonly string[] = [];
      await note(async (sql) => {
        former = await takeRows(sql, of);
        return null;
      });
      await takeAway(of.account, former);
    },
    async open(id) {
      if (!PictureId.safeParse(id).success) return null;
      const found = await records.withoutAccount((sql) =>
        sql.row<Found>('SELECT * FROM find_picture($1)', [id]),
      );
      if (found === undefined) return null;
      const bytes = await store.get(keyOf(found.account, id));
      return bytes === null ? null : { mediaType: found.media_type, bytes };
    },
  };
}

interface Found {
  readonly account: string;
  readonly media_type: string;
}

function keyOf(account: string, id: string): AttachmentKey {
  return AttachmentKey.parse(`${account}/picture-${id}`);
}

interface NewPicture extends Examined {
  readonly at: number;
}

async function insert(sql: Sql, of: Owner, id: PictureId, { mediaType, bytes, at }: NewPicture) {
  await sql.run(
    `INSERT INTO pictures (account, kind, owner, id, media_type, size_bytes, made_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [of.account, of.kind, of.owner, id, mediaType, bytes.length, new Date(at)],
  );
}

/** Deletes the row of an owner and returns its id. */
async function takeRows(sql: Sql, { kind, owner }: Owner): Promise<readonly string[]> {
  const rows = await sql.rows<{ id: string }>(
    'DELETE FROM pictures WHERE kind = $1 AND owner = $2 RETURNING id',
    [kind, owner],
  );
  return rows.map(({ id }) => id);
}

const wanted = {
  logo: 'Give a PNG, JPEG or WebP picture of at most 1,024 points a side.',
  photo: 'Give a square PNG, JPEG or WebP picture of at most 256 points a side.',
} as const;

function checked(kind: Owner['kind'], bytes: Uint8Array): Examined {
  if (bytes.length > limits.sizeBytes) throw refuse('attachment.too_large');
  const examined = examine(bytes);
  const size = examined?.picture;
  const isStill = examined?.mediaType !== 'image/gif';
  const most = kind === 'logo' ? limits.logoPx : limits.photoPx;
  const fits = size !== undefined && Math.max(size.width, size.height) <= most;
  const isSquare = kind === 'logo' || size?.width === size?.height;
  if (examined === null || !fits || !isSquare || !isStill)
    throw refuse('attachment.type', { detail: wanted[kind] });
  return examined;
}
