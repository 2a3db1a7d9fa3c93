// Fetches a file of a contact's message from its channel and keeps it in the conversation. What
// cannot be fetched or is not accepted stays a line with its address, so that nothing is lost.
import { attachmentText } from '@opportune/content/message/attachment-text.ts';
import type { Fetched, MediaBounds, MediaReference } from '@opportune/core/ports/channel.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { Attachment } from '@opportune/protocol/conversation/attachment.ts';
import type { MessageBody } from '@opportune/protocol/conversation/conversation.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type {
  AccountId,
  ChannelId,
  ContactId,
  ConversationId,
  MessageId,
} from '@opportune/protocol/ids.ts';
import type { Handled } from '../inbox/seams.ts';
import { fileName } from './incoming-body.ts';

/** Where a file is kept, and who sent it. */
export interface FilePlace {
  readonly account: AccountId;
  readonly conversation: ConversationId;
  readonly message: MessageId;
  readonly channel: ChannelId;
  readonly contact: ContactId;
  /** The item of the inbox with which it came. */
  readonly item: string;
}

/**
 * Keeps a file as one that a contact sent, if the account accepts it: `open` is called with the
 * size that it accepts. Throws if it may be accepted later.
 */
export type KeepFile = (
  place: FilePlace,
  name: string,
  open: (mostBytes: number) => Promise<AsyncIterable<Uint8Array> | null>,
) => Promise<Attachment | ErrorCode | null>;

export interface TakeFileParts {
  readonly clock: Clock;
  readonly keepFile: KeepFile;
  /** Null: the channel fetches nothing. */
  readonly fetchMedia: (
    place: FilePlace,
    reference: string,
    bounds: MediaBounds,
  ) => Promise<Fetched | null>;
}

const fetchMs = 20_000;
/** What is left for storing it. */
const storeMs = 5_000;
/** Attempts after which a file that cannot be fetched stays a line. */
const mostAttempts = 3;

/** Null: it stays a line with its address. Throws if it can be tried again. */
export async function takeFile(
  parts: TakeFileParts,
  place: FilePlace,
  file: MediaReference,
  { attempt, endsBy }: Pick<Handled, 'attempt' | 'endsBy'>,
): Promise<MessageBody | null> {
  const open = async (mostBytes: number): Promise<AsyncIterable<Uint8Array> | null> => {
    const withinMs = Math.min(fetchMs, endsBy - parts.clock.now() - storeMs);
    if (withinMs <= 0) throw new Error('There is no time left to fetch a file.');
    const fetched = await parts.fetchMedia(place, file.reference, { mostBytes, withinMs });
    if (fetched?.type === 'media') return fetched.bytes;
    if (fetched === null || fetched.type === 'gone' || fetched.type === 'too-large') return null;
    throw new Error(`A file was not fetched: ${fetched.type}.`);
  };
  try {
    const kept = await parts.keepFile(place, fileName(file), open);
    if (kept === null || typeof kept === 'string') return null;
    return { type: 'text', text: attachmentText(kept), content: kept };
  } catch (error) {
    if (attempt < mostAttempts) throw error;
    return null;
  }
}
