// Seals secrets that the product has to read again: signing keys, and what channels and mail sign in
// with. Whoever reads the database without the key learns nothing but a secret's length, and can
// neither alter a sealed secret nor move it to another account, row or purpose.
//
// To store a secret:
// 1. Give it a column of type text, and list that column in sealed-columns.ts.
// 2. Write `sealing.seal(secret, {account, purpose, id})`; `purpose` is the column's, `id` its row's.
// 3. Read it with `sealing.open(sealed, …)` of the same place, as late as possible.
// 4. Handle null: the key is gone or the text was altered. Ask the operator for the secret again.
// Never put a secret into a log, an answer or a configuration document.
import assert from 'node:assert/strict';
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { SealingKey } from './sealing-keys.ts';

/** The place of a sealed secret. It can be opened only there. */
export interface SealedPlace {
  /** Null if it belongs to the whole installation. */
  readonly account: AccountId | null;
  /** Its purpose, such as `site.signing_key`. */
  readonly purpose: string;
  /** The id of its row. */
  readonly id: string;
}

export interface Sealing {
  /** The sealed form, as text: `s1.<key id>.<nonce, tag and content in base64url>`. */
  seal(secret: string, place: SealedPlace): string;
  /** The secret. Null if no available key sealed it for this place, or it was altered. */
  open(sealed: string, place: SealedPlace): string | null;
  /** The prefix of every text that the newest key sealed. */
  readonly newest: string;
  /** Whether there are older keys, so that something may have to be sealed again. */
  readonly hasOlder: boolean;
}

const version = 's1';
const cipherName = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;
/** Longest secret, in UTF-16 code units. */
const longest = 64 * 1024;

/** Seals with the first key and opens with any. */
export function openSealing(keys: readonly [SealingKey, ...SealingKey[]]): Sealing {
  const [newest] = keys;
  return {
    newest: `${version}.${newest.id}.`,
    hasOlder: keys.length > 1,

    seal(secret, place) {
      assert(secret.length <= longest, 'a secret is too long to be sealed');
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv(cipherName, newest.secret, nonce);
      cipher.setAAD(boundTo(newest.id, place));
      const content = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      const bytes = Buffer.concat([nonce, cipher.getAuthTag(), content]);
      return `${version}.${newest.id}.${bytes.toString('base64url')}`;
    },

    open(sealed, place) {
      const [form, id, text, ...more] = sealed.split('.');
      const key = keys.find((each) => each.id === id);
      if (form !== version || key === undefined || text === undefined || more.length > 0)
        return null;
      return decrypt(key, Buffer.from(text, 'base64url'), place);
    },
  };
}

function decrypt(key: SealingKey, bytes: Buffer, place: SealedPlace): string | null {
  if (bytes.length < nonceBytes + tagBytes) return null;
  const nonce = bytes.subarray(0, nonceBytes);
  const decipher = createDecipheriv(cipherName, key.secret, nonce, { authTagLength: tagBytes });
  decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
  decipher.setAAD(boundTo(key.id, place));
  try {
    const content = decipher.update(bytes.subarray(nonceBytes + tagBytes));
    return Buffer.concat([content, decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

/** JSON separates the parts unambiguously, whatever they contain. */
function boundTo(keyId: string, { account, purpose, id }: SealedPlace): Buffer {
  return Buffer.from(JSON.stringify([version, keyId, account, purpose, id]), 'utf8');
}
