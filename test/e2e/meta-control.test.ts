// A conversation at Messenger that another app of the business has, in a real browser against the twin: what
// is written is shown and asked of nobody, agents ask for it or take it, and the app passes it to us.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { Channel } from '@opportune/protocol/rest/channel/channels.ts';
import { deliver } from '../support/provider-talk.test-support.ts';
import { type PageTwin, startPageTwin } from '../twins/page-twin.test-support.ts';
import { lookAt } from './looks.test-support.ts';
import { eventually, openConsole, type Product, startWithBrowser } from './product.test-support.ts';

let product: Product;
let browser: Browser;
let page: Page;
let messenger: PageTwin;
before(async () => {
  messenger = await startPageTwin('messenger');
  [product, browser] = await startWithBrowser({
    demo: false,
    environment: { OPPORTUNE_ALLOW_PRIVATE_DELIVERY: 'on' },
  });
  page = await openConsole(browser, product, '/inbox');
});
after(async () => {
  await browser?.close();
  await product?.close();
  await messenger?.stop();
});

test('[PG3] what another app has is shown with a way to get it, and answered once it is given to us', async () => {
  const settings = { ...messenger.settings, apiBase: messenger.base };
  const draft = { kind: 'messenger', name: 'Our page', settings, greeting: 'Welcome' };
  const { id: channel, webhookUrl } = await product.call<Channel>('POST', '/channels', draft);
  const sender = { id: messenger.names?.address('ada') };
  const event = (of: object) => ({ sender, recipient: { id: '1' }, timestamp: Date.now(), ...of });
  const message = { mid: 'm_bot', text: 'Where is my tent?' };
  messenger.give('ada', '7');
  await deliver(String(webhookUrl), [messenger.request([event({ message })], { list: 'standby' })]);
  const { items } = await eventually(
    () => product.call<{ items: Conversation[] }>('GET', `/conversations?channel=${channel}`),
    (all) => all.items.length > 0,
  );
  const [talk] = items;
  assert.ok(talk);
  assert.deepEqual([talk.status, talk.unansweredSince ?? null], ['resting', null]);
  await page.goto(`${product.url}/inbox/${talk.id}`);
  await page.getByRole('log').getByText('Where is my tent?').waitFor();
  await page.getByText('Another app has this conversation').waitFor();
  assert.deepEqual(await lookAt(page), []);

  await page.getByRole('button', { name: 'Take it' }).click();
  await page.getByText(/Conversation Routing is not enabled/).waitFor();
  await page.getByRole('button', { name: 'Ask for it' }).click();
  await page
    .getByRole('log')
    .getByText(/asked the other app/)
    .waitFor();
  assert.deepEqual(
    messenger.controls.map(({ edge }) => edge),
    ['request_thread_control'],
  );
  const pass = () => product.call('POST', `/conversations/${talk.id}/control`, { act: 'pass' });
  await assert.rejects(pass, /conversation\.not_yours/);
  await product.call('POST', `/conversations/${talk.id}/take`);
  const path = `/conversations/${talk.id}`;
  const said = { id: randomUUID(), text: 'It is on its way' };
  await product.call('POST', `${path}/messages`, said);
  const failed = await eventually(
    () => product.call<{ items: { reason: string }[] }>('GET', `${path}/deliveries`),
    (all) => all.items[0]?.reason === 'other-app',
  );
  assert.equal(failed.items.length, 1, 'it was not greeted');
  assert.equal((await product.call<Channel>('GET', `/channels/${channel}`)).state, 'connected');

  messenger.give('ada', null);
  const owners = { previous_owner_app_id: '7', new_owner_app_id: '8' };
  await deliver(String(webhookUrl), [messenger.request([event({ pass_thread_control: owners })])]);
  await page.getByText('Another app has this conversation').waitFor({ state: 'detached' });
  await page.getByRole('log').getByText('Another app passed the conversation to us').waitFor();
  await page.getByRole('button', { name: 'More', exact: true }).last().click();
  await page.getByRole('menuitem', { name: 'Pass to Meta’s inbox' }).click();
  await page.getByText('Another app has this conversation').waitFor();
  assert.equal(messenger.controls.at(-1)?.target_app_id, '263902037430900');
});
