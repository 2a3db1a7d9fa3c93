// Addresses of files for visitors' browsers, which have no session: each opens one file of one message,
// to be sent or to be read, until an instant. An HMAC vouches for it; it names no secret.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { ConversationId, MessageId, AccountId } from '@opportune/protocol/ids.ts';
import { z } from 'zod';
import type { FileOf } from './attachment-rows.ts';

type Act = 'send' | 'read';

export interface Tickets {
  issue(act: Act, file: FileOf, untilMs: number): string;
  /** Null where it is not ours, is for the other act, or is over. */
  open(act: Act, ticket: string, now: number): FileOf | null;
}

const Told = z.tuple([z.enum(['send', 'read']), AccountId, ConversationId, MessageId, z.number()]);

export function createTickets(secret: string): Tickets {
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
