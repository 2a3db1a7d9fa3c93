// SMS over the started product, against the twins of Twilio and Vonage: a message begins a conversation,
// an agent's answer arrives and is reported as delivered, and a tap is a number that comes back.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { RawRequest } from '@opportune/core/ports/channel.ts';
import type { Message } from '@opportune/protocol/conversation/conversation.ts';
import { type Product, startProduct } from '../support/product.test-support.ts';
import { startTwilioTwin, type TwilioTwin } from '../twins/twilio-twin.test-support.ts';
import { startVonageTwin, type VonageTwin } from '../twins/vonage-twin.test-support.ts';

let product: Product;
let twilio: TwilioTwin;
let vonage: VonageTwin;
before(async () => {
  twilio = await startTwilioTwin();
  vonage = await startVonageTwin();
  product = await startProduct({ OPPORTUNE_ALLOW_PRIVATE_DELIVERY: 'on' });
});
after(async () => {
  await product?.close();
  await vonage?.stop();
  await twilio?.stop();
});

/** As the provider posts it, twice. */
async function post(url: string, { headers, body }: RawRequest): Promise<void> {
  for (let times = 0; times < 2; times += 1) {
    const answer = await fetch(url, { method: 'POST', headers, body: Buffer.from(body) });
    assert.equal(answer.status, 200, await answer.text());
  }
}

interface Side {
  readonly settings: object;
  readonly twin: TwilioTwin | VonageTwin;
  /** What somebody writes, once the channel has its address. */
  readonly says: (text: string, id: string) => RawRequest;
  /** The report of the newest message, and the address that it goes to. */
  readonly delivered: () => { readonly url: string; readonly request: RawRequest };
  readonly told: (webhookUrl: string) => void;
}

async function converses({ settings, twin, says, delivered, told }: Side): Promise<void> {
  const owner = await product.newAccount('sms');
  const greeting = 'Welcome to Aldermoor';
  const draft = { kind: 'sms', name: 'Support', settings, greeting };
  const made = await owner.call('POST', '/channels', draft);
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const { id: channel, webhookUrl } = made.body;
  told(webhookUrl);
  assert.equal((await owner.call('POST', `/channels/${channel}/check`)).body.result, 'connected');
  await owner.call('PUT', '/my-state', { state: 'online' });
  const first = says('Grüße: where is it?', 'm1');
  const refused = await fetch(webhookUrl, {
    method: 'POST',
    body: Buffer.from(first.body),
  });
  assert.equal(refused.status, 401);
  await post(webhookUrl, first);
  const found = async (messages: number) => {
    for (;;) {
      const { body } = await owner.call('GET', `/conversations?channel=${channel}`);
      if (body.items[0]?.lastSequence >= messages) return body.items[0];
    }
  };
  const { id, address } = await found(1);
  assert.equal(address, twin.names?.address('ada'));
  const path = `/conversations/${id}`;
  const greetings = () =>
    twin.taken.filter((each) => each.address === address && each.words === greeting).length;
  while (greetings() === 0) await owner.call('GET', path);
  await owner.call('POST', `${path}/take`);
  const replies = [
    { id: 's', text: 'Small' },
    { id: 'l', text: 'Large' },
  ];
  await owner.call('POST', `${path}/messages`, {
    id: randomUUID(),
    content: { type: 'replies', text: 'Which size?', replies },
  });
  const asked = 'Which size?\n1. Small\n2. Large';
  while (!twin.taken.some((each) => each.address === address && each.words === asked))
    await owner.call('GET', path);
  const { url, request } = delivered();
  const before: number = (await found(2)).lastSequence;
  await post(url, request);
  const isDelivered = async () => {
    const { items } = (await owner.call('GET', `${path}/deliveries`)).body;
    return items.some(({ state }: { state: string }) => state === 'delivered');
  };
  while (!(await isDelivered())) await owner.call('GET', path);
  await post(webhookUrl, says('2', 'm2'));
  await found(before + 1);
  const { messages }: { messages: Message[] } = (await owner.call('GET', `${path}/messages`)).body;
  const texts = messages.map(({ body }) => (body.type === 'text' ? body.text : body.type));
  assert.equal(texts.filter((text) => text === 'Grüße: where is it?').length, 1);
  assert.equal(texts.at(-1), 'Large');
  assert.equal(greetings(), 1);
}

test('[TX4] a conversation over Twilio: a message, a numbered question, its report, and the choice', () => {
  const { accountSid, authToken, number, base: apiBase } = twilio;
  return converses({
    settings: { provider: 'twilio', accountSid, authToken, number, apiBase },
    twin: twilio,
    says: (text, id) => twilio.incoming('ada', id, { Body: text }),
    delivered() {
      const sent = twilio.accepted.at(-1);
      // It was given none: the product is on localhost here [TX4].
      const url = twilio.webhookUrl;
      const fields = { MessageSid: twilio.lastSid, MessageStatus: 'delivered', From: number };
      return { url, request: twilio.request(url, { ...fields, To: sent?.get('To') ?? '' }) };
    },
    told: (url) => (twilio.webhookUrl = url),
  });
});

test('[TX4] a conversation over Vonage: a message, a numbered question, its report, and the choice', () => {
  const { settings, base: apiBase } = vonage;
  return converses({
    settings: { provider: 'vonage', ...settings, apiBase },
    twin: vonage,
    says: (text, id) => vonage.incoming('ada', id, Date.now(), { text }),
    delivered() {
      const { to, from, client_ref, webhook_url: url = '' } = vonage.accepted.at(-1) ?? {};
      const about = { to, from, client_ref, channel: 'sms', status: 'delivered' };
      const timestamp = new Date().toISOString();
      return { url, request: vonage.request({ ...about, message_uuid: vonage.lastId, timestamp }) };
    },
    told: () => undefined,
  });
});
