// The kinds *messenger* and *instagram* keep the contract of channels against their twin. They add
// stories, postbacks, the hand-over protocol, the tag of people who answer late, and two ways of
// signing in to Instagram.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { channelContract } from '@opportune/core/contracts/channel.contract.ts';
import type { Item, Opened, SendOrder } from '@opportune/core/ports/channel.ts';
import type { Part } from '@opportune/protocol/channel/parts.ts';
import { InstagramSettings } from '@opportune/protocol/channel/meta-pages.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import {
  type PageProduct,
  type PageTwin,
  startPageTwin,
} from '../../../../test/twins/page-twin.test-support.ts';
import { requestBounded } from '../../http/outbound/bounded-request.ts';
import { isPublicAddress } from '../../http/outbound/public-address.ts';
import type { Reach } from '../reach.ts';
import { createPageKind } from './page-channel.ts';

const anywhere: Reach = (request) => requestBounded(request, () => true);
const publicOnly: Reach = (request) => requestBounded(request, isPublicAddress);
const now = Date.UTC(2026, 10, 25, 12);
const clock = { now: () => now };
const hourMs = 3_600_000;

function storedOf({ base, settings }: PageTwin, change: object = {}) {
  return {
    account: AccountId.parse('a-1'),
    settings: { apiBase: base },
    secret: JSON.stringify({ ...settings, ...change }),
    capabilities: null,
  };
}

for (const product of ['messenger', 'instagram'] as const)
  channelContract(product, async () => {
    const provider = await startPageTwin(product);
    const secret = product === 'messenger' ? 'appSecret' : 'instagramAppSecret';
    return {
      adapter: createPageKind(product, anywhere, clock),
      stored: storedOf(provider),
      stranger: storedOf(provider, { [secret]: 'another' }),
      provider,
      close: () => provider.stop(),
    };
  });

