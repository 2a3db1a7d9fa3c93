// Files of messages: asked for by their id, then read from the address that Telegram names, which
// holds for an hour. https://core.telegram.org/bots/api#getfile
import type { Fetched, MediaBounds } from '@opportune/core/ports/channel.ts';
import { asJson } from '../provider/file-form.ts';
import { notReached } from '../provider/read-answer.ts';
import { z } from 'zod';
import { callTelegram, postponedOf, type TelegramBot } from './telegram-api.ts';

const Found = z.object({ file_path: z.string(), file_size: z.number().optional() });

export async function fetchTelegramMedia(
  bot: TelegramBot,
  reference: string,
  { mostBytes, withinMs }: MediaBounds,
): Promise<Fetched> {
  const asked = await callTelegram(bot, 'getFile', asJson({ file_id: reference }), withinMs);
  // Telegram gives no file over 20 MB.
  if (asked.type === 'refused')
    return { type: asked.reason === 'too-large' ? 'too-large' : 'gone' };
  if (asked.type !== 'ok') return postponedOf(asked);
  const found = Found.safeParse(asked.result);
  if (!found.success) return { type: 'gone' };
  const { file_path: path, file_size: size = 0 } = found.data;
  if (size > mostBytes) return { type: 'too-large' };
  const url = `${bot.base}/file/bot${bot.token}/${path}`;
  const reached = await bot.reach({ url, method: 'GET', headers: {}, withinMs });
  if (reached.type !== 'answered') return postponedOf(notReached(reached));
  const { status, headers, body } = reached;
  if (status === 200 && Number(headers['content-length'] ?? 0) <= mostBytes)
    return { type: 'media', name: null, bytes: body };
  body.destroy();
  if (status === 200) return { type: 'too-large' };
  return status >= 500
    ? { type: 'unreachable', detail: `It answered ${status}.` }
    : { type: 'gone' };
}
