// From the page into a channel, in real browsers: an offer goes on in a messenger of the pocket, the
// agent sees whom it was made to, and orders count in the arm of the visitor, also in control, who
// sees nothing of it.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { OfferedChannels } from '@opportune/protocol/campaign/campaign.ts';
import type { Conversation, Message } from '@opportune/protocol/conversation/conversation.ts';
import type { Campaign, CampaignSummary } from '@opportune/protocol/rest/campaign/campaign.ts';
import type { Channel } from '@opportune/protocol/rest/channel/channels.ts';
import type { CampaignChannels } from '@opportune/protocol/rest/report/channels.ts';
import type { CampaignResults } from '@opportune/protocol/rest/report/report.ts';
import { barriers, lookAt } from './looks.test-support.ts';
import {
  eventually,
  newPerson,
  openConsole,
  type Product,
  startWithBrowser,
} from './product.test-support.ts';
import { personIn, visitorIdOf } from './shop-person.test-support.ts';

let product: Product;
let browser: Browser;
let agent: Page;
let campaign: Campaign;

before(async () => {
  [product, browser] = await startWithBrowser({ whole: true });
  const { user } = await product.call<{ user: { id: string } }>('GET', '/session');
  await product.call('PATCH', `/users/${user.id}`, { room: 20 });
  // Whoever opens the pocket connects its messengers.
  const telephone = await newPerson(browser);
  await telephone.goto(`${product.shopUrl}/pocket`);
  await telephone.getByRole('navigation').getByRole('button', { name: 'Telegram' }).waitFor();
  await telephone.context().close();
  const { items } = await product.call<{ items: CampaignSummary[] }>('GET', '/campaigns');
  campaign = await product.call<Campaign>('GET', `/campaigns/${items[0]?.id}`);
  agent = await openConsole(browser, product, '/inbox');
  await agent.locator('.me-button', { hasText: 'Online' }).waitFor();
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

/** Publishes the campaign with these channels, half of its visitors in control. */
async function offering(kinds: readonly string[], chat: boolean): Promise<void> {
  const ids = await Promise.all(kinds.map(async (kind) => (await channelOf(kind)).id));
  const channels: OfferedChannels = { ids, chat };
  const { draft } = campaign;
  const variants = draft.engagement.variants.map((variant) => ({
    ...variant,
    offer: { ...variant.offer, channels },
  }));
  const document = { ...draft, control: 5000, engagement: { ...draft.engagement, variants } };
  const { id } = campaign;
  const saved = await product.call<Campaign>('PUT', `/campaigns/${id}/draft`, {
    ...{ revision: campaign.revision, document },
  });
  campaign = await product.call<Campaign>('POST', `/campaigns/${id}/publish`, {
    revision: saved.revision,
  });
}

const results = () => product.call<CampaignResults>('GET', `/campaigns/${campaign.id}/results`);

async function soFar(arm: 'treatment' | 'control') {
  const { arms } = await results();
  const found =
    arms.find((each) => each.arm === arm && each.variant === null) ??
    arms.find((each) => each.arm === arm);
  return found?.soFar ?? { eligible: 0, exposed: 0, engaged: 0, converted: 0 };
}

async function conversationsOf(kind: string): Promise<readonly Conversation[]> {
  const { id } = await channelOf(kind);
  return (await product.call<{ items: Conversation[] }>('GET', `/conversations?channel=${id}`))
    .items;
}

async function messagesOf(id: string): Promise<readonly Message[]> {
  return (await product.call<{ messages: Message[] }>('GET', `/conversations/${id}/messages`))
    .messages;
}

/** Buys what is in the cart. */
async function buy(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'Name' }).fill('Clara');
  await page.getByRole('textbox', { name: 'Street' }).fill('Oak lane 1');
  await page.getByRole('textbox', { name: /Postcode/ }).fill('3512 AB Utrecht');
  await page.getByRole('button', { name: 'Continue to payment' }).click();
  await page.getByRole('button', { name: /Order for/ }).click();
  await page.getByRole('heading', { name: 'Thank you' }).waitFor();
}

/** Where the link of a way leads, on the telephone. */
async function onTelephone(visitor: Page, name: string): Promise<Page> {
  const href = await visitor
    .getByRole('link', { name: `Open ${name} on this device` })
    .getAttribute('href');
  assert.ok(href !== null && href.startsWith(`${product.shopUrl}/pocket?`), href ?? 'no link');
  const telephone = await newPerson(browser, { width: 390, height: 844 });
  await telephone.goto(href);
  return telephone;
}

async function send(telephone: Page): Promise<void> {
  await eventually(
    () => telephone.getByLabel('Message', { exact: true }).inputValue(),
    (value) => value !== '',
  );
  await telephone.getByLabel('Message', { exact: true }).press('Enter');
}

