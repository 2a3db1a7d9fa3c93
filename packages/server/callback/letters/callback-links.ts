// The link in an e-mail about a call back. It is signed and stored nowhere. Whoever has it may move and
// cancel that one promise, and learns nothing of its conversation.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { AccountId, CallbackId } from '@opportune/protocol/ids.ts';
import { z } from 'zod';

export interface CallbackOf {
  readonly account: AccountId;
  readonly id: CallbackId;
}

export interface CallbackLinks {
  tokenOf(of: CallbackOf): string;
  /** Null: it is not one of ours. */
  read(token: string): CallbackOf | null;
}

export const callbackPath = '/v1/call-back/';

const Said = z.tuple([AccountId, CallbackId]);
const mostLength = 512;

export function createCallbackLinks(key: string): CallbackLinks {
  const signed = (text: string) =>
    createHmac('sha256', key).update(`call back ${text}`).digest().subarray(0, 16);
  return {
    tokenOf({ account, id }) {
      const text = Buffer.from(JSON.stringify([account, id])).toString('base64url');
      return `${text}.${signed(text).toString('base64url')}`;
    },
    read(token) {
      const [text = '', mark = ''] = token.length > mostLength ? [] : token.split('.');
      const given = Buffer.from(mark, 'base64url');
      const right = signed(text);
      if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
      const [account, id] = Said.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
      return { account, id };
    },
  };
}
