// What both providers tell of a message, as items: what somebody wrote, the wish that it expresses, and
// what became of a message of ours. A wish is told apart from the message, which is in the conversation, too.
import type { Incoming, Item, MediaReference } from '@opportune/core/ports/channel.ts';
import type { Wish } from './sms-words.ts';

export interface Came {
  readonly id: string;
  readonly from: string;
  readonly at: number;
  readonly text: string;
  readonly media: readonly MediaReference[];
  readonly wish: Wish | null;
  /** The kind of content that is not read here. */
  readonly unread: string | null;
}

/** As a proof: a word, in most cases. */
const wordsLength = 200;

/** The provider knows the number that it came from, and nothing else of the sender. */
const sender = { name: null, language: null, phone: null, vouched: true } as const;

export function cameItems(came: Came): readonly Item[] {
  const { id, from: address, at, wish, text, media, unread } = came;
  const content: Incoming = { text, media, choice: null, location: null, unread };
  const about = { address, at };
  const message: Item = {
    ...{ ...about, key: `message:${id}`, type: 'message', externalId: id, from: sender, content },
    ...{ replyTo: null, token: null, automatic: false },
    ...(wish !== null && { keyword: true }),
  };
  // Said in words, so that the message beside it does not take it back.
  const said = { ...about, words: text.slice(0, wordsLength) };
  if (wish === 'stop') return [{ ...said, key: `stop:${id}`, type: 'opt-out' }, message];
  if (wish === 'start') return [{ ...said, key: `start:${id}`, type: 'opt-in' }, message];
  return [message];
}

const endings: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'video/mp4': 'mp4',
  'video/3gpp': '3gp',
  'audio/amr': 'amr',
  'audio/mpeg': 'mp3',
  'audio/ogg': 'ogg',
  'application/pdf': 'pdf',
  'text/vcard': 'vcf',
  'text/x-vcard': 'vcf',
};

/** A name for a file that has none. Null: nothing is known of it. */
export function nameFor(mediaType: string): string | null {
  const ending = endings[mediaType];
  return ending === undefined ? null : `${mediaType.split('/')[0] ?? 'file'}.${ending}`;
}
