// Telegram, LINE, Messenger and Instagram, each against its twin, over the started product: what somebody writes begins a
// conversation, and what an agent answers arrives at the provider.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { type Product, startProduct } from '../support/product.test-support.ts';
import { deliver, talks, written } from '../support/provider-talk.test-support.ts';
import { type LineTwin, startLineTwin } from '../twins/line-twin.test-support.ts';
import { type PageTwin, startPageTwin } from '../twins/page-twin.test-support.ts';
import { startTelegramTwin, type TelegramTwin } from '../twins/telegram-twin.test-support.ts';

let product: Product;
let telegram: TelegramTwin;
let line: LineTwin;
let messenger: PageTwin;
let instagram: PageTwin;
before(async () => {
  telegram = await startTelegramTwin();
  line = await startLineTwin();
  messenger = await startPageTwin('messenger');
  instagram = await startPageTwin('instagram');
  product = await startProduct({ OPPORTUNE_ALLOW_PRIVATE_DELIVERY: 'on' });
});
after(async () => {
  await product?.close();
  await instagram?.stop();
  await messenger?.stop();
  await line?.stop();
  await telegram?.stop();
});

test('[CK4] a check says what is missing, and stops a channel whose credentials are not valid', async () => {
  const owner = await product.newAccount('Checked');
  const { base, secretToken } = telegram;
  const checked = async (botToken: string) => {
    const settings = { botToken, secretToken, apiBase: base };
    const draft = { kind: 'telegram', name: 'Bot', settings };
    const { id } = (await owner.call('POST', '/channels', draft)).body;
    const { body } = await owner.call('POST', `/channels/${id}/check`);
    const { state, lastError } = (await owner.call('GET', `/channels/${id}`)).body;
    return { ...body, id, state, lastError };
  };
  // The product here has no TLS, which Telegram demands.
  const missing = await checked(telegram.botToken);
  assert.deepEqual([missing.result, missing.state], ['missing', 'connected']);
  assert.match(missing.detail, /HTTPS/);
  const wrong = await checked('1:another');
  assert.deepEqual([wrong.result, wrong.state], ['reconnect', 'reconnect']);
  assert.equal(wrong.lastError, 'Unauthorized');
  const again = { settings: { botToken: telegram.botToken } };
  const mended = await owner.call('PATCH', `/channels/${wrong.id}`, again);
  assert.deepEqual([mended.body.state, mended.body.lastError], ['connected', null]);
});

test('[TG3] a conversation over Telegram: a message, a question with buttons, and a tap', () => {
  const { base, botToken, secretToken } = telegram;
  const id = Number(telegram.names?.address('ada'));
  const chat = { id, type: 'private', first_name: 'Ada' } as const;
  const from = { id, is_bot: false, first_name: 'Ada' } as const;
  const message = { message_id: 1, date: 1, chat, text: 'Which size?' } as const;
  const query = { id: 'q1', from, message, data: 'l', chat_instance: '1' };
  const tap = telegram.request({ update_id: 9, callback_query: query });
  return talks(product, telegram, 'telegram', { botToken, secretToken, apiBase: base }, tap);
});

test('[LN3] a conversation over LINE: a message, quick replies, and a postback', () => {
  const { base, channelSecret, channelToken } = line;
  const tap = line.request([
    {
      ...{ type: 'postback', mode: 'active', timestamp: Date.now(), replyToken: 'r2' },
      source: { type: 'user', userId: line.names?.address('ada') },
      webhookEventId: '01FZ74A0TDDPYRVKNK77XKC3ZR',
      postback: { data: 'l' },
    },
  ]);
  return talks(product, line, 'line', { channelSecret, channelToken, apiBase: base }, tap);
});

test('[PG2] a conversation over Messenger: a message, quick replies, and a tap', () => {
  const { base, settings } = messenger;
  return talks(product, messenger, 'messenger', { ...settings, apiBase: base }, tapIn(messenger));
});

test('[PG2] a conversation over Instagram: a message, quick replies, and a tap', () => {
  const { base, settings } = instagram;
  return talks(product, instagram, 'instagram', { ...settings, apiBase: base }, tapIn(instagram));
});

