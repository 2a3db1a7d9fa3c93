// Posts as Telegram makes them, for benches: one update each, from several addresses.
import type { Product } from '../test/e2e/product.test-support.ts';

const secretToken = 'A-secret';
/** Addresses that posts come from. */
const senders = 200;

export interface Posted {
  readonly status: number;
  /** Absent: it was not told to try again. */
  readonly retryAfterMs?: number;
}

/** Posts an update with this number of a writer with this number. */
export type Post = (
  count: number,
  of: { readonly writer: number; readonly text: string },
) => Promise<Posted>;

export async function newTelegram(
  { call, url }: Pick<Product, 'call' | 'url'>,
  name = 'Telegram',
): Promise<Post> {
  const botToken = `4839574812:AAFD39kkdpWt3ywyRZergyOLMaJhac${Math.random().toString(36).slice(2, 8).padEnd(6, 'x')}`;
  const draft = { kind: 'telegram', name, settings: { botToken, secretToken } };
  const { id } = await call<{ id: string }>('POST', '/channels', draft);
  return poster(`${url}/v1/channels/${id}/webhook`);
}

function poster(url: string): Post {
  return async (count, { writer: id, text }) => {
    const writer = { id, first_name: 'Ada', is_bot: false };
    const chat = { ...writer, type: 'private' };
    const message = { message_id: count + 1, date: Math.floor(Date.now() / 1000), text };
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-telegram-bot-api-secret-token': secretToken,
        'x-forwarded-for': `198.18.1.${count % senders}`,
      },
      body: JSON.stringify({ update_id: count + 1, message: { ...message, from: writer, chat } }),
    });
    await response.arrayBuffer();
    const seconds = response.headers.get('retry-after');
    const { status } = response;
    return seconds === null ? { status } : { status, retryAfterMs: Number(seconds) * 1000 };
  };
}
