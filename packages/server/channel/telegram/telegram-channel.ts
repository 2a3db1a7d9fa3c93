// The kind *telegram*: a bot in private chats, over the Bot API. Groups are refused: the bot says so
// once and leaves.
import type {
  ChannelAdapter,
  Checked,
  Item,
  Opened,
  RawRequest,
  Signalled,
  Verified,
} from '@opportune/core/ports/channel.ts';
import { Capabilities } from '@opportune/protocol/channel/capabilities.ts';
import { TelegramSettings } from '@opportune/protocol/channel/telegram.ts';
import { channelLimits } from '@opportune/protocol/limits/channels.ts';
import { z } from 'zod';
import { asJson } from '../provider/file-form.ts';
import { isSameSecret } from '../provider/same-secret.ts';
import { secretSettings } from '../provider/settings.ts';
import type { Reach } from '../reach.ts';
import { sendTelegram } from './send-telegram.ts';
import { callTelegram, postponedOf, type TelegramBot } from './telegram-api.ts';
import { callbackOf, groupItem, telegramItems } from './telegram-items.ts';
import { fetchTelegramMedia } from './telegram-media.ts';
import { allowedUpdates } from './telegram-updates.ts';

/**
 * Limits checked on 2026-11-25: https://core.telegram.org/bots/api#sendmessage,
 * https://core.telegram.org/bots/api#inlinekeyboardbutton and
 * https://core.telegram.org/bots/api#sending-files. Telegram names no limit for the label of a
 * button; 64 is what a screen shows.
 */
export const telegramCapabilities = Capabilities.parse({
  text: { count: 'utf16', most: 4096 },
  typing: 'out',
  buttons: { most: 100, label: 64, links: true },
  // The caption of a picture has 1,024 in all.
  cards: {
    ...{ most: 1, title: 200, text: 800, picture: true },
    ...{ buttons: 20, label: 64, links: true },
  },
  location: true,
  files: { types: ['*'], mostBytes: 50_000_000 },
});

/** https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this, 2026-11-25 */
const rates = [
  { of: 'channel', most: 30, perMs: 1000 },
  { of: 'address', most: 1, perMs: 1000 },
] as const;

const signalMs = 5000;
const checkMs = 10_000;

export function createTelegramKind(reach: Reach): ChannelAdapter {
  return {
    kind: 'telegram',
    open({ settings, secret, capabilities }) {
      const read = TelegramSettings.safeParse(secretSettings(settings, secret));
      if (!read.success) return null;
      const { botToken: token, secretToken, apiBase: base = publicBase } = read.data;
      const bot: TelegramBot = { reach, base, token };
      return {
        capabilities: capabilities ?? telegramCapabilities,
        rates,
        requestBytes: channelLimits.requestBytes,
        route: null,
        verify: (request) => verify(request, secretToken),
        items: telegramItems,
        send: (order) => sendTelegram(bot, order),
        fetchMedia: (reference, bounds) => fetchTelegramMedia(bot, reference, bounds),
        signal: (address, told) => signal(bot, address, told),
        acknowledge: (item) => acknowledge(bot, item),
        check: (webhookUrl) => check(bot, { webhookUrl, secretToken }),
      } satisfies Opened;
    },
  };
}

const publicBase = 'https://api.telegram.org';
const taken = { status: 200, contentType: 'application/json', body: '{}' } as const;

function verify({ headers, body }: RawRequest, secretToken: string): Verified {
  const given = headers['x-telegram-bot-api-secret-token'] ?? '';
  if (!isSameSecret(given, secretToken)) return { type: 'refused', why: 'signature' };
  const raw = Buffer.from(body).toString('utf8');
  return { type: 'entries', entries: [{ route: null, raw }], answer: taken };
}

async function signal(bot: TelegramBot, chat_id: string, told: Signalled): Promise<void> {
  if (told.type !== 'typing' || !told.on) return;
  await callTelegram(bot, 'sendChatAction', asJson({ chat_id, action: 'typing' }), signalMs);
}

const refusal = 'This bot answers in private chats only. Please write to it directly.';

/** A tap spins until it is answered. A group is told once: whoever has left cannot write there. */
async function acknowledge(bot: TelegramBot, item: Item): Promise<void> {
  const callback = callbackOf(item);
  if (callback !== null) {
    const answer = asJson({ callback_query_id: callback });
    await callTelegram(bot, 'answerCallbackQuery', answer, signalMs);
  }
  if (item.type !== 'unknown' || item.what !== groupItem) return;
  const { address: chat_id } = item;
  await callTelegram(bot, 'sendMessage', asJson({ chat_id, text: refusal }), signalMs);
  await callTelegram(bot, 'leaveChat', asJson({ chat_id }), signalMs);
}

const Me = z.object({ username: z.string() });
const Webhook = z.object({ last_error_message: z.string().optional() });

/** Tells Telegram where to send, and reports why it last failed to. */
async function check(
  bot: TelegramBot,
  { webhookUrl, secretToken }: { readonly webhookUrl: string; readonly secretToken: string },
): Promise<Checked> {
  const webhook = { url: webhookUrl, secret_token: secretToken, allowed_updates: allowedUpdates };
  const set = await callTelegram(bot, 'setWebhook', asJson(webhook), checkMs);
  // For example, an address without TLS.
  if (set.type === 'refused') return { type: 'missing', detail: set.detail };
  if (set.type !== 'ok') return postponedOf(set);
  const info = await callTelegram(bot, 'getWebhookInfo', asJson({}), checkMs);
  if (info.type !== 'ok') return postponedOf(info);
  const error = Webhook.safeParse(info.result).data?.last_error_message;
  if (error !== undefined) return { type: 'missing', detail: error };
  const me = await callTelegram(bot, 'getMe', asJson({}), checkMs);
  const entry = me.type === 'ok' ? Me.safeParse(me.result).data?.username : undefined;
  return { type: 'connected', entry };
}
