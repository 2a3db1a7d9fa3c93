// A number at Twilio, over Programmable Messaging. Twilio itself answers STOP, START and HELP, so
// nothing is answered here.
import type { Opened, RawRequest, StoredChannel, Verified } from '@opportune/core/ports/channel.ts';
import type { SmsSettings } from '@opportune/protocol/channel/sms.ts';
import { channelLimits } from '@opportune/protocol/limits/channels.ts';
import type { z } from 'zod';
import type { Reach } from '../../reach.ts';
import { numberOf } from '../phone-number.ts';
import { smsCapabilities, twilioRates } from '../sms-capabilities.ts';
import { checkTwilio } from './check-twilio.ts';
import { sendTwilio } from './send-twilio.ts';
import type { TwilioNumber } from './twilio-api.ts';
import { type TwilioEntry, twilioItems } from './twilio-items.ts';
import { fetchTwilioMedia } from './twilio-media.ts';
import { isSignedByTwilio } from './twilio-signature.ts';

export function openTwilio(
  { capabilities, webhookUrl }: Omit<StoredChannel, 'settings' | 'secret'>,
  { accountSid = '', authToken = '', apiBase, number }: SmsSettings,
  reach: Reach,
): Opened {
  const at: TwilioNumber = {
    ...{ reach, base: apiBase ?? 'https://api.twilio.com', accountSid, authToken },
    ...{ number: numberOf(number), webhookUrl: webhookUrl ?? null },
  };
  return {
    capabilities: capabilities ?? smsCapabilities('twilio'),
    rates: twilioRates,
    requestBytes: channelLimits.requestBytes,
    route: at.number,
    signedWith: authToken,
    verify: (request, now) => verify(request, authToken, now),
    items: twilioItems,
    send: (order) => sendTwilio(at, order),
    fetchMedia: (reference, bounds) => fetchTwilioMedia(at, reference, bounds),
    check: (url) => checkTwilio(at, url),
  };
}

/** Says nothing to the sender. */
const taken = { status: 200, contentType: 'text/xml', body: '<Response></Response>' } as const;

function verify(
  { url, headers, query, body }: RawRequest,
  authToken: string,
  now: number,
): Verified {
  const text = Buffer.from(body).toString('utf8');
  const form = new URLSearchParams(text);
  if (!isSignedByTwilio(headers['x-twilio-signature'] ?? '', url, form, authToken))
    return { type: 'refused', why: 'signature' };
  const raw: z.infer<typeof TwilioEntry> = {
    ...{ at: now, form: text, reference: query['reference'] ?? null },
  };
  // A status comes to the address that its message named, so it is this channel's.
  const to = form.has('MessageStatus') ? null : numberOf(form.get('To') ?? '');
  const route = to === '' ? null : to;
  return { type: 'entries', entries: [{ route, raw: JSON.stringify(raw) }], answer: taken };
}
