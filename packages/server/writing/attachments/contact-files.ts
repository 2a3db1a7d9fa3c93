// Keeps files that contacts sent over a channel that has no connection of theirs: under the settings
// and quotas of files of visitors, with the contact as their sender.
import type { Attachment } from '@opportune/protocol/conversation/attachment.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { ChannelId, ContactId } from '@opportune/protocol/ids.ts';
import { Refusal } from '../../http/problem/refusal.ts';
import type { FileOf } from './attachment-rows.ts';
import type { Attachments } from './attachments.ts';
import type { Content } from '../../http/uploads/uploads.ts';

export interface ContactFile extends FileOf {
  readonly channel: ChannelId;
  readonly contact: ContactId;
}

/**
 * The stored file, or why it is not accepted. `open` is called with the size that is accepted; null:
 * there is no such file. Throws if it may be accepted later.
 */
export type KeepContactFile = (
  file: ContactFile,
  name: string,
  open: (mostBytes: number) => Promise<AsyncIterable<Uint8Array> | null>,
) => Promise<Attachment | ErrorCode | null>;

const MiB = 1024 * 1024;

export function contactFiles(
  attachments: Pick<Attachments, 'begin' | 'receive' | 'rules'>,
): KeepContactFile {
  return async ({ channel, contact, ...file }, name, open) => {
    const sender = { visitor: contact };
    const refused = await attachments.begin(file, { sender, name, sizeBytes: null });
    if (refused !== null) return refused;
    const { sizeMb } = await attachments.rules.of(file.account);
    const bytes = await open(sizeMb * MiB);
    if (bytes === null) return null;
    const content = contentOf(bytes);
    try {
      return await attachments.receive(file, content, channel);
    } catch (error) {
      content.destroy();
      if (error instanceof Refusal && !error.problem.retry) return error.problem.code;
      throw error;
    }
  };
}

function contentOf(bytes: AsyncIterable<Uint8Array>): Content {
  const reading = bytes[Symbol.asyncIterator]();
  return {
    [Symbol.asyncIterator]: () => reading,
    destroy: () => reading.return?.(),
  };
}
