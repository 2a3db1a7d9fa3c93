// The kind *telephone*: a number at a carrier that speaks Twilio's protocols. What the carrier asks by
// webhook is how to answer a call (answer-call.ts). Nothing is written to a telephone.
import type { DialRules } from '@opportune/core/call/dialling.ts';
import type {
  ChannelAdapter,
  Opened,
  RawRequest,
  Verified,
} from '@opportune/core/ports/channel.ts';
import { Capabilities } from '@opportune/protocol/channel/capabilities.ts';
import { TelephoneSettings } from '@opportune/protocol/channel/telephone.ts';
import { telephoneLimits } from '@opportune/protocol/limits/telephone.ts';
import { secretSettings } from '../provider/settings.ts';
import type { Reach } from '../reach.ts';
import { numberOf } from '../sms/phone-number.ts';
import type { TwilioNumber } from '../sms/twilio/twilio-api.ts';
import { isSignedByTwilio } from '../sms/twilio/twilio-signature.ts';
import { checkTelephone } from './check-telephone.ts';
import { twilioDialling } from './twilio-dialling.ts';

/** Of what is written, which is nothing: every channel has some. */
export const telephoneCapabilities = Capabilities.parse({ text: { most: 1000 } });

export function createTelephoneKind(reach: Reach): ChannelAdapter {
  return {
    kind: 'telephone',
    open({ settings, secret, webhookUrl }) {
      const read = TelephoneSettings.safeParse(secretSettings(settings, secret));
      if (!read.success) return null;
      const { accountSid, authToken, apiBase = 'https://api.twilio.com' } = read.data;
      const number = numberOf(read.data.number);
      const at = { reach, base: apiBase, accountSid, authToken, number };
      return opened({ ...at, webhookUrl: webhookUrl ?? null }, rulesOf(number, read.data));
    },
  };
}

function rulesOf(
  from: string,
  { allowed = '', minutesADay = '120' }: TelephoneSettings,
): DialRules {
  const secondsADay = Number(minutesADay) * 60;
  return {
    ...{ from, secondsADay, secondsACall: telephoneLimits.callS },
    allowed: allowed.split(',').flatMap((each) => each.trim() || []),
  };
}

function opened(at: TwilioNumber, rules: DialRules): Opened {
  return {
    capabilities: telephoneCapabilities,
    rates: [],
    route: null,
    signedWith: at.authToken,
    verify: (request) => verify(request, at.authToken),
    items: () => [],
    send: async () => ({ ...refused, externalIds: [] }),
    check: (url) => checkTelephone(at, url),
    dialling: twilioDialling(at, rules),
  };
}

const refused = {
  type: 'refused',
  reason: 'not-taken',
  detail: 'A telephone takes no written messages.',
} as const;

function verify({ url, headers, query, body }: RawRequest, authToken: string): Verified {
  const form = new URLSearchParams(Buffer.from(body).toString('utf8'));
  if (!isSignedByTwilio(headers['x-twilio-signature'] ?? '', url, form, authToken))
    return { type: 'refused', why: 'signature' };
  return { type: 'call', fields: { ...query, ...Object.fromEntries(form) } };
}