function tapIn(twin: PageTwin) {
  const sender = { id: twin.names?.address('ada') };
  const message = { mid: 'm_tap', text: 'Large', quick_reply: { payload: 'l' } };
  return twin.request([{ sender, recipient: { id: '1' }, timestamp: Date.now(), message }]);
}

test('[PG10] our own echo is no second message, and a mark of reading covers it', async () => {
  const owner = await product.newAccount('Echoes');
  const settings = { ...messenger.settings, apiBase: messenger.base };
  const draft = { kind: 'messenger', name: 'Page', settings };
  const { id: channel, webhookUrl } = (await owner.call('POST', '/channels', draft)).body;
  await owner.call('PUT', '/my-state', { state: 'online' });
  await deliver(webhookUrl, messenger.tell([written], 0, Date.now()));
  const conversation = async () => {
    const { items } = (await owner.call('GET', `/conversations?channel=${channel}`)).body;
    return items[0];
  };
  while ((await conversation()) === undefined) await owner.call('GET', '/channels');
  const path = `/conversations/${(await conversation()).id}`;
  await owner.call('POST', `${path}/take`);
  await owner.call('POST', `${path}/messages`, { id: randomUUID(), text: 'It left today' });
  const delivery = async () => (await owner.call('GET', `${path}/deliveries`)).body.items[0];
  while ((await delivery())?.state !== 'sent') await owner.call('GET', path);
  const reference = Object(messenger.posted.at(-1)?.['message']).metadata;
  const nothing = { media: [], choice: null, location: null, unread: null } as const;
  const content = { ...nothing, text: 'It left today' };
  const echo = { address: 'ada', at: Date.now(), type: 'echo', externalId: 'e1', content } as const;
  await deliver(webhookUrl, messenger.tell([{ ...echo, reference }], 0, Date.now()));
  const read = { address: 'ada', at: Date.now(), type: 'watermark', state: 'read' } as const;
  await deliver(webhookUrl, messenger.tell([{ ...read, until: Date.now() + 1000 }], 0, Date.now()));
  while ((await delivery()).state !== 'read') await owner.call('GET', path);
  const { messages } = (await owner.call('GET', `${path}/messages`)).body;
  const same = messages.filter(
    ({ body }: { body: { text?: string } }) => body.text === 'It left today',
  );
  assert.equal(same.length, 1);
});

test('[FE1] an answer from Messenger’s own app is in the conversation, and the contact’s reaction at it', async () => {
  const owner = await product.newAccount('Answered elsewhere');
  const settings = { ...messenger.settings, apiBase: messenger.base };
  const draft = { kind: 'messenger', name: 'Our page', settings };
  const { id: channel, webhookUrl } = (await owner.call('POST', '/channels', draft)).body;
  const tell = (told: Parameters<PageTwin['tell']>[0][number]) =>
    deliver(webhookUrl, messenger.tell([told], 0, Date.now()));
  await tell(written);
  const conversation = async () =>
    (await owner.call('GET', `/conversations?channel=${channel}`)).body.items[0];
  while ((await conversation()) === undefined) await owner.call('GET', '/channels');
  const path = `/conversations/${(await conversation()).id}`;
  const nothing = { media: [], choice: null, location: null, unread: null } as const;
  const at = written.at + 60_000;
  const echo = { address: 'ada', at, type: 'echo', externalId: 'm_app', reference: null } as const;
  for (let time = 0; time < 2; time += 1)
    await tell({ ...echo, content: { ...nothing, text: 'From the app' } });
  await tell({
    ...{ address: 'ada', at: at + 1000, type: 'reaction', externalId: 'm_app', reaction: '👍' },
  });
  const messages = async (): Promise<
    readonly { author: { type: string }; body: { type: string } }[]
  > => (await owner.call('GET', `${path}/messages`)).body.messages;
  while (!(await messages()).some(({ body }) => body.type === 'aside'))
    await owner.call('GET', path);
  const texts = (await messages()).filter(({ body }) => body.type === 'text');
  assert.deepEqual(
    texts.map(({ author }) => author),
    [{ type: 'visitor' }, { type: 'channel', name: 'Our page' }],
  );
  const { status, agent, unansweredSince } = await conversation();
  assert.deepEqual([status, agent, unansweredSince], ['resting', null, null]);
  const { items } = (await owner.call('GET', `${path}/deliveries`)).body;
  assert.deepEqual(items, []);
});
