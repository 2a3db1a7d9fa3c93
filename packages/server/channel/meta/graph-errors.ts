// What errors of the Graph API mean, by code and subcode. As of 2026-11-23:
// https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
// https://developers.facebook.com/documentation/business-messaging/messenger-platform/error-codes
import type { NotSent } from '@opportune/core/ports/channel.ts';
import type { DeliveryReason } from '@opportune/protocol/channel/delivery.ts';
import { marketing, type Purpose } from '@opportune/protocol/contact/permission.ts';
import { z } from 'zod';

/** The words of an error are in one of these, the most precise first. */
export const GraphError = z.object({
  code: z.number(),
  error_subcode: z.number().optional(),
  error_data: z.object({ details: z.string().optional() }).optional(),
  message: z.string().optional(),
  title: z.string().optional(),
});
export type GraphError = z.infer<typeof GraphError>;

type Meaning = DeliveryReason | 'rate' | 'again';

const meanings: Readonly<Record<string, Meaning>> = {
  // Passing faults of the provider.
  ...all('again', 1, 2, 1200, 131000, 131016, 131057, 133004),
  ...all('rate', 4, 17, 32, 613, 80006, 80007, 130429, 131048, 131056, 133016),
  // Tokens, permissions, and numbers that are not registered or are locked.
  ...all('reconnect', 0, 3, 10, 102, 190, 230, 368, 463, 467, 131005, 131031, 133010),
  ...all('window-closed', 131047, '10/2018278', '10/2534022'),
  // Said of one conversation: the channel goes on with the others.
  ...all('other-app', '10/2018300'),
  ...all('not-taken', 27),
  ...all('no-such-address', 131026, 131030, '100/2018001', '100/2534014'),
  ...all('opted-out', 551, 131050, '200/1545041'),
  ...all('too-large', 131053, '100/2018047'),
  // The page is restricted for a while, payment failed, or Meta holds marketing back.
  ...all('other', '10/1893063', 131042, 131049),
};

export function meaningOf(error: GraphError, retryAfterMs: number | null): NotSent {
  const detail = wordsOf(error);
  const meaning = codeMeaning(error);
  switch (meaning) {
    case 'rate':
      return { type: 'rate', retryAfterMs };
    case 'again':
      return { type: 'unreachable', detail };
    case 'reconnect':
      return { type: 'reconnect', detail };
    default:
      return { type: 'refused', reason: meaning, detail, ...purposeIn(error) };
  }
}

/** Of a message that was taken and then failed. */
export function reasonOf(error: GraphError): DeliveryReason {
  const meaning = codeMeaning(error);
  return meaning === 'rate' || meaning === 'again' ? 'other' : meaning;
}

/** The only purpose of which the person wants nothing. */
export function purposeIn({ code }: GraphError): { readonly purpose?: Purpose } {
  return code === 131050 ? { purpose: marketing } : {};
}

export function wordsOf({ code, error_data: data, message, title }: GraphError): string {
  return data?.details ?? message ?? title ?? `Error ${code}`;
}

function codeMeaning({ code, error_subcode: subcode }: GraphError): Meaning {
  const known = meanings[`${code}/${subcode}`] ?? meanings[code];
  if (known !== undefined) return known;
  return code >= 200 && code < 300 ? 'reconnect' : 'not-taken';
}

function all(meaning: Meaning, ...codes: readonly (number | string)[]) {
  return Object.fromEntries(codes.map((code) => [String(code), meaning]));
}