describe('messenger and instagram', () => {
  let messenger: PageTwin;
  let instagram: PageTwin;
  before(async () => {
    messenger = await startPageTwin('messenger');
    instagram = await startPageTwin('instagram');
  });
  after(async () => {
    await messenger.stop();
    await instagram.stop();
  });

  const twinOf = (product: PageProduct) => (product === 'messenger' ? messenger : instagram);

  function openedOf(product: PageProduct, change: object = {}, reach = anywhere): Opened {
    const stored = storedOf(twinOf(product), change);
    const opened = createPageKind(product, reach, clock).open(stored);
    assert.ok(opened);
    return opened;
  }

  const around = { sender: { id: '42' }, recipient: { id: '1' }, timestamp: now };

  function itemOf(product: PageProduct, event: object, list?: 'messaging' | 'standby'): Item {
    const channel = openedOf(product);
    const request = twinOf(product).request([{ ...around, ...event }], list && { list });
    const verified = channel.verify(request, now);
    assert.ok(verified.type === 'entries');
    const [item] = verified.entries.flatMap((entry) => channel.items(entry));
    assert.ok(item);
    return item;
  }

  const contentOf = (product: PageProduct, message: object) => {
    const item = itemOf(product, { message: { mid: 'm_1', ...message } });
    assert.ok(item.type === 'message');
    return item.content;
  };

  test('[PG1] files come with their kind, and places are places', () => {
    const url = 'https://cdn.example/1';
    const image = { attachments: [{ type: 'image', payload: { url } }] };
    assert.deepEqual(contentOf('messenger', image).media, [{ reference: url, name: 'photo.jpg' }]);
    const coordinates = { lat: 52.5, long: 13.4 };
    const place = { attachments: [{ type: 'location', payload: { coordinates } }] };
    const location = { latitude: 52.5, longitude: 13.4 };
    assert.deepEqual(contentOf('messenger', place).location, location);
    const poll = { attachments: [{ type: 'poll', payload: null }] };
    assert.equal(contentOf('messenger', poll).unread, 'poll');
  });

  test('[PG1] an answer to a story, and a mention in one, carry the story', () => {
    const url = 'https://cdn.example/story';
    const reply = contentOf('instagram', {
      text: 'Is it oak?',
      reply_to: { story: { url, id: '9' } },
    });
    assert.deepEqual(
      [reply.text, reply.media, reply.unread],
      ['Is it oak?', [{ reference: url, name: 'story.jpg' }], 'story reply'],
    );
    const mention = { attachments: [{ type: 'story_mention', payload: { url } }] };
    const mentioned = contentOf('instagram', mention);
    assert.deepEqual(
      [mentioned.media, mentioned.unread],
      [[{ reference: url, name: 'story.jpg' }], 'story mention'],
    );
    assert.equal(contentOf('instagram', { is_unsupported: true }).unread, 'unsupported');
  });

  test('[PG1] a message names the one that it answers', () => {
    const item = itemOf('messenger', {
      message: { mid: 'm_2', text: 'Yes', reply_to: { mid: 'm_1' } },
    });
    assert.equal(item.type === 'message' && item.replyTo, 'm_1');
  });

  test('[PG1] an unsent message is a deletion', () => {
    const item = itemOf('instagram', { message: { mid: 'm_1', is_deleted: true } });
    assert.deepEqual([item.type, item.type === 'deletion' && item.externalId], ['deletion', 'm_1']);
  });

  test('[PG2] a quick reply and a postback are the choice', () => {
    const quick = contentOf('messenger', { text: 'Large', quick_reply: { payload: 'l' } });
    assert.deepEqual([quick.choice, quick.text], ['l', 'Large']);
    const postback = { mid: 'm_9', title: 'Track it', payload: 'track' };
    const item = itemOf('messenger', { postback });
    assert.ok(item.type === 'message');
    assert.deepEqual(
      [item.externalId, item.content.choice, item.content.text],
      ['m_9', 'track', 'Track it'],
    );
  });

  test('[PG3] what is written while another app has the conversation says so', () => {
    const message = { mid: 'm_1', text: 'Hi' };
    const item = itemOf('messenger', { message }, 'standby');
    const plain = itemOf('messenger', { message });
    assert.ok(item.type === 'message' && plain.type === 'message');
    assert.deepEqual([item.standby, plain.standby], [true, undefined]);
    assert.equal(item.key, plain.key, 'told both ways, it is one');
  });

  test('[PG3] apps pass, take and ask for a conversation', () => {
    const told = (event: object) => {
      const item = itemOf('instagram', event);
      return item.type === 'control' ? [item.what, item.app, item.address] : [];
    };
    const owners = { previous_owner_app_id: '7', new_owner_app_id: 8, metadata: 'x' };
    assert.deepEqual(told({ pass_thread_control: owners }), ['given', '7', '42']);
    assert.deepEqual(told({ take_thread_control: owners }), ['taken', '8', '42']);
    const requested = { requested_owner_app_id: '9', metadata: 'x' };
    assert.deepEqual(told({ request_thread_control: requested }), ['wanted', '9', '42']);
    const idle = { previous_owner_app_id: null, new_owner_app_id: '8' };
    assert.deepEqual(told({ pass_thread_control: idle }), ['given', null, '42']);
  });

  test('[PG4] marks cover all before them in Messenger, and one message in Instagram', () => {
    const delivered = itemOf('messenger', { delivery: { mids: ['m_1'], watermark: now } });
    assert.deepEqual(
      [delivered.type, delivered.type === 'watermark' && delivered.state],
      ['watermark', 'delivered'],
    );
    const seen = itemOf('instagram', { read: { mid: 'm_1' } });
    assert.deepEqual(
      [seen.type, seen.type === 'receipt' && [seen.externalId, seen.state]],
      ['receipt', ['m_1', 'read']],
    );
  });

  test('[PG5] each entry goes to the channel of its page or account', () => {
    const request = messenger.request([around], { id: '77' });
    const verified = openedOf('messenger').verify(request, now);
    assert.deepEqual(verified.type === 'entries' && verified.entries.map(({ route }) => route), [
      '77',
    ]);
    assert.equal(openedOf('messenger').route, messenger.settings['pageId']);
    assert.equal(openedOf('instagram').route, instagram.settings['userId']);
  });

  const { settings: page } = { settings: { appSecret: 's', pageToken: 't', pageId: '5' } };

  test('[PG6] Instagram is signed in to by a page, or by its own sign-in, whole', () => {
    const own = { instagramAppSecret: 's', userToken: 't', userId: '6' };
    const missing = (settings: object) =>
      InstagramSettings.safeParse({ verifyToken: 'v', ...settings }).error?.issues[0]?.path[0];
    assert.equal(missing(page), undefined);
    assert.equal(missing(own), undefined);
    assert.equal(missing({ ...page, userId: '6' }), undefined);
    assert.equal(missing({ ...own, userId: undefined }), 'userId');
    assert.equal(missing({ ...page, pageToken: undefined }), 'pageToken');
    assert.equal(missing({}), 'appSecret');
  });

  test('[PG6] through a page, all entries are the channel’s own unless its account is named', () => {
    const by = (settings: object) => {
      const secret = JSON.stringify({ verifyToken: 'v', ...page, ...settings });
      const stored = { ...storedOf(instagram), secret };
      return createPageKind('instagram', anywhere, clock).open(stored)?.route;
    };
    assert.deepEqual([by({}), by({ userId: '6' })], [null, '6']);
  });

  const order = (parts: readonly Part[], agoMs = 0): SendOrder => ({
    ...{ address: '42', parts, reference: 'd1.0', author: null, topic: null },
    answers: { externalId: 'm_1', at: now - agoMs, token: null },
    ...{ withinMs: 5000, read: async () => null },
    around: async () => ({ business: '', language: 'en', asked: '', replyTo: null }),
  });
  const hello: Part = { type: 'text', text: 'Hello' };

  test('[PG7] a message carries our reference to Messenger, and none by Instagram’s sign-in', async () => {
    for (const [product, metadata] of [
      ['messenger', 'd1.0'],
      ['instagram', undefined],
    ] as const) {
      assert.equal((await openedOf(product).send(order([hello]))).type, 'sent');
      assert.equal(Object(twinOf(product).posted.at(-1)?.['message']).metadata, metadata);
    }
  });

  test('[PG7] choices are quick replies, and cards are a carousel', async () => {
    const replies = [{ id: 's', label: 'Small' }];
    const buttons = [
      { type: 'reply', id: 'm', label: 'More' },
      { type: 'link', label: 'Guide', url: 'https://shop.example/' },
    ] as const;
    const card = { title: 'Boots', text: '€ 90', buttons: [...buttons] };
    const parts: readonly Part[] = [
      { type: 'replies', text: 'Which size?', replies },
      { type: 'cards', cards: [card, card] },
      { type: 'buttons', text: 'Or this?', buttons: [...buttons] },
    ];
    assert.equal((await openedOf('messenger').send(order(parts))).type, 'sent');
    const [, cards] = messenger.posted.slice(-3);
    const { payload } = Object(cards?.['message']).attachment;
    assert.deepEqual(
      [payload.template_type, payload.elements.length, payload.elements[0].subtitle],
      ['generic', 2, '€ 90'],
    );
  });

  test('[PG8] after 24 hours a message has the tag of people, for seven days if it was granted', async () => {
    const channel = openedOf('messenger', { humanAgent: 'on' });
    await channel.send(order([hello], 23 * hourMs));
    assert.equal(messenger.posted.at(-1)?.['messaging_type'], 'RESPONSE');
    await channel.send(order([hello], 25 * hourMs));
    const { messaging_type: type, tag } = Object(messenger.posted.at(-1));
    assert.deepEqual([type, tag], ['MESSAGE_TAG', 'HUMAN_AGENT']);
    const hoursOf = (opened: Opened) => opened.capabilities.window?.hours;
    assert.deepEqual([hoursOf(channel), hoursOf(openedOf('messenger'))], [168, 24]);
  });

  test('[PG7] typing and reading are told', async () => {
    const channel = openedOf('messenger');
    await channel.signal?.('42', { type: 'typing', on: true });
    await channel.signal?.('42', { type: 'read', externalId: 'm_1' });
    assert.deepEqual(
      messenger.posted.slice(-2).map((each) => each['sender_action']),
      ['typing_on', 'mark_seen'],
    );
  });

  test('[PG3] a conversation is taken, asked for or passed, as the page routes them', async () => {
    const channel = openedOf('messenger');
    const on = (act: 'take' | 'ask' | 'pass') => channel.control?.('42', { act });
    const refused = await on('take');
    assert.ok(refused?.type === 'refused');
    assert.match(refused.detail, /Conversation Routing is not enabled/);
    assert.deepEqual(await on('ask'), { type: 'done', passedTo: null });
    messenger.routes = true;
    assert.deepEqual(await on('take'), { type: 'done', passedTo: null });
    assert.equal((await on('ask'))?.type, 'refused');
    assert.deepEqual(await on('pass'), { type: 'done', passedTo: '263902037430900' });
    const late = await channel.send(order([hello]));
    assert.ok(late.type === 'refused' && late.reason === 'other-app', JSON.stringify(late));
    assert.deepEqual(await on('take'), { type: 'done', passedTo: null });
    assert.equal((await channel.send(order([hello]))).type, 'sent');
    messenger.routes = false;
    assert.deepEqual(
      messenger.controls.map(({ edge }) => edge.split('_')[0]),
      ['request', 'take', 'pass', 'take'],
    );
  });

  test('[PG9] a check subscribes the app, and the profile has the name', async () => {
    for (const product of ['messenger', 'instagram'] as const) {
      const channel = openedOf(product);
      const entry = product === 'instagram' ? 'aldermoor.shop' : undefined;
      const checked = await channel.check?.('https://talk.example/hook');
      assert.deepEqual(checked, { type: 'connected', entry });
      assert.match(twinOf(product).subscribed ?? '', /^messages,messaging_postbacks/);
      assert.equal(await channel.nameOf?.('42'), 'Ada Lindqvist');
    }
  });

  test('[CK3] a private address is not reached', async () => {
    const channel = openedOf('messenger', {}, publicOnly);
    const outcome = await channel.send(order([hello]));
    assert.ok(outcome.type === 'refused' && outcome.reason === 'address-forbidden');
  });
});
