// Somebody writes by WhatsApp on the telephone of the pocket, and shows that they are the customer who
// is signed in at the shop: by a link that they open there, and by a code. The agent then sees the cart.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { Conversation, Message } from '@opportune/protocol/conversation/conversation.ts';
import type { Channel } from '@opportune/protocol/rest/channel/channels.ts';
import type { ContactDetail } from '@opportune/protocol/rest/contact/contacts.ts';
import type { Verification } from '@opportune/protocol/rest/contact/verifications.ts';
import { barriers, lookAt } from './looks.test-support.ts';
import {
  eventually,
  goToCheckout,
  newPerson,
  openConsole,
  type Product,
  startWithBrowser,
} from './product.test-support.ts';
import { visitorIdOf } from './shop-person.test-support.ts';

let product: Product;
let browser: Browser;
let telephone: Page;
let agent: Page;
let secret: string;

before(async () => {
  [product, browser] = await startWithBrowser({ whole: true });
  const { user } = await product.call<{ user: { id: string } }>('GET', '/session');
  await product.call('PATCH', `/users/${user.id}`, { room: 20 });
  await product.call('PUT', '/my-state', { state: 'online' });
  const { items } = await product.call<{ items: { id: string }[] }>('GET', '/sites');
  const key = { name: 'The shop’s own server' };
  ({ secret } = await product.call<{ secret: string }>('POST', `/sites/${items[0]?.id}/keys`, key));
  telephone = await newPerson(browser, { width: 390, height: 844 });
  await telephone.goto(`${product.shopUrl}/pocket`);
  agent = await openConsole(browser, product, '/inbox');
});
after(async () => {
  await browser?.close();
  await product?.close();
});

async function channelOf(kind: string): Promise<Channel> {
  const { channels } = await product.call<{ channels: Channel[] }>('GET', '/channels');
  const found = channels.find((each) => each.kind === kind);
  assert.ok(found, kind);
  return found;
}

/** Writes on the telephone. Returns the conversation once it is there. */
async function writes(kind: string, app: string, text: string): Promise<Conversation> {
  await telephone.getByRole('navigation').getByRole('button', { name: app }).click();
  await telephone.getByLabel('Message', { exact: true }).fill(text);
  await telephone.keyboard.press('Enter');
  await telephone.getByText(text).first().waitFor();
  const { id } = await channelOf(kind);
  const all = await eventually(
    () => product.call<{ items: Conversation[] }>('GET', `/conversations?channel=${id}`),
    ({ items }) => items.length > 0,
  );
  const [talk] = all.items;
  assert.ok(talk);
  return talk;
}

