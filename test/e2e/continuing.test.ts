// Conversations continued at another address of their contact, over the started product: from WhatsApp to
// SMS, only where one may write, and merged. Each denial beside its permission.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { Told } from '@opportune/core/contracts/channel.contract.ts';
import type { Message } from '@opportune/protocol/conversation/conversation.ts';
import type { Owner } from '../support/people.test-support.ts';
import { type Product, startProduct } from '../support/product.test-support.ts';
import { deliver, written } from '../support/provider-talk.test-support.ts';
import { startVonageTwin, type VonageTwin } from '../twins/vonage-twin.test-support.ts';
import { startWhatsappTwin, type WhatsappTwin } from '../twins/whatsapp-twin.test-support.ts';

let product: Product;
let whatsapp: WhatsappTwin;
let sms: VonageTwin;
before(async () => {
  whatsapp = await startWhatsappTwin();
  sms = await startVonageTwin();
  product = await startProduct({ OPPORTUNE_ALLOW_PRIVATE_DELIVERY: 'on' });
});
after(async () => {
  await product?.close();
  await sms?.stop();
  await whatsapp?.stop();
});

interface Begun {
  readonly owner: Owner;
  /** Of the conversations over WhatsApp and by SMS. */
  readonly talks: { readonly whatsapp: Talk; readonly sms: Talk };
  readonly smsChannel: string;
}
interface Talk {
  readonly id: string;
  readonly contact: string;
  readonly address: string;
  readonly channel: string;
}

/** Ada wrote over both. An agent has both conversations, and made her one contact. */
async function begun(name: string, whatsappAt = Date.now()): Promise<Begun> {
  const owner = await product.newAccount(name);
  const made = async (kind: string, settings: object) =>
    (await owner.call('POST', '/channels', { kind, name: kind, settings })).body;
  const over = await made('whatsapp', { ...whatsapp.settings, apiBase: whatsapp.base });
  const by = await made('sms', { provider: 'vonage', ...sms.settings, apiBase: sms.base });
  await owner.call('PUT', '/my-state', { state: 'online' });
  const say = { ...written, at: whatsappAt } as Told;
  await deliver(over.webhookUrl, whatsapp.tell([say], 0, whatsappAt));
  await deliver(by.webhookUrl, [sms.incoming('ada', name, Date.now(), { text: 'Hello' })]);
  const talkOn = async (channel: string): Promise<Talk> => {
    for (;;) {
      const { body } = await owner.call('GET', `/conversations?channel=${channel}`);
      if (body.items.length === 0) continue;
      const [talk] = body.items;
      await owner.call('POST', `/conversations/${talk.id}/take`);
      return talk;
    }
  };
  const talks = { whatsapp: await talkOn(over.id), sms: await talkOn(by.id) };
  await owner.call('POST', `/contacts/${talks.sms.contact}/merge`, {
    into: talks.whatsapp.contact,
  });
  return { owner, talks, smsChannel: by.id };
}

const toSms = ({ address, channel }: Talk, text = 'Let us go on here') => ({
  ...{ to: { address, channel }, id: randomUUID(), text },
});

async function ended({ owner, talks }: Begun): Promise<void> {
  for (let times = 0; times < 2; times += 1)
    await owner.call('POST', `/conversations/${talks.sms.id}/finish`);
}

test('[CC1] a conversation goes on at another address, and the one before becomes its beginning', async () => {
  const all = await begun('Onward');
  const { owner, talks } = all;
  await ended(all);
  const path = `/conversations/${talks.whatsapp.id}`;
  const { items } = (await owner.call('GET', `${path}/other-addresses`)).body;
  const { address, channel } = talks.sms;
  assert.deepEqual(
    items.map((each: { verified: boolean }) => ({ ...each, verified: true })),
    [{ address, channel, verified: true, closed: null }],
  );
  const asked = toSms(talks.sms);
  const next = await owner.call('POST', `${path}/continue`, asked);
  assert.equal(next.status, 200, JSON.stringify(next.body));
  assert.notEqual(next.body.id, talks.sms.id);
  assert.deepEqual(
    [next.body.channel, next.body.address, next.body.contact],
    [channel, address, talks.whatsapp.contact],
  );
  while (!sms.taken.some(({ words }) => words === asked.text)) await owner.call('GET', path);
  assert.equal((await owner.call('GET', path)).body.status, 'ended');
  const merges = (await owner.call('GET', `/conversations/${next.body.id}/merges`)).body;
  assert.deepEqual(
    merges.parts.map(({ id }: Talk) => id),
    [talks.whatsapp.id],
  );
  const again = await owner.call('POST', `${path}/continue`, asked);
  assert.equal(again.body.id, next.body.id);
  const { messages }: { messages: Message[] } = (
    await owner.call('GET', `/conversations/${next.body.id}/messages`)
  ).body;
  assert.equal(messages.filter(({ author }) => author.type === 'agent').length, 1);
});

