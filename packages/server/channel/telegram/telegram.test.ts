// The kind *telegram* keeps the contract of channels against its twin. It adds what private chats
// carry, taps that are answered, and groups that are refused once.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Message, Update } from '@grammyjs/types';
import { channelContract } from '@opportune/core/contracts/channel.contract.ts';
import type { Item, Opened, SendOrder } from '@opportune/core/ports/channel.ts';
import type { Part } from '@opportune/protocol/channel/parts.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import {
  startTelegramTwin,
  type TelegramTwin,
} from '../../../../test/twins/telegram-twin.test-support.ts';
import { requestBounded } from '../../http/outbound/bounded-request.ts';
import { isPublicAddress } from '../../http/outbound/public-address.ts';
import type { Reach } from '../reach.ts';
import { createTelegramKind } from './telegram-channel.ts';

const anywhere: Reach = (request) => requestBounded(request, () => true);
const publicOnly: Reach = (request) => requestBounded(request, isPublicAddress);

function storedOf({ base, botToken, secretToken }: TelegramTwin, secret = secretToken) {
  return {
    account: AccountId.parse('a-1'),
    settings: { apiBase: base },
    secret: JSON.stringify({ botToken, secretToken: secret }),
    capabilities: null,
  };
}

channelContract('telegram', async () => {
  const provider = await startTelegramTwin();
  return {
    adapter: createTelegramKind(anywhere),
    stored: storedOf(provider),
    stranger: storedOf(provider, 'another_secret'),
    provider,
    close: () => provider.stop(),
  };
});

