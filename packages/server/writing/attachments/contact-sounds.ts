// Files with sound that the server made of what contacts said. Nobody uploads them. They are kept for as
// long as recordings of calls, and their messages stay.
import { createHash } from 'node:crypto';
import type { AttachmentStore } from '@opportune/core/ports/attachments.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import { type Attachment, AttachmentKey } from '@opportune/protocol/conversation/attachment.ts';
import type { AccountId, ContactId, MessageId } from '@opportune/protocol/ids.ts';
import { type FileOf, forgetFile, insertSound, oldSounds } from './attachment-rows.ts';

export interface KeptSound {
  readonly contact: ContactId;
  readonly file: Attachment;
  readonly bytes: Uint8Array;
  readonly at: number;
}

export interface ContactSounds {
  /** The same again replaces it. */
  put(account: AccountId, message: MessageId, bytes: Uint8Array): Promise<void>;
  /** Notes a file that was put, once the message that carries it is there. */
  note(file: FileOf, kept: KeptSound): Promise<void>;
  /** Of a message that was not written. */
  remove(account: AccountId, message: MessageId): Promise<void>;
  /** Those that began before an instant. */
  removeOld(account: AccountId, before: number): Promise<void>;
}

export function contactSounds({
  records,
  store,
}: {
  readonly records: Pick<Records, 'withAccount'>;
  readonly store: AttachmentStore;
}): ContactSounds {
  return {
    put: (account, message, bytes) => store.put(keyOf(account, message), bytes),
    note: (file, { contact, file: { name, sizeBytes }, bytes, at }) =>
      records.withAccount(file.account, (sql) =>
        insertSound(sql, file, {
          ...{ place: placeOf(file.message), visitor: contact, name, sizeBytes, at },
          sha256: createHash('sha256').update(bytes).digest(),
        }),
      ),
    remove: (account, message) => store.remove(keyOf(account, message)),
    async removeOld(account, before) {
      const old = await records.withAccount(account, (sql) => oldSounds(sql, before));
      for (const sound of old) {
        await store.remove(sound.key);
        await records.withAccount(account, (sql) => forgetFile(sql, sound));
      }
    },
  };
}

function keyOf(account: AccountId, message: MessageId): AttachmentKey {
  return AttachmentKey.parse(`${account}/${placeOf(message)}`);
}

function placeOf(message: MessageId): string {
  return `voicemail-${message}`;
}
