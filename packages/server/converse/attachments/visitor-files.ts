// Files as visitors' browsers reach them: by an address of one file alone, checked here.
import type { Attachment } from '@opportune/protocol/attachment.ts';
import type { MediaType } from '@opportune/protocol/attachment.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { Attachments, OpenedFile } from './attachments.ts';
import type { Content } from './uploads.ts';

export interface VisitorFiles {
  offered(
    account: AccountId,
  ): Promise<{ readonly types: readonly MediaType[]; readonly sizeBytes: number } | null>;
  receive(ticket: string, content: Content): Promise<Attachment>;
  open(ticket: string): Promise<OpenedFile | null>;
}

const MiB = 1024 * 1024;

export function visitorFiles(attachments: Attachments): VisitorFiles {
  return {
    async offered(account) {
      const { visitors, types, sizeMb } = await attachments.rules.of(account);
      return visitors ? { types, sizeBytes: sizeMb * MiB } : null;
    },
    async receive(ticket, content) {
      const file = attachments.addressed('send', ticket);
      return attachments.withAddress(file, await attachments.receive(file, content));
    },
    async open(ticket) {
      return attachments.open(attachments.addressed('read', ticket));
    },
  };
}
