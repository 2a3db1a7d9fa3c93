// Reads a file from the address that a provider named.
import type { Fetched, MediaBounds } from '@opportune/core/ports/channel.ts';
import type { Reach } from '../reach.ts';
import { notReached } from './read-answer.ts';

export async function fetchFile(
  reach: Reach,
  url: string,
  headers: Readonly<Record<string, string>>,
  { mostBytes, withinMs }: MediaBounds,
): Promise<Fetched> {
  const reached = await reach({ url, method: 'GET', headers, withinMs });
  if (reached.type === 'forbidden') return { type: 'gone' };
  if (reached.type !== 'answered') {
    const { detail } = notReached(reached);
    return { type: 'unreachable', detail };
  }
  const { status, body } = reached;
  const length = Number(reached.headers['content-length'] ?? 0);
  if (status === 200 && length <= mostBytes) return { type: 'media', name: null, bytes: body };
  body.destroy();
  if (status === 200) return { type: 'too-large' };
  if (status === 429) return { type: 'rate', retryAfterMs: null };
  return status >= 500
    ? { type: 'unreachable', detail: `It answered ${status}.` }
    : { type: 'gone' };
}
