// WhatsApp against its twin, over the started product: a conversation, several numbers on one webhook,
// the reply window with its templates, and test messages.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { Told } from '@opportune/core/contracts/channel.contract.ts';
import { type Product, startProduct } from '../support/product.test-support.ts';
import { deliver, talks, written } from '../support/provider-talk.test-support.ts';
import { startWhatsappTwin, type WhatsappTwin } from '../twins/whatsapp-twin.test-support.ts';

let product: Product;
let twin: WhatsappTwin;
before(async () => {
  twin = await startWhatsappTwin();
  product = await startProduct({ OPPORTUNE_ALLOW_PRIVATE_DELIVERY: 'on' });
});
after(async () => {
  await product?.close();
  await twin?.stop();
});

const userId = () => twin.names?.address('ada') ?? '';
const hourMs = 3_600_000;

async function connected(name: string, change: object = {}) {
  const owner = await product.newAccount(name);
  const settings = { ...twin.settings, apiBase: twin.base, ...change };
  const made = await owner.call('POST', '/channels', { kind: 'whatsapp', name, settings });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  await owner.call('PUT', '/my-state', { state: 'online' });
  return { owner, channel: made.body };
}

/** A conversation that its contact began then. */
async function begun(name: string, at: number) {
  const { owner, channel } = await connected(name);
  await deliver(channel.webhookUrl, twin.tell([{ ...written, at } as Told], 0, at));
  for (;;) {
    const { body } = await owner.call('GET', `/conversations?channel=${channel.id}`);
    const [conversation] = body.items;
    if (conversation === undefined) continue;
    await owner.call('POST', `/conversations/${conversation.id}/take`);
    return { owner, channel, path: `/conversations/${conversation.id}` };
  }
}

const content = {
  ...{ type: 'template', name: 'order_shipped', language: 'en_US' },
  body: { text: 'Hello {{1}}, it left.', values: [{ name: '1', value: 'Ada' }] },
};

test('[WA3] a conversation over WhatsApp: a message, reply buttons, and a tap', () => {
  const tap = twin.request({
    messages: [
      {
        ...{ id: 'wamid.TAP', timestamp: String(Math.floor(Date.now() / 1000)) },
        ...{ from_user_id: userId(), type: 'interactive' },
        interactive: { type: 'button_reply', button_reply: { id: 'l', title: 'Large' } },
      },
    ],
  });
  return talks(product, twin, 'whatsapp', { ...twin.settings, apiBase: twin.base }, tap);
});

test('[MT2] the webhook answers the handshake of Meta, and no other', async () => {
  const { channel } = await connected('Handshake');
  const asked = (token: string) => {
    const query = new URLSearchParams({
      ...{ 'hub.mode': 'subscribe', 'hub.challenge': '42', 'hub.verify_token': token },
    });
    return fetch(`${channel.webhookUrl}?${query}`);
  };
  const right = await asked(twin.settings.verifyToken);
  assert.deepEqual([right.status, await right.text()], [200, '42']);
  assert.equal((await asked('another')).status, 401);
});

test('[WA5] numbers of one app share a webhook, and an account with another secret gets nothing', async () => {
  const { owner, channel } = await connected('Two numbers');
  const second = { ...twin.settings, apiBase: twin.base, phoneNumberId: '2', verifyToken: 'b' };
  const shares = (secret: object) =>
    owner.call('POST', '/channels', {
      ...{ kind: 'whatsapp', name: 'Second', settings: { ...second, ...secret } },
    });
  const other = (await shares({})).body;
  const stranger = (await shares({ appSecret: 'another', phoneNumberId: '3' })).body;
  const message = (id: string) => ({
    messages: [
      {
        ...{ id: `wamid.${id}`, timestamp: '1764000000', from_user_id: userId() },
        ...{ type: 'text', text: { body: `To ${id}` } },
      },
    ],
  });
  for (const id of ['2', '3', '4'])
    await deliver(channel.webhookUrl, [twin.request(message(id), id)]);
  const of = async (id: string) =>
    (await owner.call('GET', `/conversations?channel=${id}`)).body.items.length;
  while ((await of(other.id)) === 0) await owner.call('GET', '/channels');
  assert.deepEqual([await of(channel.id), await of(stranger.id)], [0, 0]);
});

test('[RW2] within 24 hours free text is sent, and the conversation says until when', async () => {
  const at = Math.floor((Date.now() - 2 * hourMs) / 1000) * 1000;
  const { owner, path } = await begun('In time', at);
  const window = (await owner.call('GET', `${path}/reply-window`)).body;
  assert.deepEqual(window, { until: at + 24 * hourMs, afterwards: 'templates', hours: 24 });
});

