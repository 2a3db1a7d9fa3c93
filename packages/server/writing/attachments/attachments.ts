// Files of conversations: who may send which, what of them is stored, and who can read them. Bytes
// go to one store, everything else to records. A file has the id of the message that carries it. It
// posts no message.
import type { StoredBytes } from '@opportune/core/ports/attachments.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { Attachment } from '@opportune/protocol/conversation/attachment.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import { attachmentLimits as limits } from '@opportune/protocol/limits/conversations.ts';
import { createDownloads, type Downloads } from '../../http/files/downloads.ts';
import { type Addresses, createAddresses } from './attachment-addresses.ts';
import { type FileOf, findFile, isBy, type Sender } from './attachment-rows.ts';
import { type AttachmentRules, createAttachmentRules } from './attachment-settings.ts';
import {
  createReceiving,
  type Receiving,
  type ReceivingDependencies,
} from './receive-attachment.ts';

export interface AttachmentsDependencies extends ReceivingDependencies {
  readonly bus: Bus;
  /** Signs the addresses that visitors' browsers are given. */
  readonly secret: string;
}

export interface OpenedFile {
  readonly attachment: Attachment;
  readonly bytes: StoredBytes;
}

export interface Attachments extends Receiving, Addresses {
  readonly rules: AttachmentRules;
  /** Responses with a file must hold a place here. */
  readonly downloads: Downloads;
  /**
   * The file of the message with this id, if its writer may send it. Else the code of a refusal.
   */
  carried(file: FileOf, sender: Sender): Promise<Attachment | ErrorCode>;
  /** Null if there is none. */
  open(file: FileOf): Promise<OpenedFile | null>;
}

export function createAttachments(use: AttachmentsDependencies): Attachments {
  const { records, store, clock } = use;
  const rules = createAttachmentRules(records, use.bus);
  const find = (file: FileOf) => records.withAccount(file.account, (sql) => findFile(sql, file));
  return {
    rules,
    downloads: createDownloads(use.budgets, use.schedule),
    ...createReceiving(use, rules),
    ...createAddresses(use.secret, clock),
    async carried(file, sender) {
      const known = await find(file);
      if (known === null || !isBy(known, sender)) return 'attachment.missing';
      const isOver = clock.now() - known.begunAt > limits.unsentMs;
      return isOver ? 'attachment.missing' : (known.stored ?? 'attachment.missing');
    },
    async open(file) {
      const known = await find(file);
      if (known === null || known.stored === null) return null;
      const bytes = await store.get(known.key);
      return bytes === null ? null : { attachment: known.stored, bytes };
    },
  };
}