test('[CC2] in their open conversation there it goes on, without a second one', async () => {
  const { owner, talks } = await begun('Open there');
  const path = `/conversations/${talks.whatsapp.id}`;
  const next = await owner.call('POST', `${path}/continue`, toSms(talks.sms));
  assert.deepEqual([next.status, next.body.id], [200, talks.sms.id]);
});

test('[MK3] a number that looks like what is masked is written to, and the text is masked', async () => {
  const all = await begun('Number');
  const { owner, talks } = all;
  await ended(all);
  const patterns = [{ name: 'digits', expression: '[0-9]+', replacement: '#', events: false }];
  const { body: before } = await owner.call('GET', '/masking');
  const { revision } = before;
  const { status } = await owner.call('PUT', '/masking', { ibans: false, patterns, revision });
  assert.equal(status, 200);
  assert.match(talks.sms.address, /[0-9]/);
  const went = await owner.call(
    ...(['POST', `/conversations/${talks.whatsapp.id}/continue`] as const),
    toSms(talks.sms, 'Order 4711 is there'),
  );
  assert.equal(went.status, 200, JSON.stringify(went.body));
  const { body: said } = await owner.call('GET', `/conversations/${went.body.id}/messages`);
  const texts = said.messages.map(({ body }: Message) => body.type === 'text' && body.text);
  assert.ok(texts.includes('Order # is there'), JSON.stringify(texts));
});

test('[CC3] an address that may not be written to now is refused, and so is a stranger’s', async () => {
  const all = await begun('Shut');
  const { owner, talks, smsChannel } = all;
  await ended(all);
  const path = `/conversations/${talks.whatsapp.id}`;
  const refusal = async (to: object) =>
    (await owner.call('POST', `${path}/continue`, to)).body.code;
  const stranger = toSms({ ...talks.sms, address: '+447700900999' });
  assert.equal(await refusal(stranger), 'contact.address_closed');
  assert.equal(await refusal(toSms(talks.sms, ' ')), 'message.empty');
  await owner.call('PATCH', `/channels/${smsChannel}`, { state: 'paused' });
  assert.equal(await refusal(toSms(talks.sms)), 'contact.address_closed');
  const { items } = (await owner.call('GET', `${path}/other-addresses`)).body;
  assert.equal(items[0].closed, 'not-connected');
  assert.equal((await owner.call('GET', path)).body.status, 'active');
  await owner.call('PATCH', `/channels/${smsChannel}`, { state: 'connected' });
  assert.equal((await owner.call('POST', `${path}/continue`, toSms(talks.sms))).status, 200);
});

test('[CC3] after the time to reply, an address at WhatsApp is closed', async () => {
  const { owner, talks } = await begun('Late', Date.now() - 25 * 3_600_000);
  const path = `/conversations/${talks.sms.id}`;
  const { items } = (await owner.call('GET', `${path}/other-addresses`)).body;
  assert.equal(items[0].closed, 'window-closed');
  const refused = await owner.call('POST', `${path}/continue`, toSms(talks.whatsapp));
  assert.deepEqual([refused.status, refused.body.code], [409, 'contact.address_closed']);
});

test('[CC3] [OI4] an address that opted out is closed until a manager releases it', async () => {
  const all = await begun('Stopped');
  const { owner, talks } = all;
  await ended(all);
  const { channel, address } = talks.sms;
  const path = `/conversations/${talks.whatsapp.id}`;
  await owner.call('POST', '/suppressions', { channel, address, words: 'By telephone' });
  const { items } = (await owner.call('GET', `${path}/other-addresses`)).body;
  assert.equal(items[0].closed, 'opted-out');
  const refused = await owner.call('POST', `${path}/continue`, toSms(talks.sms, 'Still there?'));
  assert.deepEqual([refused.status, refused.body.code], [409, 'contact.address_closed']);
  assert.equal((await owner.call('GET', path)).body.status, 'active');
  await owner.call('POST', '/suppressions/release', { channel, address });
  assert.equal((await owner.call('POST', `${path}/continue`, toSms(talks.sms))).status, 200);
});

test('[CC4] only the agent who has a conversation continues it', async () => {
  const { owner, talks } = await begun('Theirs');
  const other = await product.invite(owner, 'agent');
  await other.call('PUT', '/my-state', { state: 'online' });
  const path = `/conversations/${talks.whatsapp.id}/continue`;
  const refused = await other.call('POST', path, toSms(talks.sms));
  assert.equal(refused.body.code, 'conversation.not_yours');
  const stranger = await product.newAccount('Another');
  assert.equal((await stranger.call('POST', path, toSms(talks.sms))).status, 404);
  const read = await stranger.call('GET', path.replace('continue', 'other-addresses'));
  assert.equal(read.status, 404);
});
