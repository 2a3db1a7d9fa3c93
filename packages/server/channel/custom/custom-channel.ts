// The kind *custom*: any system that posts what its people write, and takes what we answer. Both ways
// are signed alike, with the channel's secret.
import { createHash } from 'node:crypto';
import type {
  ChannelAdapter,
  Entry,
  Item,
  Opened,
  RawRequest,
  Verified,
} from '@opportune/core/ports/channel.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { Capabilities } from '@opportune/protocol/channel/capabilities.ts';
import { CustomSettings } from '@opportune/protocol/channel/custom.ts';
import { customItem, customWays, readCustom } from './custom-items.ts';
import type { Reach } from '../reach.ts';
import { fetchAttachment } from './custom-media.ts';
import { keysAt } from '../../http/signed/overlapping-secrets.ts';
import { postCustom } from './post-custom.ts';
import { verifySigned } from '../../http/signed/standard-webhooks.ts';

/** What a system can do of which nothing else is said. */
export const customCapabilities = Capabilities.parse({
  text: { count: 'utf16', most: 4000 },
  typing: 'in',
  readMarks: 'in',
  files: { types: ['*'], mostBytes: 25 * 1024 * 1024 },
  receipts: 'read',
  idempotent: true,
});

export function createCustomKind(reach: Reach, clock: Clock): ChannelAdapter {
  return {
    kind: 'custom',
    open({ settings, secret, capabilities }) {
      const read = CustomSettings.safeParse(settings);
      const keys = (now: number) => keysAt(secret ?? '', settings, now);
      if (!read.success || keys(clock.now()).length === 0) return null;
      const { deliverTo } = read.data;
      const posting = { reach, clock, keys, deliverTo };
      return {
        capabilities: capabilities ?? customCapabilities,
        // A flood of ours would be an attack on whoever takes it.
        rates: [{ of: 'channel', most: 50, perMs: 1000 }],
        together: true,
        route: null,
        verify: (request, now) => verify(request, keys(now), now),
        items,
        send: (order) => postCustom(posting, order),
        fetchMedia: (url, bounds) => fetchAttachment(reach, url, bounds),
      } satisfies Opened;
    },
  };
}

const taken = { status: 202, contentType: 'application/json', body: '{}' } as const;

function verify(
  { url, headers, body }: RawRequest,
  keys: readonly Buffer[],
  now: number,
): Verified {
  const signed = verifySigned(keys, headers, body, now);
  if (typeof signed === 'string') return { type: 'refused', why: signed };
  const way = customWays.find((each) => new URL(url).pathname.endsWith(`/${each}`));
  const text = Buffer.from(body).toString('utf8');
  const read = way === undefined ? null : readCustom(way, text);
  if (way === undefined || read === null) return { type: 'refused', why: 'malformed' };
  if (!read.ok) return { type: 'refused', why: 'malformed', at: read.at };
  const raw = JSON.stringify({ way, signed: signed.id, now, text });
  return { type: 'entries', entries: [{ route: null, raw }], answer: taken };
}

function items({ raw }: Entry): readonly Item[] {
  return [customItem(raw) ?? unknown(raw)];
}

function unknown(raw: string): Item {
  const key = `unknown:${createHash('sha256').update(raw).digest('base64url')}`;
  return { key, address: '', at: 0, type: 'unknown', what: 'unreadable' };
}
