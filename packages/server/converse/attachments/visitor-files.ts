// Files as visitors' browsers reach them: by an address of one file alone, checked here.
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import type { Attachment } from '@opportune/protocol/attachment.ts';
import type { MediaType } from '@opportune/protocol/attachment.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { refuse } from '../../http/refusal.ts';
import type { Attachments, OpenedFile } from './attachments.ts';
import type { Content } from './uploads.ts';

export interface VisitorFiles {
  offered(
    account: AccountId,
  ): Promise<{ readonly types: readonly MediaType[]; readonly sizeBytes: number } | null>;
  receive(ticket: string, content: Content, address: string): Promise<Attachment>;
  open(ticket: string, address: string): Promise<OpenedFile | null>;
}

const MiB = 1024 * 1024;

export function visitorFiles(attachments: Attachments, budgets: Budgets): VisitorFiles {
  return {
    async offered(account) {
      const { visitors, types, sizeMb } = await attachments.rules.of(account);
      return visitors ? { types, sizeBytes: sizeMb * MiB } : null;
    },
    async receive(ticket, content, address) {
      const file = attachments.addressed('send', ticket);
      return attachments.withAddress(file, await attachments.receive(file, content, address));
    },
    async open(ticket, address) {
      const file = attachments.addressed('read', ticket);
      const leave = budgets.enter([{ budget: 'downloads.address', payer: address }]);
      if (leave === null) throw refuse('rate.files');
      const opened = await attachments.open(file).catch((error: unknown) => {
        leave();
        throw error;
      });
      if (opened !== null) return heldWhileRead(opened, leave);
      leave();
      return null;
    },
  };
}

/** Its place is held until the last byte was read, or reading ended before. */
function heldWhileRead(opened: OpenedFile, leave: () => void): OpenedFile {
  const { sizeBytes, content } = opened.bytes;
  const read = async function* () {
    try {
      yield* content;
    } finally {
      leave();
    }
  };
  return { ...opened, bytes: { sizeBytes, content: read() } };
}
