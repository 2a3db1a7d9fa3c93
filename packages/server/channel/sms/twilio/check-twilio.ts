// Whether the account has the number, and whether Twilio sends its messages here. If it sends them
// elsewhere, it is told to. https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource
import type { Checked } from '@opportune/core/ports/channel.ts';
import { z } from 'zod';
import { retries } from './send-twilio.ts';
import { type Called, callTwilio, postponedOf, type TwilioNumber } from './twilio-api.ts';

const withinMs = 10_000;
const Found = z.object({
  incoming_phone_numbers: z.array(z.object({ sid: z.string(), sms_url: z.string().nullish() })),
});

export async function checkTwilio(at: TwilioNumber, webhookUrl: string): Promise<Checked> {
  const path = `IncomingPhoneNumbers.json?PhoneNumber=${encodeURIComponent(at.number)}`;
  const asked = await callTwilio(at, { method: 'GET', path, withinMs });
  if (asked.type !== 'ok') return failing(asked);
  const [number] = Found.safeParse(asked.json).data?.incoming_phone_numbers ?? [];
  if (number === undefined)
    return { type: 'missing', detail: `This account has no number ${at.number}.` };
  const wanted = webhookUrl + retries;
  if (number.sms_url === wanted) return { type: 'connected' };
  const form = new URLSearchParams({ SmsUrl: wanted, SmsMethod: 'POST' });
  const of = `IncomingPhoneNumbers/${encodeURIComponent(number.sid)}.json`;
  const set = await callTwilio(at, { method: 'POST', path: of, form, withinMs });
  return set.type === 'ok' ? { type: 'connected' } : failing(set);
}

/** For example, an address that Twilio does not call. */
export function failing(called: Exclude<Called, { type: 'ok' }>): Checked {
  return called.type === 'refused'
    ? { type: 'missing', detail: called.detail }
    : postponedOf(called);
}
