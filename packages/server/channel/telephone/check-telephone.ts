// Whether the account has the number, and whether the carrier asks here how to answer its calls. If it
// asks elsewhere, it is told to ask here.
// https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource, checked 2026-11-26
import type { Checked } from '@opportune/core/ports/channel.ts';
import { z } from 'zod';
import { failing } from '../sms/twilio/check-twilio.ts';
import { callTwilio, type TwilioNumber } from '../sms/twilio/twilio-api.ts';

const withinMs = 10_000;
const Found = z.object({
  incoming_phone_numbers: z.array(z.object({ sid: z.string(), voice_url: z.string().nullish() })),
});

export async function checkTelephone(at: TwilioNumber, webhookUrl: string): Promise<Checked> {
  const path = `IncomingPhoneNumbers.json?PhoneNumber=${encodeURIComponent(at.number)}`;
  const asked = await callTwilio(at, { method: 'GET', path, withinMs });
  if (asked.type !== 'ok') return failing(asked);
  const [number] = Found.safeParse(asked.json).data?.incoming_phone_numbers ?? [];
  if (number === undefined)
    return { type: 'missing', detail: `This account has no number ${at.number}.` };
  if (number.voice_url === webhookUrl) return { type: 'connected' };
  const form = new URLSearchParams({ VoiceUrl: webhookUrl, VoiceMethod: 'POST' });
  const of = `IncomingPhoneNumbers/${encodeURIComponent(number.sid)}.json`;
  const set = await callTwilio(at, { method: 'POST', path: of, form, withinMs });
  return set.type === 'ok' ? { type: 'connected' } : failing(set);
}
