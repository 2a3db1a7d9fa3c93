// The store of what files hold, outside the database. It knows keys of our own making and bytes; not
// names, types or whose they are. What it has answered is durable; a put that failed left nothing
// that can be read, or the whole.
import type { AttachmentKey } from '@opportune/protocol/conversation/attachment.ts';

export interface StoredBytes {
  readonly sizeBytes: number;
  /** Read once; whoever stops early ends the reading. Rejects where the store fails meanwhile. */
  readonly content: AsyncIterable<Uint8Array>;
}

/** Each call rejects with `attachment.unreachable` or `server.storage_full` where the store fails. */
export interface AttachmentStore {
  /** All of it or nothing; the same key again is replaced as a whole. */
  put(key: AttachmentKey, bytes: Uint8Array): Promise<void>;
  /** Null where there is nothing under the key. */
  get(key: AttachmentKey): Promise<StoredBytes | null>;
  /** What is not there is removed already. */
  remove(key: AttachmentKey): Promise<void>;
}
