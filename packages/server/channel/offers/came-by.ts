// What a message over a channel brings from a page: its token is taken out of what agents read, and
// names the offer whose visitor saw it. A token proves that the writer has the link, not that they
// are the visitor: a link can be passed on. So no contacts are joined by it.
import {
  type SignOffer,
  takeToken,
  withoutTokens,
} from '@opportune/core/channel/offer/offer-token.ts';
import type { Incoming, IncomingLetter, Item } from '@opportune/core/ports/channel.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { OfferFrom } from '@opportune/protocol/bus/ways.ts';
import type { AccountId, ChannelId } from '@opportune/protocol/ids.ts';
import { wordsOfHtml } from '../email/letters/mask-letter.ts';
import { claimOffer, openedOffer, useOffer } from './offer-rows.ts';

export interface CameByParts {
  readonly records: Records;
  readonly clock: Clock;
  readonly sign: SignOffer;
}

export interface Came {
  readonly content: Incoming;
  /** Null: by no link of a page, or by one that is expired or was used by somebody else. */
  readonly from: OfferFrom | null;
}

/** The item of the inbox. */
interface Brought {
  readonly id: string;
  readonly channel: ChannelId;
  readonly item: Item;
  readonly address: string;
  /** They may have opened the channel by a link before. */
  readonly refers?: boolean;
}

export interface CameBy {
  /** The same however often the item is handled. */
  of(account: AccountId, content: Incoming, brought: Brought): Promise<Came>;
  /** Somebody opened the channel by a link, and has not written yet. */
  opened(account: AccountId, token: string, brought: Brought): Promise<void>;
  /** As agents read what a machine or a colleague wrote: without tokens. */
  plain(content: Incoming): Incoming;
  plainText(text: string): string;
  /** What the item brought took effect. */
  used(account: AccountId, item: string): Promise<void>;
}

export function createCameBy({ records, clock, sign }: CameByParts): CameBy {
  const claimOf = ({ id: item, channel, address }: Brought) => ({
    ...{ channel, address, item, now: clock.now() },
  });
  return {
    async of(account, given, brought) {
      const { content, token } = withoutToken(given, sign);
      if (token === null && brought.refers !== true) return { content, from: null };
      const claim = claimOf(brought);
      const from = await records.withAccount(account, (sql) =>
        token === null ? openedOffer(sql, claim) : claimOffer(sql, token, claim),
      );
      return { content, from };
    },
    async opened(account, written, brought) {
      const token = takeToken(written, sign)?.token;
      if (token === undefined) return;
      await records.withAccount(account, (sql) => claimOffer(sql, token, claimOf(brought)));
    },
    plain: (content) => withoutToken(content, sign).content,
    plainText: (text) => taken(text, sign).text,
    async used(account, item) {
      await records.withAccount(account, (sql) => useOffer(sql, item));
    },
  };
}

/** It is in a parameter of the link, in the subject of an e-mail, or in the words. */
export function withoutToken(
  given: Incoming,
  sign: SignOffer,
): { readonly content: Incoming; readonly token: string | null } {
  const { referral, letter, ...content } = given;
  const inSubject = letter && taken(letter.head.subject, sign);
  const inText = taken(content.text, sign);
  return {
    content: {
      ...content,
      text: inText.text,
      media: content.media.map((file) => ({ ...file, name: plainName(file.name, sign) })),
      ...(letter && { letter: plainLetter(letter, inSubject?.text ?? '', sign) }),
    },
    token: takeToken(referral ?? '', sign)?.token ?? inSubject?.token ?? inText.token,
  };
}

function plainName(name: string | null, sign: SignOffer): string | null {
  return name === null ? null : withoutTokens(name, sign);
}

/** Its quotes, the names of its parts and its HTML have none either. */
function plainLetter(letter: IncomingLetter, subject: string, sign: SignOffer): IncomingLetter {
  const html = letter.html === null ? null : plainHtml(letter.html, sign);
  const unread = letter.head.unread.map((part) => ({
    ...part,
    name: withoutTokens(part.name, sign),
  }));
  return {
    ...letter,
    head: { ...letter.head, subject, unread, html: html !== null && letter.head.html },
    folded: letter.folded.map((piece) => ({ ...piece, text: withoutTokens(piece.text, sign) })),
    html,
    remoteImages: html !== null && letter.remoteImages,
  };
}

/** Null: its elements divide a token, so that it cannot be taken out. */
function plainHtml(html: string, sign: SignOffer): string | null {
  const plain = withoutTokens(html, sign);
  const words = wordsOfHtml(plain);
  return withoutTokens(words, sign) === words ? plain : null;
}

/** A message that quotes another may have several. */
const mostTokens = 8;

/** A text without tokens, and the first one that was in it. */
function taken(
  text: string,
  sign: SignOffer,
): { readonly text: string; readonly token: string | null } {
  let plain = { text, token: null as string | null };
  for (let many = 0; many < mostTokens; many++) {
    const next = takeToken(plain.text, sign);
    if (next === null) break;
    plain = { text: next.text, token: plain.token ?? next.token };
  }
  return plain;
}
