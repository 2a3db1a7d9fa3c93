// The link that opens a messaging channel with a token: each provider's own way to carry it. As
// data of providers, checked on 2026-11-25. Pure.
import type { Device } from '@opportune/protocol/behaviour/event.ts';
import type { WayKind } from '@opportune/protocol/channel/offered-way.ts';
import { writtenToken } from './offer-token.ts';

export interface Entering {
  readonly kind: WayKind;
  /** How the provider names the business: a number, a name, an id, or an e-mail address. */
  readonly entry: string;
  /** The visitor's first words, which they may change. */
  readonly words: string;
  /** Null: an offer that is only tried. */
  readonly token: string | null;
}

/** Where the link of each kind leads. The token is in the words where the provider has no parameter. */
export function entryLink({ kind, entry, words, token }: Entering): string {
  const written = token === null ? words : `${words} [${writtenToken(token)}]`;
  const text = encodeURIComponent(written);
  const of = encodeURIComponent(entry);
  // The demonstration's telephone, which a page of this machine shows.
  if (/^https?:/.test(entry)) return `${entry}?app=${kind}&token=${token ?? ''}&text=${text}`;
  switch (kind) {
    // https://faq.whatsapp.com/5913398998672934
    case 'whatsapp':
      return `https://wa.me/${entry.replaceAll(/\D/g, '')}?text=${text}`;
    // https://developers.facebook.com/docs/messenger-platform/discovery/m-me-links
    case 'messenger':
      return `https://m.me/${of}${parameter('ref', token)}`;
    // https://developers.facebook.com/docs/messenger-platform/instagram/features/ig-me-links
    case 'instagram':
      return `https://ig.me/m/${of}${parameter('ref', token)}`;
    // https://core.telegram.org/bots/features#deep-linking
    case 'telegram':
      return `https://t.me/${of}${parameter('start', token)}`;
    // https://developers.line.biz/en/docs/line-login/using-line-url-scheme/
    case 'line':
      return `https://line.me/R/oaMessage/${of}/?${text}`;
    // RFC 5724, with the separator that both systems of telephones read.
    case 'sms':
      return `sms:${entry}?&body=${text}`;
    case 'email':
      return `mailto:${of.replaceAll('%40', '@')}?subject=${text}`;
    default:
      return kind satisfies never;
  }
}

function parameter(name: 'ref' | 'start', token: string | null): string {
  return token === null ? '' : `?${name}=${token}`;
}

/**
 * How a device can use a link: follow it, or scan it with a telephone beside it. Null: it cannot. A
 * message by SMS needs a telephone.
 */
export function usableOn(
  kind: WayKind,
  device: Device['type'] | null,
): 'link' | 'link and code' | null {
  if (kind === 'sms') return device === 'phone' ? 'link' : null;
  if (kind === 'email' || device === 'phone' || device === 'tablet') return 'link';
  return 'link and code';
}
