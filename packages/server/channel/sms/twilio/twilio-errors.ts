// What Twilio's error codes mean for a delivery. https://www.twilio.com/docs/api/errors, checked 2026-11-25
import type { DeliveryReason } from '@opportune/protocol/channel/delivery.ts';

const meanings: Readonly<Record<number, DeliveryReason>> = {
  21211: 'no-such-address',
  21214: 'no-such-address',
  21217: 'no-such-address',
  21265: 'no-such-address',
  21614: 'no-such-address',
  30005: 'no-such-address',
  30006: 'no-such-address',
  21610: 'opted-out',
  21605: 'too-large',
  21617: 'too-large',
  30019: 'too-large',
  12300: 'not-taken',
  21620: 'not-taken',
  21623: 'not-taken',
  30007: 'not-taken',
  30011: 'not-taken',
  /** The telephone is off or out of reach. */
  30003: 'unreachable',
};

/** Of the sender: its number or its account. Nothing leaves until a person mends it. */
const ofSender: ReadonlySet<number> = new Set([
  20003, 20404, 21212, 21603, 21606, 21659, 21660, 30002,
]);

export function meaningOf(code: number): DeliveryReason {
  return meanings[code] ?? 'other';
}

export function isOfSender(code: number): boolean {
  return ofSender.has(code);
}
