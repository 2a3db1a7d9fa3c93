// What an SMS can carry, as of 2026-11-25. A message of Twilio takes 10 segments, and 1,600 characters
// (https://www.twilio.com/docs/messaging/api/message-resource); one of Vonage 1,000 characters, which 6
// segments stay below (https://developer.vonage.com/en/api/messages). Pictures go out as MMS, which only
// networks in a few countries carry: elsewhere Twilio sends a link, and Vonage refuses them.
import { Capabilities } from '@opportune/protocol/channel/capabilities.ts';

const pictures = ['image/jpeg', 'image/png', 'image/gif'];

const ofTwilio = Capabilities.parse({
  text: { count: 'segments', most: 10 },
  files: { types: pictures, mostBytes: 5_000_000 },
  receipts: 'delivered',
});

/** Vonage sends no picture to where MMS does not go, so files are links. */
const ofVonage = Capabilities.parse({
  text: { count: 'segments', most: 6 },
  receipts: 'delivered',
});

export function smsCapabilities(provider: string | undefined): Capabilities {
  return provider === 'vonage' ? ofVonage : ofTwilio;
}

/** Twilio queues what is sent faster than the number may; more requests at once are refused with 429. */
export const twilioRates = [{ of: 'channel', most: 100, perMs: 1000 }] as const;
/** https://developer.vonage.com/en/messages/concepts/throughput-limits */
export const vonageRates = [{ of: 'channel', most: 30, perMs: 1000 }] as const;
