// What LINE shows, within its limits as of 2026-11-25:
// https://developers.line.biz/en/reference/messaging-api/#text-message (5,000 UTF-16 units),
// #quick-reply (13, labels of 20), #flex-message (a bubble of 30 KB, a carousel of 50 KB and 12
// bubbles), #image-message (10 MB). A flex text has no limit of its own: 2,000 stays below the
// bubble's.
import { Capabilities } from '@opportune/protocol/channel/capabilities.ts';

export const lineCapabilities = Capabilities.parse({
  text: { count: 'utf16', most: 5000 },
  replies: { most: 13, label: 20 },
  buttons: { most: 10, label: 20, text: 2000, links: true },
  cards: {
    ...{ most: 10, title: 100, text: 500, picture: true },
    ...{ buttons: 3, label: 20, links: true },
  },
  location: true,
  files: { types: ['image/jpeg', 'image/png'], mostBytes: 10_000_000 },
  idempotent: true,
});
