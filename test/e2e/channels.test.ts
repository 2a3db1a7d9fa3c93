// Channels as agents see them, in a real browser: conversations of several kinds in one inbox, told apart
// by icon and name, filtered by the address of the page, and read where there is no visitor; and set up
// by an administrator.
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

  it('[CN2] shows those of one channel, which is kept in the address', async () => {
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

  it('[CN3] says of a contact without a visitor why there is no page and no cart', async () => {
    const panel = agent.getByRole('complementary');
    await panel.getByText('So there is no page, no cart').waitFor();
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

  it('[CN7] says how it got through, and why it did not', async () => {
    await row(/Noor van Dijk/).click();
    await says('It is on its way');
    await line(/Administrator · .* · sent$/).waitFor();
    await app.read('It is on its way');
    await line(/Administrator · .* · read$/).waitFor();
    app.will('refuse', 'Here is the label');
    await says('Here is the label');
    await line(/not sent, the channel does not take such a message/).waitFor();
    app.will('lose', 'It comes on Friday');
    await says('It comes on Friday');
    await line(/may not have arrived/).waitFor();
    assert.deepEqual(await lookAt(agent), []);
  });

  it('[CN7] sends again what failed, and asks before what may arrive twice', async () => {
    app.will('take', 'Here is the label');
    app.will('take', 'It comes on Friday');
    await again().first().click();
    await line(/not sent/).waitFor({ state: 'detached' });
    await again().click();
    await agent.getByRole('dialog').getByText('it arrives twice').waitFor();
    await agent.getByRole('dialog').getByRole('button', { name: 'Send again' }).click();
    await again().waitFor({ state: 'detached' });
    await line(/may not have arrived/).waitFor({ state: 'detached' });
  });

  it('[CR8] what rests is ended without a wrap-up', async () => {
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
    await dialog().getByLabel('Name').fill('Parcel desk');
    await dialog().getByLabel('Delivery address').fill('https://parcel.aldermoor.example/in');
    await dialog().getByLabel('Bell').check();
    assert.deepEqual(await lookAt(agent), []);
    await dialog().getByRole('button', { name: 'Add' }).click();
    await dialog().getByText('Connect Parcel desk').waitFor();
    const { channels } = await product.call<{ channels: RevisedChannel[] }>('GET', '/channels');
    const { icon, capabilities, deliverTo } = channels.at(-1) ?? {};
    assert.deepEqual([icon, deliverTo], ['bell', 'https://parcel.aldermoor.example/in']);
    assert.deepEqual(capabilities?.files?.types, ['*']);
  });

  it('[CN5] show the secret once, with a call to try', async () => {
    assert.deepEqual(await lookAt(agent), []);
    const example = dialog().getByRole('region', { name: 'Try it in a shell' });
    assert.match((await example.textContent()) ?? '', /^secret='whsec_/);
    await dialog().getByRole('button', { name: 'I have it' }).click();
    await table()
      .getByRole('row', { name: /Parcel desk.*Custom channel.*Connected/ })
      .waitFor();
    assert.equal(await agent.getByText('whsec_').count(), 0);
  });

  it('[CN6] pause with a way back, and ask before a new secret and a removal', async () => {
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
    await act('Remove');
    await dialog().getByRole('button', { name: 'Remove' }).click();
    await table()
      .getByRole('row', { name: /Parcel desk/ })
      .waitFor({ state: 'detached' });
  });
});
