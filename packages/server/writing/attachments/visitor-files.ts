// Files for visitors' browsers: accessed by the address of a single file, which is checked here.
import type { ServerResponse } from 'node:http';
import type { Attachment } from '@opportune/protocol/conversation/attachment.ts';
import type { MediaType } from '@opportune/protocol/conversation/attachment.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { Attachments, OpenedFile } from './attachments.ts';
import type { Content } from '../../http/uploads/uploads.ts';

export interface VisitorFiles {
  offered(
    account: AccountId,
  ): Promise<{ readonly types: readonly MediaType[]; readonly sizeBytes: number } | null>;
  receive(ticket: string, content: Content, address: string): Promise<Attachment>;
  /**
   * Holds a place of an address prefix for a response, and ends the response if it is read too
   * slowly.
   */
  hold(address: string, response: ServerResponse): void;
  open(ticket: string): Promise<OpenedFile | null>;
}

const MiB = 1024 * 1024;

export function visitorFiles(attachments: Attachments): VisitorFiles {
  return {
    async offered(account) {
      const { visitors, types, sizeMb } = await attachments.rules.of(account);
      return visitors ? { types, sizeBytes: sizeMb * MiB } : null;
    },
    async receive(ticket, content, address) {
      const file = attachments.addressed('send', ticket);
      return attachments.withAddress(file, await attachments.receive(file, content, address));
    },
    hold: (address, response) =>
      attachments.downloads.hold(response, [{ budget: 'downloads.address', payer: address }]),
    open: async (ticket) => attachments.open(attachments.addressed('read', ticket)),
  };
}
