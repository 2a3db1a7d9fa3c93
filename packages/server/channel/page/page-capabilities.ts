// What Messenger and Instagram show, within their limits as of 2026-11-23 (v26.0):
// https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages,
// /send-messages/quick-replies (13, labels of 20), /send-messages/template/button (3, text of 640),
// /send-messages/template/generic (10 cards, title and subtitle of 80, 3 buttons). Instagram counts
// text in bytes, 1,000 of them.
import { Capabilities, type GivenCapabilities } from '@opportune/protocol/channel/capabilities.ts';

const windowH = 24;
/** For people who answer, where Meta granted it: the tag `HUMAN_AGENT`. */
const humanWindowH = 7 * 24;

const shared = {
  typing: 'out',
  readMarks: 'both',
  reactions: true,
  replies: { most: 13, label: 20 },
  cards: {
    ...{ most: 10, title: 80, text: 80, picture: true },
    ...{ buttons: 3, label: 20, links: true },
  },
  receipts: 'read',
} as const;

const messenger: GivenCapabilities = {
  ...shared,
  text: { count: 'utf16', most: 2000 },
  buttons: { most: 3, label: 20, text: 640, links: true },
  files: { types: ['*'], mostBytes: 25_000_000 },
};
const instagram: GivenCapabilities = {
  ...shared,
  text: { count: 'bytes', most: 1000 },
  files: {
    types: ['image/jpeg', 'image/png', 'video/mp4', 'audio/mp4', 'audio/mpeg', 'application/pdf'],
    mostBytes: 8_000_000,
  },
};

const given = { messenger, instagram };

export function pageCapabilities(
  kind: 'messenger' | 'instagram',
  humanAgent: string | undefined,
): Capabilities {
  const hours = humanAgent === 'on' ? humanWindowH : windowH;
  return Capabilities.parse({ ...given[kind], window: { hours, afterwards: 'nothing' } });
}

/** Within it, a message needs no tag. */
export const untaggedMs = windowH * 3_600_000;

/**
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/rate-limits,
 * as of 2026-11-23: 300 messages a second for a page, 10 with sound or video.
 */
export const pageRates = [{ of: 'channel', most: 200, perMs: 1000 }] as const;
