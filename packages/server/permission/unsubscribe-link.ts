// The links by which somebody ends what they are sent at an address (RFC 8058). A link is signed and stored
// nowhere, so it holds for as long as the e-mail is kept. It says which address it ends, and does nothing else.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { AddressAt } from '@opportune/protocol/contact/contact.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { z } from 'zod';

export interface Unsubscribing {
  readonly account: AccountId;
  readonly at: AddressAt;
}

export interface UnsubscribeLinks {
  tokenOf(of: Unsubscribing): string;
  /** Null: it is not one of ours. */
  read(token: string): Unsubscribing | null;
}

export const unsubscribePath = '/v1/unsubscribe/';

const Said = z.tuple([AccountId, z.string(), z.string()]);
const mostLength = 2048;

export function createUnsubscribeLinks(key: string): UnsubscribeLinks {
  const signed = (text: string) =>
    createHmac('sha256', key).update(`unsubscribe ${text}`).digest().subarray(0, 16);
  return {
    tokenOf({ account, at: { channel, address } }) {
      const text = Buffer.from(JSON.stringify([account, channel, address])).toString('base64url');
      return `${text}.${signed(text).toString('base64url')}`;
    },
    read(token) {
      const [text = '', mark = ''] = token.length > mostLength ? [] : token.split('.');
      const given = Buffer.from(mark, 'base64url');
      const right = signed(text);
      if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
      const said = Said.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
      const [account, channel, address] = said;
      return { account, at: AddressAt.parse({ channel, address }) };
    },
  };
}
