// The content of messages, which LINE keeps for a while. A video or a sound is prepared first: until
// then LINE answers 202. https://developers.line.biz/en/reference/messaging-api/#get-content
import type { Fetched, MediaBounds } from '@opportune/core/ports/channel.ts';
import { notReached } from '../provider/read-answer.ts';
import { type LineBot, postponedOf } from './line-api.ts';

export async function fetchLineMedia(
  { reach, contentBase, token }: LineBot,
  reference: string,
  { mostBytes, withinMs }: MediaBounds,
): Promise<Fetched> {
  // What is elsewhere is fetched without the credentials of this channel.
  const isOwn = /^[0-9A-Za-z_-]+$/.test(reference);
  if (!isOwn && !URL.canParse(reference)) return { type: 'gone' };
  const url = isOwn ? `${contentBase}/v2/bot/message/${reference}/content` : reference;
  const headers = isOwn ? { authorization: `Bearer ${token}` } : {};
  const reached = await reach({ url, method: 'GET', headers, withinMs });
  if (reached.type === 'forbidden') return { type: 'gone' };
  if (reached.type !== 'answered') return postponedOf(notReached(reached));
  const { status, body } = reached;
  const length = Number(reached.headers['content-length'] ?? 0);
  if (status === 200 && length <= mostBytes) return { type: 'media', name: null, bytes: body };
  body.destroy();
  return status === 200 ? { type: 'too-large' } : missing(status, isOwn);
}

function missing(status: number, isOwn: boolean): Fetched {
  const detail = `It answered ${status}.`;
  if (status === 401 && isOwn) return { type: 'reconnect', detail };
  if (status === 429) return { type: 'rate', retryAfterMs: null };
  return status === 202 || status >= 500 ? { type: 'unreachable', detail } : { type: 'gone' };
}
