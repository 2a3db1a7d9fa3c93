// Sends the parts of a message, each with one call. Its statuses are sent to the channel's own address
// with our reference in the query, which settles what left without an answer. Twilio fetches a picture
// by its link. https://www.twilio.com/docs/messaging/api/message-resource
import type { SendOrder, SendOutcome } from '@opportune/core/ports/channel.ts';
import type { Part } from '@opportune/protocol/channel/parts.ts';
import { z } from 'zod';
import { sendParts, type Taken } from '../../provider/send-parts.ts';
import { textOfPart } from '../text-of-part.ts';
import { callTwilio, type TwilioNumber } from './twilio-api.ts';

const Sent = z.object({ sid: z.string().min(1) });

export function sendTwilio(number: TwilioNumber, order: SendOrder): Promise<SendOutcome> {
  return sendParts(order, async (part, withinMs): Promise<Taken> => {
    const form = new URLSearchParams({ To: order.address, From: number.number });
    for (const [name, value] of fieldsOf(part)) form.append(name, value);
    const told = statusUrl(number, order.reference);
    if (told !== null) form.append('StatusCallback', told);
    const sent = await callTwilio(number, {
      method: 'POST',
      path: 'Messages.json',
      form,
      withinMs,
    });
    if (sent.type !== 'ok') return sent;
    const sid = Sent.safeParse(sent.json).data?.sid;
    return sid === undefined
      ? { type: 'uncertain', detail: unreadAnswer }
      : { type: 'taken', externalId: sid };
  });
}

const unreadAnswer = 'Twilio’s answer has no id of a message.';

function fieldsOf(part: Part): readonly (readonly [string, string])[] {
  return part.type === 'file' ? [['MediaUrl', part.file.link]] : [['Body', textOfPart(part)]];
}

/**
 * Three more attempts, whatever went wrong (https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides).
 * Twilio calls no host that only this machine knows, and refuses the message that names one.
 */
export const retries = '#rc=3&rp=all';

function statusUrl({ webhookUrl }: TwilioNumber, reference: string): string | null {
  if (webhookUrl === null || new URL(webhookUrl).hostname === 'localhost') return null;
  return `${webhookUrl}?reference=${encodeURIComponent(reference)}${retries}`;
}
