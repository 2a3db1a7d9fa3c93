// A way from a page into a messaging channel, as a visitor's browser gets it.
import { z } from 'zod';

/** Kinds of channels that a link can open with a token. */
export const WayKind = z.enum([
  'whatsapp',
  'messenger',
  'instagram',
  'telegram',
  'line',
  'sms',
  'email',
]);
export type WayKind = z.infer<typeof WayKind>;

export const OfferedWay = z.object({
  kind: WayKind,
  href: z.string(),
  /** The same as a QR code, for a device that has no messenger: its side, and its bits in base64. */
  qr: z.object({ size: z.number(), bits: z.string() }).exactOptional(),
});
export type OfferedWay = Readonly<z.infer<typeof OfferedWay>>;
