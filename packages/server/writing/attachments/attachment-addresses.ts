// Addresses of files for visitors' browsers, which have no session. Each gives access to one file
// of one message, to send or to read it, until an instant. An HMAC authenticates it, and it
// contains no secret.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '@opportune/core/world/world.ts';
import type { Attachment } from '@opportune/protocol/conversation/attachment.ts';
import type { Message } from '@opportune/protocol/conversation/conversation.ts';
import { ConversationId, MessageId, AccountId } from '@opportune/protocol/ids.ts';
import { attachmentLimits as limits } from '@opportune/protocol/limits/conversations.ts';
import { z } from 'zod';
import { refuse } from '../../http/problem/refusal.ts';
import type { FileOf } from './attachment-rows.ts';

type Act = 'send' | 'read';

export interface Addresses {
  /** The address to which the visitor's browser sends a file that was begun. */
  addressToSend(file: FileOf): string;
  /** The file of an address. Throws `request.not_found`. */
  addressed(act: Act, ticket: string): FileOf;
  withAddress(file: FileOf, attachment: Attachment): Attachment;
  /** A message as its visitor's window gets it: with an address if it carries a file. */
  forVisitor(account: AccountId, message: Message): Message;
}

/** Addresses stay the same for this long, so that browsers fetch a picture once. */
const slotMs = 6 * 3600_000;

export function createAddresses(secret: string, clock: Clock): Addresses {
  const tickets = createTickets(secret);
  const address = (act: Act, file: FileOf, untilMs: number): string =>
    `v1/attachments/${tickets.issue(act, file, untilMs)}`;

  function withAddress(file: FileOf, attachment: Attachment): Attachment {
    const until = Math.ceil((clock.now() + limits.addressMs) / slotMs) * slotMs;
    return { ...attachment, address: address('read', file, until) };
  }

  return {
    addressToSend: (file) => address('send', file, clock.now() + limits.unsentMs),
    addressed(act, ticket) {
      const file = tickets.open(act, ticket, clock.now());
      if (file === null) throw refuse('request.not_found');
      return file;
    },
    withAddress,
    forVisitor(account, message) {
      const { body, conversation, id } = message;
      if (body.type !== 'text' || body.content?.type !== 'attachment') return message;
      const file = { account, conversation, message: id };
      return { ...message, body: { ...body, content: withAddress(file, body.content) } };
    },
  };
}

interface Tickets {
  issue(act: Act, file: FileOf, untilMs: number): string;
  /** Null if it is not ours, is for the other act, or has expired. */
  open(act: Act, ticket: string, now: number): FileOf | null;
}

const Told = z.tuple([z.enum(['send', 'read']), AccountId, ConversationId, MessageId, z.number()]);

function createTickets(secret: string): Tickets {
  const sign = (told: string): Buffer =>
    createHmac('sha256', secret).update(`attachment\n${told}`).digest();
  return {
    issue(act, { account, conversation, message }, untilMs) {
      const told = Buffer.from(
        JSON.stringify([act, account, conversation, message, untilMs]),
      ).toString('base64url');
      return `${told}.${sign(told).toString('base64url')}`;
    },
    open(act, ticket, now) {
      const [told = '', signature = ''] = ticket.split('.');
      const given = Buffer.from(signature, 'base64url');
      const wanted = sign(told);
      if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null;
      const [is, account, conversation, message, untilMs] = Told.parse(
        JSON.parse(Buffer.from(told, 'base64url').toString()),
      );
      return is === act && now <= untilMs ? { account, conversation, message } : null;
    },
  };
}
