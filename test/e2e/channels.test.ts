// Channels in a real browser. Agents see conversations of several kinds in one inbox, told apart by
// icon and name, filter them by the page's address, and read those without a visitor. An
// administrator sets channels up.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import type { RevisedChannel } from '@opportune/protocol/rest/channel/channels.ts';
import { type CustomSystem, customSystem } from './custom-system.test-support.ts';
import { lookAt } from './looks.test-support.ts';
import {
  goTo,
  newPerson,
  openConsole,
  startWithBrowser,
  type Product,
} from './product.test-support.ts';

let product: Product;
let browser: Browser;
let agent: Page;
let desk: CustomSystem;
let app: CustomSystem;

before(async () => {
  [product, browser] = await startWithBrowser({
    environment: { OPPORTUNE_ALLOW_PRIVATE_DELIVERY: 'on' },
  });
  agent = await openConsole(browser, product, '/inbox');
  desk = await customSystem(product, { name: 'Order desk', icon: 'truck' });
  await desk.says({ address: '+31 6 5550 4107' }, 'Is the Sund still there?');
  app = await customSystem(product, { name: 'Warehouse app', icon: '' });
  await app.says({ address: 'noor@vandijk.example', name: 'Noor van Dijk' }, 'Where is my order?');
  const visitor = await newPerson(browser);
  await visitor.goto(product.shopUrl);
  await visitor.getByRole('button', { name: 'Ask us' }).click();
  await visitor.getByRole('textbox', { name: /question/i }).fill('Do you ship to Ghent?');
  await visitor.getByRole('button', { name: 'Start chat' }).click();
});
after(async () => {
  await browser?.close();
  await product?.close();
  desk?.close();
  app?.close();
});

const list = (): Locator => agent.getByRole('region', { name: 'Conversations' });
const row = (name: RegExp): Locator => list().getByRole('link', { name });
const filter = (): Locator => agent.getByRole('navigation', { name: 'Channel' });

describe('an inbox of several channels', () => {
  it('[CN1] tells them apart by an icon with a name, also in the heading', async () => {
    await row(/\+31 6 5550 4107.*Order desk/).waitFor();
    await row(/Noor van Dijk.*Warehouse app/).click();
    const talk = agent.getByRole('region', { name: 'Conversation with Noor van Dijk' });
    await talk.getByText('Warehouse app · noor@vandijk.example').waitFor();
    await row(/Visitor .*Web chat/).waitFor();
    assert.deepEqual(await lookAt(agent), []);
  });

  it('[CN2] shows the conversations of one channel, which the address keeps', async () => {
    await filter().getByRole('link', { name: 'Order desk, 1 conversation' }).click();
    await row(/Noor van Dijk/).waitFor({ state: 'detached' });
    await row(/\+31 6 5550 4107/).click();
    const { searchParams } = new URL(agent.url());
    assert.equal(searchParams.get('channel'), desk.channel.id);
    await agent.reload();
    await row(/\+31 6 5550 4107/).waitFor();
    assert.equal(await list().getByRole('listitem').count(), 1);
    assert.deepEqual(await lookAt(agent), []);
  });

  it('[CN3] says why a contact without a visitor has no page and no cart', async () => {
    const panel = agent.getByRole('complementary');
    await panel.getByText('There is no page, no cart').waitFor();
    assert.equal(await panel.getByRole('heading', { name: 'Cart' }).count(), 0);
    await panel.getByRole('tab', { name: 'Visit' }).click();
    await panel.getByText('This conversation is on Order desk').waitFor();
    await filter().getByRole('link', { name: /^All/ }).click();
    await row(/Noor van Dijk/).waitFor();
    assert.equal(new URL(agent.url()).search, '');
  });
});

