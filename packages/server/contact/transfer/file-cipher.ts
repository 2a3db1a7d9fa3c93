// Encrypts the pieces of an uploaded file, each with the file's own key. The key is stored sealed, and
// goes with the pieces. Until its import is over, a file holds what nobody has masked yet.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { AccountId, ContactFileId } from '@opportune/protocol/ids.ts';
import { importKeyPurpose } from '../../sealing/sealed-columns.ts';
import type { Sealing } from '../../sealing/sealing.ts';

const cipherName = 'aes-256-gcm';
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

export interface FileKey {
  readonly secret: Buffer;
  /** As it is stored. */
  readonly sealed: string;
}

export function newFileKey(sealing: Sealing, account: AccountId, id: ContactFileId): FileKey {
  const secret = randomBytes(keyBytes);
  return { secret, sealed: sealing.seal(secret.toString('base64url'), placeOf(account, id)) };
}

/** Null if no available key sealed it. */
export function openFileKey(
  sealing: Sealing,
  account: AccountId,
  { id, sealedKey }: { readonly id: ContactFileId; readonly sealedKey: string },
): Buffer | null {
  const secret = sealing.open(sealedKey, placeOf(account, id));
  return secret === null ? null : Buffer.from(secret, 'base64url');
}

/** Where a piece is in its file. */
export interface PiecePlace {
  readonly number: number;
  readonly isLast: boolean;
}

/** It opens in its place alone: a file opens only with all of its pieces, in their order. */
export function sealPiece(key: Buffer, place: PiecePlace, bytes: Uint8Array): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(cipherName, key, nonce).setAAD(boundTo(place));
  const content = [cipher.update(bytes), cipher.final()];
  return Buffer.concat([nonce, cipher.getAuthTag(), ...content]);
}

/** Null if it was altered, or belongs elsewhere. */
export function openPiece(key: Buffer, place: PiecePlace, sealed: Uint8Array): Buffer | null {
  try {
    const decipher = createDecipheriv(cipherName, key, sealed.subarray(0, nonceBytes), {
      authTagLength: tagBytes,
    })
      .setAAD(boundTo(place))
      .setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
    const content = decipher.update(sealed.subarray(nonceBytes + tagBytes));
    return Buffer.concat([content, decipher.final()]);
  } catch {
    return null;
  }
}

function boundTo({ number, isLast }: PiecePlace): Buffer {
  return Buffer.from(isLast ? `${number} last` : String(number));
}

function placeOf(account: AccountId, id: ContactFileId) {
  return { account, purpose: importKeyPurpose, id };
}
