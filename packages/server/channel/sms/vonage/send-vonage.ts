// Sends the parts of a message, each with one call. Our reference goes along and comes back in the
// statuses, which settles what left without an answer.
import type { SendOrder, SendOutcome } from '@opportune/core/ports/channel.ts';
import { z } from 'zod';
import { sendParts, type Taken } from '../../provider/send-parts.ts';
import { textOfPart } from '../text-of-part.ts';
import { postVonage, type VonageNumber } from './vonage-api.ts';

const Sent = z.object({ message_uuid: z.string().min(1) });
/** Of `client_ref`. */
const longestReference = 100;

export function sendVonage(at: VonageNumber, order: SendOrder): Promise<SendOutcome> {
  return sendParts(order, (part, withinMs) =>
    sendText(at, { ...order, text: textOfPart(part) }, withinMs),
  );
}

export async function sendText(
  at: VonageNumber,
  {
    address,
    reference,
    text,
  }: Pick<SendOrder, 'address' | 'reference'> & { readonly text: string },
  withinMs: number,
): Promise<Taken> {
  const body = {
    ...{ channel: 'sms', message_type: 'text', text },
    ...{ to: digitsOf(address), from: digitsOf(at.number) },
    client_ref: reference.slice(0, longestReference),
    ...(at.webhookUrl !== null && { webhook_url: at.webhookUrl, webhook_version: 'v1' }),
  };
  const sent = await postVonage(at, body, withinMs);
  if (sent.type === 'invalid') return { ...sent, type: 'refused' };
  if (sent.type !== 'ok') return sent;
  const id = Sent.safeParse(sent.json).data?.message_uuid;
  return id === undefined
    ? { type: 'uncertain', detail: unreadAnswer }
    : { type: 'taken', externalId: id };
}

const unreadAnswer = 'Vonage’s answer has no id of a message.';

/** Vonage writes numbers without the plus sign. */
function digitsOf(number: string): string {
  return number.replace(/^\+/, '');
}
