// An item of which nothing could be read. The same text has the same key.
import { createHash } from 'node:crypto';
import type { Item } from '@opportune/core/ports/channel.ts';

export function unreadable(raw: string, what = 'unreadable'): Item {
  const key = `unknown:${createHash('sha256').update(raw).digest('base64url')}`;
  return { key, address: '', at: 0, type: 'unknown', what };
}
