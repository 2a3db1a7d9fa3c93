// What WhatsApp shows, within its limits as of 2026-11-23 (v26.0):
// https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages,
// /messages/interactive-reply-buttons-messages (3, labels of 20, text of 1,024),
// /messages/interactive-list-messages (10 rows, titles of 24, descriptions of 72, text of 4,096),
// /messages/interactive-cta-url-messages (one address), /business-phone-numbers/media (video and
// sound of 16 MB). Images over 5 MB go out as a link.
import { Capabilities } from '@opportune/protocol/channel/capabilities.ts';

const documents = [
  ...['text/plain', 'application/pdf', 'application/msword', 'application/vnd.ms-excel'],
  'application/vnd.ms-powerpoint',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
];
const sounds = ['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg'];

export const whatsappCapabilities = Capabilities.parse({
  text: { count: 'utf16', most: 4096 },
  readMarks: 'both',
  buttons: { most: 3, label: 20, text: 1024, links: true, linksAlone: 1 },
  list: { most: 10, title: 24, more: 72, text: 4096 },
  cards: {
    ...{ most: 1, title: 200, text: 800, picture: true },
    ...{ buttons: 3, label: 20, links: true, linksAlone: 1 },
  },
  location: true,
  files: {
    types: ['image/jpeg', 'image/png', 'video/mp4', 'video/3gpp', ...sounds, ...documents],
    mostBytes: 16_000_000,
  },
  window: { hours: 24, afterwards: 'templates' },
  receipts: 'read',
});

/** The largest picture that is shown as one. */
export const imageBytes = 5_000_000;

/**
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/throughput, as of 2026-11-23:
 * 80 messages a second for a number, in and out. One to the same person each 6 s, in bursts of 45
 * (/support/error-codes, 131056), which is slower than people write.
 */
export const whatsappRates = [
  { of: 'channel', most: 80, perMs: 1000 },
  { of: 'address', most: 10, perMs: 60_000 },
] as const;
