// The kind *line* keeps the contract of channels against its twin. LINE's own library judges the
// signature. It adds what events carry, reply tokens and retry keys, and flex messages.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { validateSignature } from '@line/bot-sdk';
import fc from 'fast-check';
import { channelContract } from '@opportune/core/contracts/channel.contract.ts';
import type { Happened, Opened, SendOrder } from '@opportune/core/ports/channel.ts';
import type { Part } from '@opportune/protocol/channel/parts.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { type LineTwin, startLineTwin } from '../../../../test/twins/line-twin.test-support.ts';
import { requestBounded } from '../../http/outbound/bounded-request.ts';
import { isPublicAddress } from '../../http/outbound/public-address.ts';
import type { Reach } from '../reach.ts';
import { createLineKind, lineSignature } from './line-channel.ts';

const now = Date.UTC(2026, 10, 24, 12);
const clock = { now: () => now };
const anywhere: Reach = (request) => requestBounded(request, () => true);
const publicOnly: Reach = (request) => requestBounded(request, isPublicAddress);

function storedOf({ base, channelSecret, channelToken }: LineTwin, secret = channelSecret) {
  return {
    account: AccountId.parse('a-1'),
    settings: { apiBase: base },
    secret: JSON.stringify({ channelSecret: secret, channelToken }),
    capabilities: null,
  };
}

channelContract('line', async () => {
  const provider = await startLineTwin();
  return {
    adapter: createLineKind(anywhere, clock),
    stored: storedOf(provider),
    stranger: storedOf(provider, 'another'),
    provider,
    close: () => provider.stop(),
  };
});

