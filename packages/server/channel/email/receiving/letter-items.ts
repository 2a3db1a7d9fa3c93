// What a letter reports: a message of its sender, or what became of letters of ours.
import type { Mac } from '@opportune/core/mail/thread/mac.ts';
import { readMessageId } from '@opportune/core/mail/thread/message-id.ts';
import { threadOf } from '@opportune/core/mail/thread/thread-of.ts';
import type { Happened, Item } from '@opportune/core/ports/channel.ts';
import { createHash } from 'node:crypto';
import { Address } from '@opportune/protocol/contact/contact.ts';
import { incomingLetter } from '../reading/incoming-letter.ts';
import type { Letter, OwnMail } from '../reading/letter.ts';
import { wholeLetter } from './enclosed-file.ts';
import { receiptOf } from './receipt-of.ts';
import type { ReadLetter } from './read-packed.ts';

/** `read`: what was read of it. Null: it is unreadable. */
export function letterItems(
  raw: string,
  read: ReadLetter | null,
  own: OwnMail,
  mac: Mac,
): readonly Item[] {
  if (read === null) return [unknown(raw)];
  const { letter, key } = read;
  const at = timeOf(letter, read.at);
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
      return [of(messageOf(read, sender, mac), sender.address)];
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

function messageOf(read: ReadLetter, sender: Sender, mac: Mac): Happened {
  const { letter, key, asFile } = read;
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
    content: incomingLetter(letter, (at) => `${key}/${asFile ? wholeLetter : at}`),
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

function unknown(raw: string): Item {
  const key = `unknown:${createHash('sha256').update(raw, 'latin1').digest('base64url')}`;
  return { key, address: '', at: 0, type: 'unknown', what: 'unreadable' };
}