/** A browser at the shop with a full cart. With an id, the shop's server says that it is this customer's. */
async function shopper(userId: string | null): Promise<Page> {
  const page = await newPerson(browser);
  await goToCheckout(page, product);
  if (userId === null) return page;
  const anonymousId = await visitorIdOf(page);
  const answer = await fetch(`${product.url}/v1/identify`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(`${secret}:`).toString('base64')}`,
    },
    body: JSON.stringify({ anonymousId, userId }),
  });
  assert.equal(answer.status, 200, await answer.text());
  return page;
}

const verifications = async (talk: Conversation): Promise<readonly Verification[]> =>
  (
    await product.call<{ items: Verification[] }>(
      ...(['GET', `/conversations/${talk.id}/verifications`] as const),
    )
  ).items;
const asidesOf = async ({ id }: Conversation) => {
  const { messages } = await product.call<{ messages: Message[] }>(
    ...(['GET', `/conversations/${id}/messages`] as const),
  );
  return messages.flatMap(({ body }) => (body.type === 'aside' ? [body.aside] : []));
};
const contactOf = async ({ id }: Conversation): Promise<ContactDetail> => {
  const { contact } = await product.call<Conversation>('GET', `/conversations/${id}`);
  return product.call<ContactDetail>('GET', `/contacts/${contact}`);
};

describe('a link to the site', () => {
  let talk: Conversation;
  let href: string;

  it('[VC1] is sent in the conversation when its agent asks', async () => {
    talk = await writes('whatsapp', 'WhatsApp', 'Does my order leave today?');
    await product.call('POST', `/conversations/${talk.id}/take`);
    await agent.goto(`${product.url}/inbox/${talk.id}`);
    const block = agent.getByRole('region', { name: 'Verification' });
    await block.getByRole('button', { name: 'Send a link' }).click();
    await block.getByText('Link sent, not answered yet').waitFor();
    assert.deepEqual(await lookAt(agent), []);
    const sent = telephone.getByText(/open this link in the browser/);
    await sent.waitFor();
    href = /https?:\S+opportune_verify=[\w-]{24}/.exec(await sent.innerText())?.[0] ?? '';
    assert.ok(href.startsWith(product.shopUrl), href);
  });

  it('[VC2] asks nobody who is not signed in, and joins nobody', async () => {
    const stranger = await shopper(null);
    await stranger.goto(href);
    const dialog = stranger.getByRole('dialog', { name: 'Sign in first' });
    await dialog.getByRole('button', { name: 'All right' }).click();
    await dialog.waitFor({ state: 'detached' });
    await stranger.context().close();
    assert.equal((await verifications(talk))[0]?.state, 'asked');
    const { addresses } = await contactOf(talk);
    assert.equal(addresses.length, 1);
  });

  it('[VC2] asks on the page of the customer, and a yes makes both one contact with the cart', async () => {
    const customer = await shopper('clara');
    await customer.goto(href);
    const dialog = customer.getByRole('dialog', { name: 'Is this you on WhatsApp?' });
    await dialog.waitFor();
    assert.deepEqual(await barriers(customer), []);
    await dialog.getByRole('button', { name: 'Yes, this is me' }).click();
    await dialog.waitFor({ state: 'detached' });
    await eventually(
      () => verifications(talk),
      ([first]) => first?.state === 'verified',
    );
    const { addresses, moves } = await contactOf(talk);
    const channels = addresses.map(({ channel }) => channel as string);
    for (const each of ['web', 'customer', talk.channel]) assert.ok(channels.includes(each), each);
    assert.ok(addresses.every(({ verified }) => verified));
    assert.equal(moves[0]?.why, 'verified');
    assert.ok((await asidesOf(talk)).some(({ type }) => type === 'verified'));
    const block = agent.getByRole('region', { name: 'Verification' });
    await block.getByText('Verified', { exact: true }).waitFor();
    await agent.getByText(/They showed by a link/).waitFor();
    await agent.getByText('Orla').first().waitFor();
    assert.deepEqual(await lookAt(agent), []);
    await customer.context().close();
  });

  it('[VC5] is undone like any other move', async () => {
    const { moves } = await contactOf(talk);
    await product.call('POST', `/contact-moves/${moves[0]?.id}/undo`, {});
    const { addresses } = await contactOf(talk);
    assert.deepEqual(
      addresses.map(({ channel }) => channel),
      [talk.channel],
    );
  });
});

describe('a code to another address', () => {
  /** The code of the test before. */
  let seen: string;

  it('[VC3] goes there alone, and written in the conversation it makes both one contact', async () => {
    const there = await writes('telegram', 'Telegram', 'Hello from Telegram');
    const talk = await writes('whatsapp', 'WhatsApp', 'It is me again');
    const to = { channel: there.channel, address: there.address };
    const asked = { by: 'code', conversation: talk.id, to };
    await product.call('POST', '/contact-verifications', asked);
    await telephone.getByRole('navigation').getByRole('button', { name: 'Telegram' }).click();
    const sent = telephone.getByText(/is your code for/);
    await sent.waitFor();
    const code = /\d{6}/.exec(await sent.innerText())?.[0] ?? '';
    seen = code;
    const told = await product.call<object>('GET', `/conversations/${talk.id}/messages`);
    assert.ok(!JSON.stringify(told).includes(code), 'agents do not see it');
    await writes('whatsapp', 'WhatsApp', `It is ${code.slice(0, 3)} ${code.slice(3)}`);
    await eventually(
      () => verifications(talk),
      ([first]) => first?.state === 'verified',
    );
    const { addresses } = await contactOf(talk);
    assert.ok(addresses.some(({ channel }) => channel === there.channel));
    assert.ok(
      (await asidesOf(talk)).some((each) => each.type === 'verified' && each.by === 'code'),
    );
  });

  it('[VC1] [VC3] [CN1] is sent by the agent’s dialog, and joins who writes it in the chat window', async () => {
    const there = await writes('telegram', 'Telegram', 'Is this chair still there?');
    const visitor = await newPerson(browser);
    await visitor.goto(product.shopUrl);
    await visitor.getByRole('button', { name: 'Ask us' }).click();
    await visitor.getByRole('textbox', { name: /question/i }).fill('I also wrote by Telegram');
    await visitor.getByRole('button', { name: 'Start chat' }).click();
    const web = await eventually(
      () => product.call<{ items: Conversation[] }>('GET', '/conversations?channel=web'),
      ({ items }) => items.length > 0,
    );
    const [talk] = web.items;
    assert.ok(talk);
    await product.call('POST', `/conversations/${talk.id}/take`);
    await agent.goto(`${product.url}/inbox/${talk.id}`);
    const block = agent.getByRole('region', { name: 'Verification' });
    assert.equal(await block.getByRole('button', { name: 'Send a link' }).count(), 0);
    await block.getByRole('button', { name: 'Send a code' }).click();
    const dialog = agent.getByRole('dialog', { name: 'Send a code to another address' });
    await dialog
      .getByText(/a code/)
      .first()
      .waitFor();
    assert.ok(await dialog.getByRole('button', { name: 'Send the code' }).isDisabled());
    const choices = dialog.getByRole('combobox');
    const option = choices.locator('option', { hasText: 'Pocket · Telegram' });
    await choices.selectOption(there.channel);
    assert.ok((await option.count()) > 0);
    await dialog.getByLabel('Address').fill(there.address);
    assert.deepEqual(await lookAt(agent), []);
    await agent.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await block.getByText('Code sent to').waitFor();
    await telephone.getByRole('navigation').getByRole('button', { name: 'Telegram' }).click();
    const sent = telephone.getByText(/is your code for/).last();
    await eventually(
      () => sent.innerText(),
      (words) => !words.includes(seen),
    );
    const code = /\d{6}/.exec(await sent.innerText())?.[0] ?? '';
    await visitor.getByRole('textbox', { name: 'Message' }).fill(code);
    await visitor.keyboard.press('Enter');
    await block.getByText('Verified', { exact: true }).waitFor();
    const { addresses } = await contactOf(talk);
    assert.ok(
      addresses.some(
        ({ channel, address }) => channel === there.channel && address === there.address,
      ),
    );
    assert.ok(
      (await asidesOf(talk)).some((each) => each.type === 'verified' && each.by === 'code'),
    );
    await visitor.context().close();
  });

  it('[VC4] fails after five wrong ones', async () => {
    const there = await writes('line', 'LINE', 'Hello from LINE');
    const talk = await writes('whatsapp', 'WhatsApp', 'And once more');
    const to = { channel: there.channel, address: there.address };
    const asked = { by: 'code', conversation: talk.id, to };
    const { id } = await product.call<Verification>('POST', '/contact-verifications', asked);
    await telephone.getByRole('navigation').getByRole('button', { name: 'LINE' }).click();
    const sent = telephone.getByText(/is your code for/);
    await sent.waitFor();
    const code = /\d{6}/.exec(await sent.innerText())?.[0] ?? '';
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
    for (let tries = 0; tries < 5; tries++)
      await writes('whatsapp', 'WhatsApp', `${wrong} ${'!'.repeat(tries)}`);
    await eventually(
      () => verifications(talk),
      (all) => all.find((each) => each.id === id)?.state === 'failed',
    );
    await writes('whatsapp', 'WhatsApp', code);
    await writes('whatsapp', 'WhatsApp', `That was it: ${randomUUID()}`);
    const { addresses } = await contactOf(talk);
    assert.ok(addresses.every(({ channel }) => channel !== there.channel));
  });
});
