// The kind *whatsapp* keeps the contract of channels against its twin. It adds who a contact is, what
// messages carry, several numbers on one webhook, and templates.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { channelContract } from '@opportune/core/contracts/channel.contract.ts';
import { lay } from '@opportune/core/channel/lay/lay.ts';
import type { Item, Opened, SendOrder } from '@opportune/core/ports/channel.ts';
import type { Part } from '@opportune/protocol/channel/parts.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import {
  startWhatsappTwin,
  type WhatsappTwin,
} from '../../../../test/twins/whatsapp-twin.test-support.ts';
import { requestBounded } from '../../http/outbound/bounded-request.ts';
import { isPublicAddress } from '../../http/outbound/public-address.ts';
import type { Reach } from '../reach.ts';
import { whatsappCapabilities } from './whatsapp-capabilities.ts';
import { createWhatsappKind } from './whatsapp-channel.ts';

const anywhere: Reach = (request) => requestBounded(request, () => true);
const publicOnly: Reach = (request) => requestBounded(request, isPublicAddress);

function storedOf({ base, settings }: WhatsappTwin, change: object = {}) {
  const { phoneNumberId, businessAccountId, ...secrets } = settings;
  return {
    account: AccountId.parse('a-1'),
    settings: { apiBase: base, phoneNumberId, businessAccountId },
    secret: JSON.stringify({ ...secrets, ...change }),
    capabilities: null,
  };
}

channelContract('whatsapp', async () => {
  const provider = await startWhatsappTwin();
  return {
    adapter: createWhatsappKind(anywhere),
    stored: storedOf(provider),
    stranger: storedOf(provider, { appSecret: 'another' }),
    provider,
    close: () => provider.stop(),
  };
});

