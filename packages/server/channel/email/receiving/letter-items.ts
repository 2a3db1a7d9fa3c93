// What a letter reports: a message of its sender, or what became of letters of ours. Its key is the same
// in whichever folder it is found and however often it is fetched, and differs for two letters under one
// Message-ID.
import type { Mac } from '@opportune/core/mail/thread/mac.ts';
import { readMessageId } from '@opportune/core/mail/thread/message-id.ts';
import { threadOf } from '@opportune/core/mail/thread/thread-of.ts';
import type { Happened, Item } from '@opportune/core/ports/channel.ts';
import { digest } from '@opportune/core/world/fingerprint.ts';
import { createHash } from 'node:crypto';
import { Address } from '@opportune/protocol/contact/contact.ts';
import { incomingLetter } from '../reading/incoming-letter.ts';
import type { Letter, OwnMail } from '../reading/letter.ts';
import { readLetterNow } from '../reading/read-letter.ts';
import { receiptOf } from './receipt-of.ts';
import { unpackedLetter } from './packed-letter.ts';

export function letterItems(raw: string, own: OwnMail, mac: Mac): readonly Item[] {
  const unpacked = unpackedLetter(raw);
  if (unpacked === null) return [unknown(raw)];
  const { bytes } = unpacked;
  const letter = readLetterNow(bytes, own);
  const key = keyOf(letter, bytes);
  const at = timeOf(letter, unpacked.at);
  const of = (happened: Happened, address = ''): Item => ({ key, address, at, ...happened });
  if (letter.loop) return [of({ type: 'unknown', what: 'loop' })];
  const { kind } = letter;
  switch (kind.type) {
    case 'bounce': {
      const receipts = receiptOf(kind.bounce, mac);
      return receipts.length === 0
        ? [of({ type: 'unknown', what: 'bounce' })]
        : receipts.map((receipt, index) => ({ ...of(receipt), key: `${key}:${index}` }));
    }
    case 'read-receipt': {
      const { original } = kind;
      if (original === null || readMessageId(original, mac) === null)
        return [of({ type: 'unknown', what: 'read-receipt' })];
      return [of({ type: 'receipt', externalId: original, reference: null, state: 'read' })];
    }
    case 'complaint':
      return [of({ type: 'unknown', what: 'complaint' })];
    default: {
      const sender = senderOf(letter, own);
      if (sender === null) return [of({ type: 'unknown', what: 'no sender' })];
      return [of(messageOf(letter, key, sender, mac), sender.address)];
    }
  }
}

interface Sender {
  readonly address: string;
  readonly name: string;
  readonly vouched: boolean;
}

/** Who gets the answer: where the writer wants it, as a form on a site does for its visitors. */
function senderOf({ from, replyTo, authenticated }: Letter, own: OwnMail): Sender | null {
  const ours = own.addresses.map((address) => address.toLowerCase());
  const to = replyTo.find(({ address }) => !ours.includes(address.toLowerCase()));
  const chosen = to ?? from;
  const address = Address.safeParse(chosen?.address.toLowerCase());
  if (chosen === null || !address.success || !address.data.includes('@')) return null;
  const isFrom = address.data === from?.address.toLowerCase();
  const vouched = isFrom && authenticated.dmarc === 'pass';
  const name = chosen.name === '' && isFrom ? (from?.name ?? '') : chosen.name;
  return { address: address.data, name, vouched };
}

function messageOf(letter: Letter, key: string, sender: Sender, mac: Mac): Happened {
  const thread = threadOf(letter, mac);
  const { language, messageId, automatic } = letter;
  return {
    type: 'message',
    externalId: messageId ?? key,
    from: {
      name: sender.name === '' ? null : sender.name,
      language,
      phone: null,
      vouched: sender.vouched,
    },
    content: incomingLetter(letter, (at) => `${key}/${at}`),
    replyTo: letter.inReplyTo[0] ?? null,
    token: letter.references.slice(-mostReferences).join(' '),
    automatic,
    ...(thread !== null && { within: thread.conversation }),
  };
}

/** Of an answer. More would only make its header long. */
const mostReferences = 20;
const aheadMs = 10 * 60_000;
const longAgoMs = 60 * 24 * 3600_000;

/** By its sender's clock, unless that cannot be. */
function timeOf({ at }: Letter, arrivedAt: number): number {
  if (at === null || at > arrivedAt + aheadMs || at < arrivedAt - longAgoMs) return arrivedAt;
  return at;
}

/** Without the fields that servers add on the way, which differ from copy to copy. */
function keyOf({ messageId, from, at, subject }: Letter, bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = ['\r\n\r\n', '\n\n'].map((gap) => buffer.indexOf(gap)).filter((found) => found >= 0);
  const head = JSON.stringify([messageId, from?.address, at, subject]);
  const hash = createHash('sha256').update(head).update('\n');
  const body = buffer.subarray(Math.min(...end, buffer.length));
  return `mail:${hash.update(body).digest('base64url')}`;
}

function unknown(raw: string): Item {
  return { key: `unknown:${digest(raw)}`, address: '', at: 0, type: 'unknown', what: 'unreadable' };
}
