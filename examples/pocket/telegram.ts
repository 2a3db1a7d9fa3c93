// Telegram on the telephone.
import { z } from 'zod';
import { startTelegramTwin } from '../../test/twins/telegram-twin.test-support.ts';
import { numberFor, TwinFiles } from '../../test/twins/twin-server.test-support.ts';
import {
  type App,
  type Arrive,
  type Bubble,
  fileBytes,
  newId,
  newSecret,
  only,
  person,
  words,
} from './app.ts';

export async function openTelegram(arrive: Arrive): Promise<App> {
  const files = new TwinFiles(fileBytes);
  const twin = await startTelegramTwin({
    files,
    secrets: { botToken: `7${numberFor(newSecret())}:${newSecret()}`, secretToken: newSecret() },
    onShown: ({ externalId, posted }) => {
      const bubble = posted['action'] === 'typing' ? 'typing' : bubbleOf(posted);
      if (bubble !== null) arrive({ externalId, bubble });
    },
  });
  const chat = { id: numberFor(person), type: 'private', first_name: 'Ada' } as const;
  const from = { id: chat.id, is_bot: false, first_name: 'Ada' } as const;
  const now = () => Math.floor(Date.now() / 1000);
  return {
    kind: 'telegram',
    settings: { botToken: twin.botToken, secretToken: twin.secretToken, apiBase: twin.base },
    files,
    say: (text) => only(twin.tell([words(text)], 0, Date.now())),
    tap({ data, title, of }) {
      const inline_keyboard = [[{ text: title, callback_data: data }]];
      const message = {
        ...{ message_id: Number(of), date: now(), chat, text: title },
        reply_markup: { inline_keyboard },
      };
      const query = { id: newId(), from, chat_instance: '1', data, message };
      return twin.request({ update_id: numberFor(newId()), callback_query: query });
    },
    picture(jpeg) {
      const file_id = twin.media?.put(jpeg) ?? '';
      const photo = [{ file_id, file_unique_id: file_id, width: 1, height: 1 }];
      const message = { message_id: numberFor(newId()), date: now(), chat, from, photo };
      return twin.request({ update_id: numberFor(newId()), message });
    },
    seen: () => [],
    stop: () => twin.stop(),
  };
}

const Button = z.object({
  text: z.string(),
  callback_data: z.string().optional(),
  url: z.string().optional(),
});
const Posted = z.object({
  text: z.string().optional(),
  caption: z.string().optional(),
  title: z.string().optional(),
  photo: z.string().optional(),
  document: z.string().optional(),
  reply_markup: z.object({ inline_keyboard: z.array(z.array(Button)) }).optional(),
});

function bubbleOf(posted: unknown): Bubble | null {
  const read = Posted.safeParse(posted);
  if (!read.success) return null;
  const { text, caption, title, photo, document, reply_markup: markup } = read.data;
  const said = text ?? caption ?? title ?? document ?? '';
  if (said === '' && photo === undefined) return null;
  const buttons = (markup?.inline_keyboard.flat() ?? []).map((button) =>
    button.url === undefined
      ? { title: button.text, data: button.callback_data ?? '' }
      : { title: button.text, url: button.url },
  );
  return { text: said, picture: photo ?? null, buttons };
}
