// Files of conversations: who may send which, what is kept of them, and who finds them. Their bytes go
// through one store, what is known of them into records; the message that carries a file has its id. It
// posts no message.
import type { StoredBytes } from '@opportune/core/ports/attachments.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { Attachment } from '@opportune/protocol/conversation/attachment.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import { attachmentLimits as limits } from '@opportune/protocol/limits.ts';
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
  /** Answers that carry a file have to be held here. */
  readonly downloads: Downloads;
  /** What the message of this id carries, where its writer may send it; else the code of a refusal. */
  carried(file: FileOf, sender: Sender): Promise<Attachment | ErrorCode>;
  /** Null where there is none. */
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