describe('telegram', () => {
  let provider: TelegramTwin;
  let channel: Opened;
  before(async () => {
    provider = await startTelegramTwin();
    channel = openedOf(anywhere);
  });
  after(() => provider.stop());

  function openedOf(reach: Reach): Opened {
    const opened = createTelegramKind(reach).open(storedOf(provider));
    assert.ok(opened);
    return opened;
  }

  function itemOf(update: Update): Item {
    const verified = channel.verify(provider.request(update), 0);
    assert.ok(verified.type === 'entries');
    const [item] = verified.entries.flatMap((entry) => channel.items(entry));
    assert.ok(item);
    return item;
  }

  const chat = { id: 42, type: 'private', first_name: 'Ada' } as const;
  const from = {
    id: 42,
    is_bot: false,
    first_name: 'Ada',
    last_name: 'L',
    language_code: 'de',
  } as const;
  const written = (content: Partial<Message>): Item => {
    const message = { message_id: 7, date: 1_764_000_000, chat, from, ...content };
    return itemOf({ update_id: 5, message } as Update);
  };
  const contentOf = (content: Partial<Message>) => {
    const item = written(content);
    assert.ok(item.type === 'message');
    return item.content;
  };
  const file = { file_id: 'F1', file_unique_id: 'U1' };

  test('[TG1] a request is accepted only with its secret token, before anything is parsed', () => {
    const request = { ...provider.request({ update_id: 1 }), body: Buffer.from('{') };
    assert.equal(channel.verify(request, 0).type, 'entries');
    for (const token of ['', provider.secretToken.slice(0, -1), `${provider.secretToken}x`]) {
      const headers = { 'x-telegram-bot-api-secret-token': token };
      const refused = { type: 'refused', why: 'signature' };
      assert.deepEqual(channel.verify({ ...request, headers }, 0), refused);
    }
  });

  test('[TG2] a message has its sender, and the message that it answers', () => {
    const answered = { message_id: 6, date: 1, chat, text: 'Which?' };
    const item = written({ text: 'This one', reply_to_message: answered } as Partial<Message>);
    assert.ok(item.type === 'message');
    assert.deepEqual(
      [item.address, item.externalId, item.replyTo, item.at],
      ['42', '42:7', '42:6', 1_764_000_000_000],
    );
    assert.deepEqual(item.from, { name: 'Ada L', language: 'de', phone: null, vouched: true });
  });

  test('[TG2] files come with their caption, the largest of a picture’s sizes alone', () => {
    const sizes = [
      { ...file, file_id: 'small', width: 90, height: 90 },
      { ...file, file_id: 'large', width: 900, height: 900 },
    ];
    const photo = contentOf({ photo: sizes, caption: 'Broken' });
    assert.deepEqual(
      [photo.text, photo.media],
      ['Broken', [{ reference: 'large', name: 'photo.jpg' }]],
    );
    const named = contentOf({ document: { ...file, file_name: 'plan.pdf' } });
    assert.deepEqual(named.media, [{ reference: 'F1', name: 'plan.pdf' }]);
    const voice = contentOf({ voice: { ...file, duration: 3 } });
    assert.deepEqual(voice.media, [{ reference: 'F1', name: 'voice.ogg' }]);
  });

  test('[TG2] a contact and a place are read, and what is not read is named', () => {
    const contact = { phone_number: '+49 30 901820', first_name: 'Bea', user_id: 43 };
    assert.equal(contentOf({ contact }).text, 'Bea: +49 30 901820');
    const location = { latitude: 52.5, longitude: 13.4 };
    assert.deepEqual(contentOf({ location }).location, location);
    assert.equal(
      contentOf({ venue: { location, title: 'Shop', address: 'Mill Lane 1' }, location }).text,
      'Shop\nMill Lane 1',
    );
    assert.equal(contentOf({ story: { chat, id: 1 } }).unread, 'story');
  });

  test('[TG2] only their own number is the sender’s', () => {
    const phoneOf = (user_id: number) => {
      const contact = { phone_number: '+49 30 901820', first_name: 'Ada', user_id };
      const item = written({ contact });
      return item.type === 'message' ? item.from.phone : undefined;
    };
    assert.deepEqual([phoneOf(42), phoneOf(43)], ['+49 30 901820', null]);
  });

  test('[TG3] a tap is the choice of its button, and Telegram is told that it arrived', async () => {
    const keyboard = { inline_keyboard: [[{ text: 'Large', callback_data: 'l' }]] };
    const message = { message_id: 9, date: 1, chat, text: 'Which size?', reply_markup: keyboard };
    const query = { id: '4382bfdwdsb323b2d9', from, message, data: 'l', chat_instance: '1' };
    const item = itemOf({ update_id: 8, callback_query: query } as Update);
    assert.ok(item.type === 'message');
    assert.deepEqual(
      [item.address, item.content.choice, item.content.text, item.replyTo],
      ['42', 'l', 'Large', '42:9'],
    );
    await channel.acknowledge?.(item);
    const fields = { callback_query_id: query.id };
    assert.deepEqual(provider.calls.at(-1), { method: 'answerCallbackQuery', fields });
  });

  test('[TG4] a group is told once that the bot answers in private chats, and left', async () => {
    const group = { id: -1001, type: 'supergroup', title: 'Friends' } as const;
    const sent = () => provider.taken.filter(({ address }) => address === '-1001').length;
    for (const message_id of [1, 2]) {
      const message = { message_id, date: 1, chat: group, from, text: 'Hello bot' };
      const item = itemOf({ update_id: message_id, message } as Update);
      assert.deepEqual([item.type, item.address], ['unknown', '-1001']);
      await channel.acknowledge?.(item);
    }
    assert.equal(sent(), 1);
    assert.equal(provider.calls.at(-1)?.method, 'leaveChat');
  });

  const order = (parts: readonly Part[]): SendOrder => ({
    ...{ address: '42', parts, reference: 'd1', answers: null, author: null, topic: null },
    ...{ withinMs: 5000, read: async () => bytesOf('%PDF') },
    around: async () => ({ business: '', language: 'en', asked: '', replyTo: null }),
  });
  async function* bytesOf(text: string) {
    yield Buffer.from(text);
  }

  test('[TG5] choices are buttons below a text, and a card is a picture with its words', async () => {
    const buttons = [
      { type: 'reply', id: 's', label: 'Small' },
      { type: 'link', label: 'Guide', url: 'https://shop.example/sizes' },
    ] as const;
    const picture = { url: 'https://shop.example/1.jpg', alt: '' };
    const card = { title: 'Boots', text: '€ 90', picture, buttons: [...buttons] };
    const sent = await channel.send(
      order([
        { type: 'buttons', text: 'Which size?', buttons: [...buttons] },
        { type: 'cards', cards: [card] },
      ]),
    );
    assert.equal(sent.type, 'sent');
    const reply_markup = {
      inline_keyboard: [
        [{ text: 'Small', callback_data: 's' }],
        [{ text: 'Guide', url: 'https://shop.example/sizes' }],
      ],
    };
    assert.deepEqual(provider.calls.slice(-2), [
      { method: 'sendMessage', fields: { chat_id: '42', text: 'Which size?', reply_markup } },
      {
        method: 'sendPhoto',
        fields: { chat_id: '42', photo: picture.url, caption: 'Boots\n€ 90', reply_markup },
      },
    ]);
  });

  test('[TG5] a picture is sent as one, another file as a document, a place as a place', async () => {
    const about = { sizeBytes: 4, link: 'https://talk.example/f/1' };
    const image: Part = {
      type: 'file',
      file: { ...about, name: 'a "b".png', mediaType: 'image/png' },
    };
    const place: Part = { type: 'location', latitude: 52.5, longitude: 13.4, name: 'Shop' };
    assert.equal((await channel.send(order([image, place]))).type, 'sent');
    assert.deepEqual(provider.calls.slice(-2), [
      { method: 'sendPhoto', fields: { chat_id: '42', photo: 'a "b".png' } },
      {
        method: 'sendVenue',
        fields: {
          ...{ chat_id: '42', latitude: 52.5, longitude: 13.4 },
          title: 'Shop',
          address: '52.5, 13.4',
        },
      },
    ]);
  });

  test('[TG5] typing is shown', async () => {
    await channel.signal?.('42', { type: 'typing', on: true });
    const fields = { chat_id: '42', action: 'typing' };
    assert.deepEqual(provider.calls.at(-1), { method: 'sendChatAction', fields });
  });

  test('[TG6] a check tells Telegram where to send, and says what is missing', async () => {
    const webhook = 'https://talk.example/v1/channels/c1/webhook';
    assert.deepEqual(await channel.check?.(webhook), { type: 'connected', entry: 'aldermoor_bot' });
    const set = provider.calls.find(({ method }) => method === 'setWebhook');
    assert.deepEqual(
      [set?.fields['url'], set?.fields['secret_token']],
      [webhook, provider.secretToken],
    );
    const plain = await channel.check?.('http://talk.example/v1/channels/c1/webhook');
    assert.ok(plain?.type === 'missing');
    assert.match(plain.detail, /HTTPS/);
  });

  test('[CK3] a private address is not reached', async () => {
    const outcome = await openedOf(publicOnly).send(order([{ type: 'text', text: 'Hello' }]));
    assert.ok(outcome.type === 'refused' && outcome.reason === 'address-forbidden');
  });
});