describe('whatsapp', () => {
  let provider: WhatsappTwin;
  let channel: Opened;
  before(async () => {
    provider = await startWhatsappTwin();
    channel = openedOf(anywhere);
  });
  after(() => provider.stop());

  function openedOf(reach: Reach): Opened {
    const opened = createWhatsappKind(reach).open(storedOf(provider));
    assert.ok(opened);
    return opened;
  }

  function itemsOf(value: object): readonly Item[] {
    const verified = channel.verify(provider.request(value), 0);
    assert.ok(verified.type === 'entries');
    return verified.entries.flatMap((entry) => channel.items(entry));
  }

  const about = {
    from_user_id: 'DE.13491208655302741918',
    id: 'wamid.M7',
    timestamp: '1764000000',
  };
  const contacts = [{ profile: { name: 'Ada' }, wa_id: '4930901820', user_id: about.from_user_id }];
  const written = (content: object, from: object = {}): Extract<Item, { type: 'message' }> => {
    const [item] = itemsOf({ contacts, messages: [{ ...about, ...from, ...content }] });
    assert.ok(item?.type === 'message');
    return item;
  };
  const text = { type: 'text', text: { body: 'Hello' } };

  test('[WA1] a contact is known by their id for the business, with or without a number', () => {
    const withNumber = written(text, { from: '4930901820' });
    assert.deepEqual(
      [withNumber.address, withNumber.from.phone, withNumber.from.name],
      [about.from_user_id, '+4930901820', 'Ada'],
    );
    const hidden = [{ profile: { name: 'Ada' }, user_id: about.from_user_id }];
    const [item] = itemsOf({ contacts: hidden, messages: [{ ...about, ...text }] });
    assert.ok(item?.type === 'message');
    assert.deepEqual([item.address, item.from.phone], [about.from_user_id, null]);
  });

  test('[OI8] a person who stops or resumes marketing in WhatsApp says so for this purpose', () => {
    const said = (value: string, category = 'marketing_messages') =>
      itemsOf({
        user_preferences: [
          {
            ...{ wa_id: '4930901820', user_id: about.from_user_id, timestamp: 1_764_000_000 },
            ...{ detail: 'In the words of WhatsApp', category, value },
          },
        ],
      }).map((item) => [item.type, item.address, 'purpose' in item ? item.purpose : null]);
    assert.deepEqual(said('stop'), [['opt-out', about.from_user_id, 'marketing']]);
    assert.deepEqual(said('resume'), [['opt-in', about.from_user_id, 'marketing']]);
    assert.deepEqual(said('stop', 'other'), [['unknown', about.from_user_id, null]]);
    const error = { code: 131050, title: 'User stopped marketing' };
    const failed = { id: 'wamid.S1', status: 'failed', timestamp: '1764000000', errors: [error] };
    const [item] = itemsOf({ statuses: [failed] });
    assert.ok(item?.type === 'receipt' && item.state === 'failed');
    assert.deepEqual([item.reason, item.purpose], ['opted-out', 'marketing']);
  });

  test('[WA1] the number stands for a contact who has no such id', () => {
    const before = [{ profile: { name: 'Ada' }, wa_id: '4930901820' }];
    const { from_user_id: _, ...rest } = about;
    const [item] = itemsOf({
      contacts: before,
      messages: [{ ...rest, from: '4930901820', ...text }],
    });
    assert.equal(item?.address, '4930901820');
  });

  test('[WA1] a contact whose number changed moves to their new id', () => {
    const system = {
      ...{ type: 'user_changed_number', body: '', wa_id: '4930901821' },
      ...{ previous_user_id: about.from_user_id, user_id: 'DE.2' },
    };
    const [item] = itemsOf({
      messages: [{ ...about, from: '4930901820', type: 'system', system }],
    });
    assert.deepEqual(item && { ...item, key: '' }, {
      ...{ key: '', address: about.from_user_id, at: 1_764_000_000_000 },
      ...{ type: 'moved', to: 'DE.2' },
    });
  });

  test('[WA2] files come with their caption and name', () => {
    const image = written({ type: 'image', image: { id: '99', caption: 'Broken' } });
    assert.deepEqual(
      [image.content.text, image.content.media],
      ['Broken', [{ reference: '99', name: 'photo.jpg' }]],
    );
    const document = written({ type: 'document', document: { id: '98', filename: 'plan.pdf' } });
    assert.deepEqual(document.content.media, [{ reference: '98', name: 'plan.pdf' }]);
  });

  test('[WA2] places, people and orders are words, and what is not read is named', () => {
    const location = { latitude: 52.5, longitude: 13.4, name: 'Shop', address: 'Mill Lane 1' };
    const place = written({ type: 'location', location }).content;
    assert.deepEqual(
      [place.text, place.location],
      ['Shop\nMill Lane 1', { latitude: 52.5, longitude: 13.4 }],
    );
    const person = {
      name: { formatted_name: 'Bea L' },
      phones: [{ phone: '+49 30 1' }],
      emails: [{ email: 'bea@example.com' }],
    };
    const people = written({ type: 'contacts', contacts: [person] }).content;
    assert.equal(people.text, 'Bea L: +49 30 1, bea@example.com');
    const item = {
      product_retailer_id: 'boots-42',
      quantity: 2,
      item_price: 90.5,
      currency: 'EUR',
    };
    const order = written({ type: 'order', order: { text: 'Soon?', product_items: [item] } });
    assert.equal(order.content.text, 'Soon?\n2 × boots-42: 90.5 EUR');
    assert.equal(written({ type: 'unsupported', errors: [] }).content.unread, 'unsupported');
  });

  test('[WA2] a message names the one that it answers', () => {
    const item = written({ ...text, context: { from: '1', id: 'wamid.M6' } });
    assert.deepEqual([item.replyTo, item.externalId], ['wamid.M6', 'wamid.M7']);
  });

  test('[WA3] a tap on a button, a row or a template’s reply is the choice', () => {
    const button = { type: 'button_reply', button_reply: { id: 'l', title: 'Large' } };
    const row = { type: 'list_reply', list_reply: { id: 's', title: 'Small', description: '36' } };
    const choiceOf = (content: object) => {
      const { choice, text: words } = written(content).content;
      return [choice, words];
    };
    assert.deepEqual(choiceOf({ type: 'interactive', interactive: button }), ['l', 'Large']);
    assert.deepEqual(choiceOf({ type: 'interactive', interactive: row }), ['s', 'Small']);
    const quick = { type: 'button', button: { payload: 'yes', text: 'Yes' } };
    assert.deepEqual(choiceOf(quick), ['yes', 'Yes']);
  });

  test('[WA4] statuses name our delivery, in whatever order they come', () => {
    const status = (state: string) => ({
      ...{ id: 'wamid.S1', status: state, timestamp: '1764000000', recipient_id: '4930901820' },
      biz_opaque_callback_data: 'd1.0',
    });
    const items = itemsOf({ statuses: ['read', 'sent', 'delivered', 'played'].map(status) });
    assert.deepEqual(
      items.map((item) => item.type === 'receipt' && [item.reference, item.state]),
      ['read', 'sent', 'delivered', 'read'].map((state) => ['d1.0', state]),
    );
    assert.equal(new Set(items.map(({ key }) => key)).size, 4);
  });

  test('[WA4] a failed status says why', () => {
    const reasonOf = (code: number) => {
      const status = { id: 'wamid.S2', status: 'failed', timestamp: '1', errors: [{ code }] };
      const [item] = itemsOf({ statuses: [status] });
      return item?.type === 'receipt' && item.state === 'failed' ? item.reason : null;
    };
    assert.deepEqual([131047, 131026, 131050, 131049, 131053, 132001].map(reasonOf), [
      'window-closed',
      'no-such-address',
      'opted-out',
      'other',
      'too-large',
      'not-taken',
    ]);
  });

  test('[WA5] an entry of another number goes to the channel of that number', () => {
    const value = { contacts, messages: [{ ...about, ...text }] };
    const verified = channel.verify(provider.request(value, '999'), 0);
    assert.ok(verified.type === 'entries');
    assert.deepEqual(
      verified.entries.map(({ route }) => route),
      ['999'],
    );
    assert.deepEqual(
      [channel.route, channel.signedWith],
      [provider.settings.phoneNumberId, provider.settings.appSecret],
    );
  });

  test('[WA5] a field of the account, such as a template that was approved, is kept', () => {
    const raw = JSON.stringify({
      field: 'message_template_status_update',
      value: { event: 'APPROVED' },
    });
    const [item] = channel.items({ route: null, raw });
    assert.deepEqual(
      [item?.type, item?.type === 'unknown' && item.what],
      ['unknown', 'message_template_status_update'],
    );
  });

  test('[WA6] an answer written in WhatsApp Business is an echo', () => {
    const echo = { ...about, from: '15550783881', to: '4930901820', to_user_id: 'DE.9', ...text };
    const value = { message_echoes: [echo] };
    const raw = JSON.stringify({ field: 'smb_message_echoes', value });
    const [item] = channel.items({ route: null, raw });
    assert.ok(item?.type === 'echo');
    assert.deepEqual([item.address, item.reference, item.content.text], ['DE.9', null, 'Hello']);
  });

  const order = (parts: readonly Part[], address = 'DE.13491208655302741918'): SendOrder => ({
    ...{ address, parts, reference: 'd1.0', answers: null, author: null, topic: null },
    ...{ withinMs: 5000, read: async () => bytesOf('%PDF') },
    around: async () => ({ business: '', language: 'de', asked: '', replyTo: null }),
  });
  async function* bytesOf(said: string) {
    yield Buffer.from(said);
  }
  const sentBy = async (parts: readonly Part[], address?: string) => {
    const before = provider.posted.length;
    const outcome = await channel.send(order(parts, address));
    assert.equal(outcome.type, 'sent', JSON.stringify(outcome));
    return provider.posted.slice(before);
  };

  test('[WA7] a message goes to an id or a number, with our reference', async () => {
    const hello: Part = { type: 'text', text: 'Hello' };
    const [toId] = await sentBy([hello]);
    assert.deepEqual(
      [toId?.['recipient'], toId?.['to'], toId?.['biz_opaque_callback_data']],
      ['DE.13491208655302741918', undefined, 'd1.0'],
    );
    const [toNumber] = await sentBy([hello], '4930901820');
    assert.deepEqual([toNumber?.['recipient'], toNumber?.['to']], [undefined, '4930901820']);
  });

  test('[WA7] three choices are buttons, ten are a list, and a link stands alone', async () => {
    const choices = (n: number) =>
      Array.from({ length: n }, (_, at) => ({ id: `c${at}`, text: `Choice ${at}` }));
    const laid = (message: Parameters<typeof lay>[0]) => lay(message, whatsappCapabilities).parts;
    const kindOf = async (message: Parameters<typeof lay>[0]) => {
      const [sent] = await sentBy(laid(message));
      const { type, action } = Object(sent?.['interactive']);
      return { type, action };
    };
    const few = await kindOf({ type: 'replies', text: 'Which?', replies: choices(3) });
    assert.equal(few.type, 'button');
    const many = await kindOf({ type: 'replies', text: 'Which?', replies: choices(10) });
    assert.deepEqual([many.type, many.action.button], ['list', 'Auswählen']);
    const link = { type: 'link', text: 'Track it', url: 'https://shop.example/t/1' } as const;
    const card = { title: 'Order 7', buttons: [link] };
    const alone = await kindOf({ type: 'cards', cards: [card] });
    assert.deepEqual(
      [alone.type, alone.action.parameters],
      ['cta_url', { display_text: 'Track it', url: link.url }],
    );
    const both = { ...card, buttons: [link, { type: 'reply', id: 'ok', text: 'Fine' } as const] };
    const [mixed] = await sentBy(laid({ type: 'cards', cards: [both] }));
    const { type, body } = Object(mixed?.['interactive']);
    assert.equal(type, 'button');
    assert.match(body.text, /Track it: https:\/\/shop\.example\/t\/1/);
  });

  test('[WA7] a file is handed over first, and shown as what it is', async () => {
    const file = (mediaType: string, sizeBytes = 4): Part => ({
      type: 'file',
      file: { name: 'a.bin', mediaType, sizeBytes, link: 'https://talk.example/f/1' },
    });
    const types = async (part: Part) => (await sentBy([part]))[0]?.['type'];
    assert.deepEqual(
      [await types(file('image/png')), await types(file('application/pdf'))],
      ['image', 'document'],
    );
    assert.equal(await types(file('image/png', 6_000_000)), 'text');
  });

  test('[WA8] a template carries its variables by number or by name', async () => {
    const template = {
      ...{ name: 'order_shipped', language: 'en_US', text: '' },
      header: [{ name: '1', value: 'Aldermoor' }],
      body: [{ name: 'first_name', value: 'Ada' }],
      buttons: [{ index: 0, value: '7' }],
    };
    const [sent] = await sentBy([{ type: 'template', template }]);
    assert.deepEqual(Object(sent?.['template']).components, [
      { type: 'header', parameters: [{ type: 'text', text: 'Aldermoor' }] },
      { type: 'body', parameters: [{ type: 'text', text: 'Ada', parameter_name: 'first_name' }] },
      {
        ...{ type: 'button', sub_type: 'url', index: '0' },
        parameters: [{ type: 'text', text: '7' }],
      },
    ]);
  });

  test(
    '[WA8] a provider whose pages never end is not read forever',
    { timeout: 20_000 },
    async () => {
      let asked = 0;
      const endless = createServer((_, response) => {
        asked += 1;
        const more = { cursors: { after: String(asked) }, next: 'more' };
        response.end(JSON.stringify({ data: [], paging: asked < 200 ? more : {} }));
      }).listen(0, '127.0.0.1');
      await once(endless, 'listening');
      const { port } = endless.address() as AddressInfo;
      const stored = storedOf(provider);
      const settings = { ...stored.settings, apiBase: `http://127.0.0.1:${port}` };
      const found = await createWhatsappKind(anywhere)
        .open({ ...stored, settings })
        ?.templates?.();
      endless.close();
      assert.equal(found?.type, 'templates');
      assert.ok(asked <= 20, `${asked} pages`);
    },
  );

  test('[WA8] templates are read page by page, with their approval', async () => {
    const plain = { type: 'BODY', text: 'Hi {{1}}' };
    provider.templates = [
      {
        name: 'a',
        language: 'en_US',
        status: 'APPROVED',
        category: 'UTILITY',
        components: [plain],
      },
      { name: 'b', language: 'de', status: 'PENDING', category: 'MARKETING', components: [plain] },
      {
        ...{ name: 'c', language: 'de', status: 'REJECTED', category: 'MARKETING' },
        components: [plain, { type: 'HEADER', format: 'IMAGE' }],
      },
    ];
    const found = await channel.templates?.();
    assert.ok(found?.type === 'templates');
    assert.deepEqual(
      found.templates.map(({ name, state, isSendable }) => [name, state, isSendable]),
      [
        ['a', 'approved', true],
        ['b', 'pending', true],
        ['c', 'rejected', false],
      ],
    );
  });

  test('[WA9] a check has WhatsApp send here, and says what is missing', async () => {
    const plain = await channel.check?.('http://talk.example/v1/channels/c1/webhook');
    assert.ok(plain?.type === 'missing');
    assert.match(plain.detail, /https/);
    const webhook = 'https://talk.example/v1/channels/c1/webhook';
    const connected = { type: 'connected', entry: '+1 555-078-3881' };
    assert.deepEqual(await channel.check?.(webhook), connected);
    assert.equal(provider.webhook, webhook);
    const other = 'https://talk.example/v1/channels/c2/webhook';
    assert.deepEqual(await channel.check?.(other), connected);
    assert.equal(provider.webhook, webhook, 'it stays at the webhook that several numbers share');
  });

  test('[WA7] reading is told', async () => {
    await channel.signal?.('DE.1', { type: 'read', externalId: 'wamid.M7' });
    assert.deepEqual(provider.posted.at(-1), {
      ...{ messaging_product: 'whatsapp', status: 'read', message_id: 'wamid.M7' },
    });
  });

  test('[CK3] a private address is not reached', async () => {
    const outcome = await openedOf(publicOnly).send(order([{ type: 'text', text: 'Hello' }]));
    assert.ok(outcome.type === 'refused' && outcome.reason === 'address-forbidden');
  });
});
