// The kind *line*: a LINE Official Account, over the Messaging API.
import { createHmac } from 'node:crypto';
import type {
  ChannelAdapter,
  Checked,
  Opened,
  RawRequest,
  Verified,
} from '@opportune/core/ports/channel.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { LineSettings } from '@opportune/protocol/channel/line.ts';
import { channelLimits } from '@opportune/protocol/limits/channels.ts';
import { z } from 'zod';
import { jsonOf } from '../provider/json-of.ts';
import { isSameSecret } from '../provider/same-secret.ts';
import { secretSettings } from '../provider/settings.ts';
import type { Reach } from '../reach.ts';
import { callLine, type LineBot, postponedOf } from './line-api.ts';
import { lineCapabilities } from './line-capabilities.ts';
import { Delivered } from './line-events.ts';
import { lineItems } from './line-items.ts';
import { fetchLineMedia } from './line-media.ts';
import { sendLine } from './send-line.ts';

/** https://developers.line.biz/en/reference/messaging-api/#rate-limits, 2026-11-25 */
const rates = [{ of: 'channel', most: 2000, perMs: 1000 }] as const;
const askMs = 10_000;
/** A message waits for the name, and can do without. */
const nameMs = 3000;

export function createLineKind(reach: Reach, clock: Clock): ChannelAdapter {
  return {
    kind: 'line',
    open({ settings, secret, capabilities }) {
      const read = LineSettings.safeParse(secretSettings(settings, secret));
      if (!read.success) return null;
      const { channelSecret, channelToken: token, apiBase } = read.data;
      const base = apiBase ?? 'https://api.line.me';
      const contentBase = apiBase ?? 'https://api-data.line.me';
      const bot: LineBot = { reach, base, contentBase, token };
      return {
        capabilities: capabilities ?? lineCapabilities,
        rates,
        requestBytes: channelLimits.requestBytes,
        route: null,
        verify: (request) => verify(request, channelSecret),
        items: lineItems,
        send: (order) => sendLine(bot, clock, order),
        fetchMedia: (reference, bounds) => fetchLineMedia(bot, reference, bounds),
        nameOf: (address) => nameOf(bot, address),
        check: (webhookUrl) => check(bot, webhookUrl),
      } satisfies Opened;
    },
  };
}

const taken = { status: 200, contentType: 'application/json', body: '{}' } as const;

/** https://developers.line.biz/en/docs/messaging-api/verify-webhook-signature/ */
export function lineSignature(body: Uint8Array, channelSecret: string): string {
  return createHmac('sha256', channelSecret).update(body).digest('base64');
}

/** A test from LINE's console has no events. */
function verify({ headers, body }: RawRequest, channelSecret: string): Verified {
  const given = headers['x-line-signature'] ?? '';
  if (!isSameSecret(given, lineSignature(body, channelSecret)))
    return { type: 'refused', why: 'signature' };
  const delivered = Delivered.safeParse(jsonOf(Buffer.from(body).toString('utf8')));
  if (!delivered.success) return { type: 'refused', why: 'malformed', at: 'events' };
  const entries = delivered.data.events.map((event) => ({
    route: null,
    raw: JSON.stringify(event),
  }));
  return { type: 'entries', entries, answer: taken };
}

const Profile = z.object({ displayName: z.string() });

async function nameOf(bot: LineBot, address: string): Promise<string | null> {
  const path = `/v2/bot/profile/${encodeURIComponent(address)}`;
  const asked = await callLine(bot, { method: 'GET', path, withinMs: nameMs });
  return asked.type === 'ok' ? (Profile.safeParse(asked.json).data?.displayName ?? null) : null;
}

const Info = z.object({ basicId: z.string() });
const Endpoint = z.object({ endpoint: z.string(), active: z.boolean() });
const endpointPath = '/v2/bot/channel/webhook/endpoint';

/** Tells LINE where to send. Whether it does is a switch in LINE's console. */
async function check(bot: LineBot, webhookUrl: string): Promise<Checked> {
  const body = { endpoint: webhookUrl };
  const set = await callLine(bot, { method: 'PUT', path: endpointPath, body, withinMs: askMs });
  // For example, an address without TLS.
  if (set.type === 'bad') return { type: 'missing', detail: set.detail };
  if (set.type !== 'ok') return postponedOf(set);
  const asked = await callLine(bot, { method: 'GET', path: endpointPath, withinMs: askMs });
  if (asked.type !== 'ok') return postponedOf(asked);
  const isActive = Endpoint.safeParse(asked.json).data?.active === true;
  if (!isActive) return { type: 'missing', detail: switchedOff };
  const info = await callLine(bot, { method: 'GET', path: '/v2/bot/info', withinMs: askMs });
  const entry = info.type === 'ok' ? Info.safeParse(info.json).data?.basicId : undefined;
  return { type: 'connected', entry };
}

const switchedOff = 'The switch “Use webhook” is off in the LINE Developers Console.';