describe('what agents answer on a channel', () => {
  const says = async (text: string): Promise<void> => {
    await agent.getByRole('textbox', { name: 'Reply to' }).fill(text);
    await agent.keyboard.press('Enter');
  };
  const line = (words: RegExp): Locator => agent.getByRole('log').getByText(words);
  const again = (): Locator => agent.getByRole('log').getByRole('button', { name: 'Send again' });

  it('[CN7] shows whether it was delivered, and why it failed', async () => {
    await row(/Noor van Dijk/).click();
    await says('It is on its way');
    await line(/Administrator · .* · sent$/).waitFor();
    await app.read('It is on its way');
    await line(/Administrator · .* · read$/).waitFor();
    app.will('refuse', 'Here is the label');
    await says('Here is the label');
    await line(/not sent, the channel does not accept this kind of message/).waitFor();
    app.will('lose', 'It comes on Friday');
    await says('It comes on Friday');
    await line(/may not have arrived/).waitFor();
    assert.deepEqual(await lookAt(agent), []);
  });

  it('[CN7] is sent again after a failure, with a question first if it may arrive twice', async () => {
    app.will('take', 'Here is the label');
    app.will('take', 'It comes on Friday');
    await again().first().click();
    await line(/not sent/).waitFor({ state: 'detached' });
    await again().click();
    await agent.getByRole('dialog').getByText('it will arrive twice').waitFor();
    await agent.getByRole('dialog').getByRole('button', { name: 'Send again' }).click();
    await again().waitFor({ state: 'detached' });
    await line(/may not have arrived/).waitFor({ state: 'detached' });
  });

  it('[DV6] says what a message waits for', async () => {
    const turn = (state: string): Promise<unknown> =>
      product.call('PATCH', `/channels/${app.channel.id}`, { state });
    await turn('paused');
    await says('It is at the depot');
    await line(/waits, the channel is paused$/).waitFor();
    assert.deepEqual(await lookAt(agent), []);
    await turn('connected');
    await line(/waits, the channel is paused$/).waitFor({ state: 'detached' });
    await line(/Administrator · .* · sent$/)
      .last()
      .waitFor();
  });

  it('[CN9] shows what their contact changed at messages', async () => {
    const of = { address: 'noor@vandijk.example' };
    const id = await app.says(of, 'I need it on Wensday');
    await line(/Wensday/).waitFor();
    await app.changes({ id, from: of, type: 'edit', text: 'I need it on Wednesday' });
    await line(/^I need it on Wednesday$/).waitFor();
    await line(/^The contact edited a message/).waitFor();
    const told = app.idOf('It is on its way');
    await app.changes({ id: told, from: of, type: 'reaction', reaction: '👍' });
    await line(/^👍$/).waitFor();
    const other = await app.says(of, 'My number is 555');
    await line(/My number is 555/).waitFor();
    await app.changes({ id: other, from: of, type: 'deletion' });
    await line(/^The contact deleted this message$/).waitFor();
    assert.equal(await line(/My number is 555/).count(), 0);
    assert.deepEqual(await lookAt(agent), []);
    // An answer lets the conversation rest again.
    await says('All right');
    await line(/All right/).waitFor();
  });

  it('[CR8] ends a resting conversation without a wrap-up', async () => {
    await agent.getByRole('region', { name: 'Answered' }).getByText('Noor van Dijk').waitFor();
    await agent.getByRole('button', { name: 'End', exact: true }).click();
    await agent.getByRole('region', { name: 'Just ended' }).getByText('Noor van Dijk').waitFor();
  });
});

describe('settings of channels', () => {
  const table = (): Locator => agent.getByRole('table', { name: 'Channels' });
  const dialog = (): Locator => agent.getByRole('dialog');
  const act = async (name: string): Promise<void> => {
    await agent.getByRole('button', { name: 'More of Parcel desk' }).click();
    await agent.getByRole('menuitem', { name }).click();
  };

  it('[CN4] list each channel, and add one from a name and an address', async () => {
    await goTo(agent, '/settings/channels');
    await table()
      .getByRole('row', { name: /Web chat.*Connected/ })
      .waitFor();
    await agent.getByRole('button', { name: 'Add a channel' }).click();
    await dialog().getByLabel('Telegram').check();
    await dialog().getByText('write to @BotFather').waitFor();
    await dialog().getByLabel('Bot token').waitFor();
    assert.deepEqual(await lookAt(agent), []);
    await dialog().getByLabel('Custom channel').check();
    await dialog().getByLabel('Name').fill('Parcel desk');
    await dialog().getByLabel('Delivery address').fill('https://parcel.aldermoor.example/in');
    await dialog().getByLabel('Bell').check();
    await dialog().getByLabel('Hours until a silent conversation closes').fill('24');
    assert.deepEqual(await lookAt(agent), []);
    await dialog().getByRole('button', { name: 'Add' }).click();
    await dialog().getByText('Connect Parcel desk').waitFor();
    const { channels } = await product.call<{ channels: RevisedChannel[] }>('GET', '/channels');
    const { icon, capabilities, deliverTo, closesAfterH } = channels.at(-1) ?? {};
    assert.deepEqual([icon, deliverTo], ['bell', 'https://parcel.aldermoor.example/in']);
    assert.equal(closesAfterH, 24);
    assert.deepEqual(capabilities?.files?.types, ['*']);
  });

  it('[CN5] show the secret once, with an example call', async () => {
    assert.deepEqual(await lookAt(agent), []);
    const example = dialog().getByRole('region', { name: 'Try it in a shell' });
    assert.match((await example.textContent()) ?? '', /^secret='whsec_/);
    await dialog().getByRole('button', { name: 'I have it' }).click();
    await table()
      .getByRole('row', { name: /Parcel desk.*Custom channel.*Connected/ })
      .waitFor();
    assert.equal(await agent.getByText('whsec_').count(), 0);
  });

  it('[CN6] [CU10] can be paused and resumed, and ask before a new secret or a removal', async () => {
    await act('Pause');
    await table()
      .getByRole('row', { name: /Parcel desk.*Paused/ })
      .waitFor();
    assert.deepEqual(await lookAt(agent), []);
    await act('Connect');
    await table()
      .getByRole('row', { name: /Parcel desk.*Connected/ })
      .waitFor();
    await agent.getByRole('button', { name: 'Undo' }).click();
    await table()
      .getByRole('row', { name: /Parcel desk.*Paused/ })
      .waitFor();
    await act('New secret');
    await dialog().getByRole('button', { name: 'Make a new secret' }).click();
    await dialog().getByText('whsec_').first().waitFor();
    await dialog().getByRole('button', { name: 'I have it' }).click();
    const former = table().getByRole('row', { name: /Parcel desk.*former secret works until/ });
    await former.waitFor();
    assert.deepEqual(await lookAt(agent), []);
    await act('End the former secret');
    await dialog().getByRole('button', { name: 'End the former secret' }).click();
    await former.waitFor({ state: 'detached' });
    await act('Remove');
    await dialog().getByRole('button', { name: 'Remove' }).click();
    await table()
      .getByRole('row', { name: /Parcel desk/ })
      .waitFor({ state: 'detached' });
  });
});
