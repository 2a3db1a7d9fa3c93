// What Vonage's error codes mean for a delivery.
// https://developer.vonage.com/en/api-errors/messages, as of 2026-11-25; 1240 from the codes of its SMS
// API, where 9 is a number that opted out.
import type { DeliveryReason } from '@opportune/protocol/channel/delivery.ts';

const meanings: Readonly<Record<string, DeliveryReason>> = {
  1090: 'too-large',
  1120: 'other',
  1170: 'no-such-address',
  1190: 'no-such-address',
  1250: 'no-such-address',
  1260: 'no-such-address',
  1240: 'opted-out',
  1040: 'not-taken',
  1140: 'not-taken',
  1210: 'not-taken',
  /** The telephone is off or out of reach. */
  1180: 'unreachable',
  1220: 'unreachable',
};

export function meaningOf(code: string): DeliveryReason {
  return meanings[code] ?? 'other';
}
