// Sends the parts of a message, each with one call of the Bot API, and stops at the first that is
// not taken. Nothing is marked up: text stays as it was written.
import type { NotSent, SendOrder, SendOutcome } from '@opportune/core/ports/channel.ts';
import type { LaidCard, Part } from '@opportune/protocol/channel/parts.ts';
import { z } from 'zod';
import { asJson, fileForm, type Sent } from '../provider/file-form.ts';
import { sendParts } from '../provider/send-parts.ts';
import { type Called, callTelegram, type TelegramBot } from './telegram-api.ts';
import { externalIdOf } from './telegram-items.ts';

const Taken = z.object({ message_id: z.number() });

export function sendTelegram(bot: TelegramBot, order: SendOrder): Promise<SendOutcome> {
  return sendParts(order, async (part, withinMs) => {
    const sent = await sendPart(bot, order, part, withinMs);
    if (sent.type !== 'ok') return sent;
    const taken = Taken.safeParse(sent.result);
    return taken.success
      ? { type: 'taken', externalId: externalIdOf(order.address, taken.data.message_id) }
      : { type: 'uncertain', detail: unreadAnswer };
  });
}

const unreadAnswer = 'Telegram’s answer has no id of a message.';

function sendPart(
  bot: TelegramBot,
  { address: chat_id, read }: SendOrder,
  part: Part,
  withinMs: number,
): Promise<Called> {
  const call = (method: string, sent: Sent) => callTelegram(bot, method, sent, withinMs);
  switch (part.type) {
    case 'text':
      return call('sendMessage', asJson({ chat_id, text: part.text }));
    case 'buttons': {
      const reply_markup = keyboardOf(part.buttons);
      return call('sendMessage', asJson({ chat_id, text: part.text, reply_markup }));
    }
    case 'cards':
      return sendCard(call, chat_id, part.cards[0] ?? noCard);
    case 'location': {
      const { latitude, longitude, name } = part;
      const place = { chat_id, latitude, longitude };
      if (name === undefined) return call('sendLocation', asJson(place));
      const address = `${latitude}, ${longitude}`;
      return call('sendVenue', asJson({ ...place, title: name, address }));
    }
    case 'file':
      return sendFile(call, chat_id, part.file, read);
    // The capabilities do not have these.
    case 'template':
      return call('sendMessage', asJson({ chat_id, text: part.template.text }));
    case 'replies':
    case 'list':
    case 'form':
      return call('sendMessage', asJson({ chat_id, text: part.text }));
  }
}

type Call = (method: string, sent: Sent) => Promise<Called>;
type File = Extract<Part, { type: 'file' }>['file'];

async function sendFile(
  call: Call,
  chat: string,
  file: File,
  read: SendOrder['read'],
): Promise<Called> {
  const bytes = await read(file);
  if (bytes === null) return gone;
  // A picture over 10 MB is taken as a document only.
  const isPhoto = photoTypes.has(file.mediaType) && file.sizeBytes <= photoBytes;
  return isPhoto
    ? call('sendPhoto', fileForm({ chat_id: chat }, 'photo', file, bytes))
    : call('sendDocument', fileForm({ chat_id: chat }, 'document', file, bytes));
}

const photoTypes = new Set(['image/jpeg', 'image/png']);
const photoBytes = 10_000_000;
const fileGone = 'The file is gone.';
const gone: NotSent = { type: 'refused', reason: 'not-taken', detail: fileGone };
const noCard: LaidCard = { title: '…', text: '', buttons: [] };

/** Sends the words alone if Telegram cannot fetch the picture. */
async function sendCard(call: Call, chat_id: string, card: LaidCard): Promise<Called> {
  const words = [card.title, card.text].filter((each) => each !== '').join('\n');
  const buttons = card.buttons.length === 0 ? {} : { reply_markup: keyboardOf(card.buttons) };
  if (card.picture !== undefined) {
    const photo = { chat_id, photo: card.picture.url, caption: words, ...buttons };
    const sent = await call('sendPhoto', asJson(photo));
    if (sent.type !== 'refused' || sent.reason !== 'not-taken') return sent;
  }
  return call('sendMessage', asJson({ chat_id, text: words, ...buttons }));
}

/** One button a row, because several share the width of the screen. */
function keyboardOf(buttons: LaidCard['buttons']) {
  return {
    inline_keyboard: buttons.map((button) => [
      button.type === 'reply'
        ? { text: button.label, callback_data: button.id }
        : { text: button.label, url: button.url },
    ]),
  };
}