test('[RW2] after 24 hours free text fails before it is sent, and a template leaves', async () => {
  const { owner, path } = await begun('Too late', Date.now() - 25 * hourMs);
  const post = (body: object) =>
    owner.call('POST', `${path}/messages`, { id: randomUUID(), ...body });
  const settled = async (of: number) => {
    for (;;) {
      const items: { state: string; reason: string | null }[] = (
        await owner.call('GET', `${path}/deliveries`)
      ).body.items;
      if (items.length === of && items.every(({ state }) => state !== 'queued')) return items;
    }
  };
  const before = twin.posted.length;
  await post({ text: 'Still there?' });
  const [late] = await settled(1);
  assert.deepEqual([late?.state, late?.reason], ['failed', 'window-closed']);
  assert.equal(twin.posted.length, before);
  const sent = await post({ content });
  assert.ok(sent.status < 300, JSON.stringify(sent.body));
  const [, template] = await settled(2);
  assert.equal(template?.state, 'sent');
  assert.deepEqual(Object(twin.posted.at(-1)?.['template']).components, [
    { type: 'body', parameters: [{ type: 'text', text: 'Ada' }] },
  ]);
  const { messages } = (await owner.call('GET', `${path}/messages`)).body;
  assert.equal(messages.at(-1).body.text, 'Hello Ada, it left.');
});

test('[WA4] a status settles a message that left without an answer', async () => {
  const { owner, channel, path } = await begun('Uncertain', Date.now());
  twin.isBroken = true;
  await owner.call('POST', `${path}/messages`, { id: randomUUID(), text: 'On its way' });
  const stateOf = async () => {
    const { items } = (await owner.call('GET', `${path}/deliveries`)).body;
    return items[0]?.state;
  };
  while ((await stateOf()) !== 'uncertain') await owner.call('GET', path);
  twin.isBroken = false;
  const reference = twin.posted.at(-1)?.['biz_opaque_callback_data'];
  const status = {
    ...{ id: 'wamid.LATE', status: 'delivered', timestamp: '1764000000' },
    ...{ recipient_user_id: userId(), biz_opaque_callback_data: reference },
  };
  await deliver(channel.webhookUrl, [twin.request({ statuses: [status] })]);
  while ((await stateOf()) !== 'delivered') await owner.call('GET', path);
});

test('[RW3] templates are read once, and again if an agent says so', async () => {
  const body = { type: 'BODY', text: 'Hello {{1}}, it left.' };
  const template = { name: 'order_shipped', language: 'en_US', category: 'UTILITY' };
  twin.templates = [{ ...template, status: 'PENDING', components: [body] }];
  const { owner, channel } = await connected('Templates');
  const path = `/channels/${channel.id}/templates`;
  const stateOf = ({ body: { templates } }: Awaited<ReturnType<typeof owner.call>>) =>
    templates[0]?.state;
  assert.equal(stateOf(await owner.call('GET', path)), 'pending');
  twin.templates = [{ ...template, status: 'APPROVED', components: [body] }];
  assert.equal(stateOf(await owner.call('GET', path)), 'pending');
  assert.equal(stateOf(await owner.call('POST', `${path}/refresh`, {})), 'approved');
  assert.equal(stateOf(await owner.call('GET', path)), 'approved');
  const stranger = await product.newAccount('Stranger');
  assert.equal((await stranger.call('GET', path)).status, 404);
});

test('[CK5] a test message is sent at once, and says what became of it', async () => {
  const { owner, channel } = await begun('Tested', Date.now());
  const tried = async (address: string) =>
    (await owner.call('POST', `/channels/${channel.id}/test-message`, { address })).body;
  assert.deepEqual(await tried(userId()), { result: 'sent', reason: null, detail: null });
  assert.match(twin.taken.at(-1)?.words ?? '', /Tested/);
  const closed = { result: 'refused', reason: 'window-closed', detail: null };
  assert.deepEqual(await tried('DE.1234'), closed);
  const agent = await product.invite(owner, 'agent');
  const denied = await agent.call('POST', `/channels/${channel.id}/test-message`, { address: 'x' });
  assert.equal(denied.status, 403);
});

test('[CK5] a test message over a channel whose credentials failed stops it', async () => {
  const { owner, channel } = await connected('Revoked', { accessToken: 'another' });
  const path = `/channels/${channel.id}`;
  await deliver(channel.webhookUrl, twin.tell([written], 0, Date.now()));
  const tried = await (async () => {
    for (;;) {
      const body = { address: userId() };
      const answer = (await owner.call('POST', `${path}/test-message`, body)).body;
      if (answer.reason !== 'window-closed') return answer;
    }
  })();
  assert.equal(tried.result, 'reconnect');
  assert.equal((await owner.call('GET', path)).body.state, 'reconnect');
});