describe('line', () => {
  let provider: LineTwin;
  let channel: Opened;
  before(async () => {
    provider = await startLineTwin();
    channel = openedOf(anywhere);
  });
  after(() => provider.stop());

  function openedOf(reach: Reach): Opened {
    const opened = createLineKind(reach, clock).open(storedOf(provider));
    assert.ok(opened);
    return opened;
  }

  const user = 'U8189cf6745fc0d808977bdb0b9f22995';
  const event = (
    type: string,
    of: object = {},
    source: object = { type: 'user', userId: user },
  ) => ({
    ...{
      type,
      mode: 'active',
      timestamp: now,
      source,
      webhookEventId: '01FZ74A0TDDPYRVKNK77XKC3ZR',
    },
    ...of,
  });
  function happened(of: object): Happened & { readonly address: string } {
    const verified = channel.verify(provider.request([of]), now);
    assert.ok(verified.type === 'entries');
    const [item] = verified.entries.flatMap((entry) => channel.items(entry));
    assert.ok(item);
    return item;
  }
  const contentOf = (message: object) => {
    const item = happened(event('message', { replyToken: 'r', message: { id: '1', ...message } }));
    assert.ok(item.type === 'message');
    return item.content;
  };

  test('[LN1] signatures are those of LINE’s own library', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.stringMatching(/^[0-9a-f]{32}$/),
        (body, secret) => {
          const signature = lineSignature(Buffer.from(body), secret);
          assert.ok(validateSignature(Buffer.from(body), secret, signature));
          assert.equal(validateSignature(Buffer.from(`${body}x`), secret, signature), false);
        },
      ),
    );
  });

  test('[LN1] a request without events, as LINE’s console sends it, is answered', () => {
    const verified = channel.verify(provider.request([]), now);
    assert.ok(verified.type === 'entries');
    assert.deepEqual([verified.entries, verified.answer.status], [[], 200]);
  });

  test('[LN1] an unsigned body is refused before it is parsed', () => {
    const request = { ...provider.request([]), body: Buffer.from('{') };
    assert.deepEqual(channel.verify(request, now), { type: 'refused', why: 'signature' });
  });

  test('[LN2] a sticker is said in words, and files are named by their kind', () => {
    const sticker = contentOf({
      type: 'sticker',
      stickerId: '1',
      packageId: '1',
      keywords: ['cony', 'sally', 'Staring', 'hi'],
    });
    assert.deepEqual([sticker.text, sticker.unread], ['cony, sally, Staring', 'sticker']);
    const own = { contentProvider: { type: 'line' } };
    assert.deepEqual(contentOf({ type: 'image', ...own }).media, [
      { reference: '1', name: 'image.jpg' },
    ]);
    assert.deepEqual(contentOf({ type: 'file', fileName: 'plan.pdf', fileSize: 9 }).media, [
      { reference: '1', name: 'plan.pdf' },
    ]);
    const external = {
      contentProvider: { type: 'external', originalContentUrl: 'https://a.example/1' },
    };
    assert.equal(
      contentOf({ type: 'video', ...external }).media[0]?.reference,
      'https://a.example/1',
    );
  });

  test('[LN2] a place is a place, and a kind that LINE adds is named', () => {
    const place = { latitude: 35.6, longitude: 139.7 };
    const content = contentOf({
      type: 'location',
      title: 'Shop',
      address: 'Mill Lane 1',
      ...place,
    });
    assert.deepEqual([content.text, content.location], ['Shop\nMill Lane 1', place]);
    assert.equal(contentOf({ type: 'hologram' }).unread, 'hologram');
  });

  test('[LN3] a postback is the choice of its button', () => {
    const item = happened(event('postback', { replyToken: 'r', postback: { data: 'l' } }));
    assert.ok(item.type === 'message');
    assert.deepEqual([item.content.choice, item.token, item.address], ['l', 'r', user]);
  });

  test('[LN2] what happens in a group is kept and belongs to nobody', () => {
    const group = { type: 'group', groupId: 'Ca56f94637c', userId: user };
    const message = { id: '1', type: 'text', text: 'Hello' };
    const item = happened(event('message', { message }, group));
    assert.deepEqual([item.type, item.address], ['unknown', '']);
  });

  const order = (given: Partial<SendOrder> = {}): SendOrder => ({
    ...{ address: user, parts: [{ type: 'text', text: 'Hello' }], reference: 'd1' },
    ...{ answers: null, author: null, topic: null, withinMs: 5000, read: async () => null },
    around: async () => ({ business: '', language: 'en', asked: '', replyTo: null }),
    ...given,
  });
  const answering = (token: string, at = now - 1000) => ({ externalId: '1', at, token });
  const ways = () => provider.accepted.map(({ way }) => way);

  test('[LN4] a fresh reply token is used, once, and everything else is pushed', async () => {
    const token = provider.newReplyToken(user);
    for (const reference of ['r1', 'r2'])
      assert.equal(
        (await channel.send(order({ answers: answering(token), reference }))).type,
        'sent',
      );
    const old = answering(provider.newReplyToken(user), now - 50_000);
    assert.equal((await channel.send(order({ answers: old, reference: 'r3' }))).type, 'sent');
    assert.deepEqual(ways().slice(-3), ['reply', 'push', 'push']);
  });

  test('[LN4] six parts are a reply of five and a push', async () => {
    const parts = Array.from({ length: 6 }, (_, at): Part => ({ type: 'text', text: `${at}` }));
    const answers = answering(provider.newReplyToken(user));
    const sent = await channel.send(order({ parts, answers, reference: 'six' }));
    assert.ok(sent.type === 'sent');
    assert.equal(new Set(sent.externalIds).size, 6);
    const counts = provider.accepted.slice(-2).map(({ way, messages }) => [way, messages.length]);
    assert.deepEqual(counts, [
      ['reply', 5],
      ['push', 1],
    ]);
  });

  test('[LN5] a reply without an answer is uncertain and is not repeated', async () => {
    provider.fail({ type: 'silent' });
    const answers = answering(provider.newReplyToken(user));
    const outcome = await channel.send(order({ answers, withinMs: 300, reference: 'lost' }));
    provider.heal();
    assert.ok(outcome.type === 'uncertain');
    assert.equal(outcome.again, false);
  });

  test('[LN6] choices are quick replies, and cards are flex messages', async () => {
    const buttons = [
      { type: 'reply', id: 's', label: 'Small' },
      { type: 'link', label: 'Guide', url: 'https://shop.example/sizes' },
    ] as const;
    const card = { title: 'Boots', text: '€ 90', buttons: [...buttons] };
    const picture = { url: 'https://shop.example/1.jpg', alt: '' };
    const parts: readonly Part[] = [
      { type: 'replies', text: 'Which size?', replies: [{ id: 's', label: 'Small' }] },
      { type: 'buttons', text: 'Which size?', buttons: [...buttons] },
      { type: 'cards', cards: [card, { ...card, picture }] },
      { type: 'location', latitude: 52.5, longitude: 13.4, name: 'Shop' },
    ];
    const outcome = await channel.send(order({ parts, reference: 'cards' }));
    assert.equal(outcome.type, 'sent');
    const sent = provider.accepted.at(-1)?.messages ?? [];
    assert.deepEqual(
      sent.map((each) => Reflect.get(each, 'type')),
      ['text', 'flex', 'flex', 'location'],
    );
    assert.match(JSON.stringify(sent[2]), /"carousel".*1\.jpg/);
  });

  test('[LN6] a picture is sent by its link, another file as a line', async () => {
    const about = { name: 'a.png', sizeBytes: 4, link: 'https://talk.example/f/1' };
    const parts = ['image/png', 'application/pdf'].map((mediaType): Part => ({
      type: 'file',
      file: { ...about, mediaType },
    }));
    assert.equal((await channel.send(order({ parts, reference: 'files' }))).type, 'sent');
    assert.deepEqual(provider.accepted.at(-1)?.messages, [
      { type: 'image', originalContentUrl: about.link, previewImageUrl: about.link },
      { type: 'text', text: `a.png\n${about.link}` },
    ]);
  });

  test('[LN2] the name comes from the profile', async () => {
    assert.equal(await channel.nameOf?.(user), 'Ada');
  });

  test('[LN7] a check tells LINE where to send, and says what is missing', async () => {
    const webhook = 'https://talk.example/v1/channels/c1/webhook';
    assert.deepEqual(await channel.check?.(webhook), { type: 'connected', entry: '@aldermoor' });
    provider.isActive = false;
    const off = await channel.check?.(webhook);
    provider.isActive = true;
    assert.ok(off?.type === 'missing');
    assert.match(off.detail, /Use webhook/);
    assert.equal((await channel.check?.(webhook.replace('https', 'http')))?.type, 'missing');
  });

  test('[CK3] a private address is not reached', async () => {
    const outcome = await openedOf(publicOnly).send(order());
    assert.ok(outcome.type === 'refused' && outcome.reason === 'address-forbidden');
  });
});
