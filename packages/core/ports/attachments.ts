// The store of file contents, outside the database. It knows keys made by the server and bytes, but
// not names, types or owners. An answered call is durable. A failed put left nothing readable, or
// the whole.
import type { AttachmentKey } from '@opportune/protocol/conversation/attachment.ts';

export interface StoredBytes {
  readonly sizeBytes: number;
  /** Read once; stopping early ends the reading. Rejects if the store fails meanwhile. */
  readonly content: AsyncIterable<Uint8Array>;
}

/** Each call rejects with `attachment.unreachable` or `server.storage_full` if the store fails. */
export interface AttachmentStore {
  /** All of it or nothing. The same key again replaces the whole. */
  put(key: AttachmentKey, bytes: Uint8Array): Promise<void>;
  /** Null if there is nothing under the key. */
  get(key: AttachmentKey): Promise<StoredBytes | null>;
  /** Removing a missing key succeeds. */
  remove(key: AttachmentKey): Promise<void>;
}
