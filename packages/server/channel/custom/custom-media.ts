// Files that a system says where to find: fetched through the guard, up to a bound.
import type { Fetched, MediaBounds } from '@opportune/core/ports/channel.ts';
import type { Reach } from '../reach.ts';

export async function fetchAttachment(
  reach: Reach,
  url: string,
  { mostBytes, withinMs }: MediaBounds,
): Promise<Fetched> {
  const reached = await reach({ url, method: 'GET', headers: {}, withinMs });
  // A private address gives nothing, now or later.
  if (reached.type === 'forbidden') return { type: 'gone' };
  if (reached.type !== 'answered') return { type: 'unreachable', detail: reached.detail };
  const { status, headers, body } = reached;
  if (status === 200 && Number(headers['content-length'] ?? 0) <= mostBytes)
    return { type: 'media', name: null, bytes: body };
  body.destroy();
  if (status === 200) return { type: 'too-large' };
  return status >= 500
    ? { type: 'unreachable', detail: `It answered ${status}.` }
    : { type: 'gone' };
}