describe('an offer that goes on in WhatsApp', () => {
  let visitor: Page;
  let id: string;

  it('[OC1] is shown beside the chat, with a code and a link on a desktop', async () => {
    await offering(['whatsapp', 'telegram'], true);
    visitor = await personIn('treatment', browser, product);
    id = await visitorIdOf(visitor);
    await visitor.getByRole('button', { name: 'Chat with us' }).waitFor();
    await visitor.getByRole('button', { name: 'Or write in another app' }).click();
    const dialog = visitor.getByRole('dialog', { name: 'How would you like to write?' });
    await dialog.getByRole('button', { name: 'Chat here' }).waitFor();
    await dialog.getByText('WhatsApp', { exact: true }).click();
    await dialog.getByRole('img', { name: 'QR code: WhatsApp' }).waitFor();
    assert.deepEqual(await barriers(visitor), []);
  });

  it('[OC5] begins a conversation there that knows campaign, visitor and page', async () => {
    const telephone = await onTelephone(visitor, 'WhatsApp');
    await send(telephone);
    const talks = await eventually(
      () => conversationsOf('whatsapp'),
      (all) => all.length === 1,
    );
    const talk = talks[0];
    assert.ok(talk);
    assert.equal(talk.visitor, id);
    assert.equal(talk.origin?.campaign, campaign.id);
    const messages = await messagesOf(talk.id);
    const [first] = messages;
    assert.ok(first?.body.type === 'text');
    assert.equal(first.body.text, 'Hello, I have a question.');
    const asides = messages.flatMap(({ body }) => (body.type === 'aside' ? [body.aside.type] : []));
    assert.deepEqual(asides, ['came']);
    await agent.goto(`${product.url}/inbox/${talk.id}`);
    await agent.getByText(/Came from the page, by the campaign/).waitFor();
    await agent.getByText('Orla').first().waitFor();
    assert.deepEqual(await lookAt(agent), []);
    await telephone.context().close();
  });

  it('[OC6] joins no contacts: whoever has the link can write by it', async () => {
    const [talk] = await conversationsOf('whatsapp');
    const contact = await product.call<{ addresses: { channel: string }[] }>(
      'GET',
      `/contacts/${talk?.contact}`,
    );
    assert.deepEqual(
      contact.addresses.map(({ channel }) => channel),
      [talk?.channel],
    );
  });

  it('[OC7] counts as engaged, and its order in the arm of its visitor', async () => {
    await buy(visitor);
    const counted = await eventually(
      () => soFar('treatment'),
      (of) => of.converted === 1,
    );
    assert.equal(counted.engaged, 1);
    await visitor.context().close();
  });

  it('[F25] is in the figures by channel, with the order', async () => {
    const path = `/campaigns/${campaign.id}/by-channel`;
    const { items } = await product.call<CampaignChannels>('GET', path);
    const { id: channel } = await channelOf('whatsapp');
    assert.deepEqual(
      items.map(({ value, ...of }) => ({ ...of, hasValue: value > 0 })),
      [{ channel, arm: 'treatment', talked: 1, converted: 1, hasValue: true }],
    );
    await agent.goto(`${product.url}/results/${campaign.id}`);
    const table = agent.getByRole('table', { name: 'By channel' });
    await table.getByText('Pocket').waitFor();
    assert.deepEqual(await lookAt(agent), []);
  });

  it('[OC7] is not seen by control, whose order counts in control', async () => {
    const other = await personIn('control', browser, product);
    await other.getByRole('button', { name: 'Ask us' }).waitFor();
    for (const name of ['Or write in another app', 'Chat with us'])
      assert.equal(await other.getByRole('button', { name }).count(), 0);
    await buy(other);
    const counted = await eventually(
      () => soFar('control'),
      (of) => of.converted === 1,
    );
    assert.deepEqual([counted.exposed, counted.engaged], [0, 0]);
    await other.context().close();
  });
});

describe('an offer of Telegram instead of the chat', () => {
  it('[OC1] [OC5] [PK5] opens with the code, and its start parameter brings the visitor', async () => {
    await offering(['telegram'], false);
    const visitor = await personIn('treatment', browser, product);
    await visitor.getByRole('button', { name: 'Chat with us' }).click();
    const dialog = visitor.getByRole('dialog', { name: 'How would you like to write?' });
    await dialog.getByRole('img', { name: 'QR code: Telegram' }).waitFor();
    assert.equal(await dialog.getByRole('button', { name: 'Chat here' }).count(), 0);
    const telephone = await onTelephone(visitor, 'Telegram');
    await send(telephone);
    const [talk] = await eventually(
      () => conversationsOf('telegram'),
      (all) => all.length === 1,
    );
    assert.equal(talk?.visitor, await visitorIdOf(visitor));
    const [first] = await messagesOf(talk?.id ?? '');
    assert.ok(first?.body.type === 'text');
    assert.equal(first.body.text, '/start');
    await telephone.context().close();
    await visitor.context().close();
  });
});
