// The kind *telephone*: a number at a carrier that speaks Twilio's protocols. What the carrier asks by
// webhook is how to answer a call (answer-call.ts). Nothing is written to a telephone.
import type {
  ChannelAdapter,
  Opened,
  RawRequest,
  Verified,
} from '@opportune/core/ports/channel.ts';
import { Capabilities } from '@opportune/protocol/channel/capabilities.ts';
import { TelephoneSettings } from '@opportune/protocol/channel/telephone.ts';
import { secretSettings } from '../provider/settings.ts';
import type { Reach } from '../reach.ts';
import { numberOf } from '../sms/phone-number.ts';
import type { TwilioNumber } from '../sms/twilio/twilio-api.ts';
import { isSignedByTwilio } from '../sms/twilio/twilio-signature.ts';
import { checkTelephone } from './check-telephone.ts';

/** Of what is written, which is nothing: every channel has some. */
export const telephoneCapabilities = Capabilities.parse({ text: { most: 1000 } });

export function createTelephoneKind(reach: Reach): ChannelAdapter {
  return {
    kind: 'telephone',
    open({ settings, secret, webhookUrl }) {
      const read = TelephoneSettings.safeParse(secretSettings(settings, secret));
      if (!read.success) return null;
      const { accountSid, authToken, number, apiBase = 'https://api.twilio.com' } = read.data;
      return opened({
        ...{ reach, base: apiBase, accountSid, authToken, webhookUrl: webhookUrl ?? null },
        number: numberOf(number),
      });
    },
  };
}

function opened(at: TwilioNumber): Opened {
  return {
    capabilities: telephoneCapabilities,
    rates: [],
    route: null,
    signedWith: at.authToken,
    verify: (request) => verify(request, at.authToken),
    items: () => [],
    send: async () => ({ ...refused, externalIds: [] }),
    check: (url) => checkTelephone(at, url),
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
