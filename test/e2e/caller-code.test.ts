// Somebody at a page calls by telephone: their number proves nothing, whatever contact has it. The page shows a
// code, they type it, and the agent sees their visit. The carrier is a twin.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { Conversation, Message } from '@opportune/protocol/conversation/conversation.ts';
import { addVoice, callFlags } from '../../packages/tag/test/calls.test-support.ts';
import {
  type CarrierCall,
  type CarrierTwin,
  startCarrierTwin,
} from '../twins/carrier-twin.test-support.ts';
import { lookAt } from './looks.test-support.ts';
import {
  eventually,
  goToCheckout,
  newPerson,
  openBrowser,
  openConsole,
  type Product,
  startProduct,
} from './product.test-support.ts';

const caller = '+4915112345678';

let carrier: CarrierTwin;
let product: Product;
let browser: Browser;
let agent: Page;
let visitor: Page;

before(async () => {
  carrier = await startCarrierTwin();
  product = await startProduct({ environment: { OPPORTUNE_ALLOW_PRIVATE_DELIVERY: 'on' } });
  const { number, accountSid, authToken, base: apiBase } = carrier;
  const settings = { number, accountSid, authToken, apiBase, allowed: '+49' };
  const { id } = await product.call<{ id: string }>('POST', '/channels', {
    ...{ kind: 'telephone', name: 'Hotline', settings, greeting: 'Welcome', away: 'Nobody' },
  });
  await product.call('POST', `/channels/${id}/check`);
  // A ring lasts longer than all that is looked at.
  await product.call('PUT', '/routing', { mode: 'automatic', ringS: 300 });
  browser = await openBrowser({ whole: true, flags: callFlags });
  agent = await openConsole(browser, product, '/inbox');
  await addVoice(agent, 720);
  await agent.context().grantPermissions(['microphone']);
  await agent.reload();
  await agent.locator('.me-button', { hasText: 'Online' }).waitFor();
  visitor = await shops();
});
after(async () => {
  await browser?.close();
  await product?.close();
  await carrier?.stop();
});

/** Somebody with a cart, whose browser gives no microphone. */
async function shops(): Promise<Page> {
  const page = await newPerson(browser);
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () =>
      Promise.reject(new DOMException('Permission denied', 'NotAllowedError'));
  });
  await goToCheckout(page, product);
  // Who stays in the checkout is offered a chat, which would cover the window.
  await page.goto(product.shopUrl);
  return page;
}

async function opensDialIn(page: Page): Promise<void> {
  await button(page, 'Ask us').click();
  await button(page, 'Call us').click();
  await button(page, 'Call us by telephone').click();
  await page.locator('.c-code').waitFor();
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const panel = () => agent.getByRole('complementary', { name: 'Customer' });

async function newest(): Promise<Conversation | undefined> {
  const { items } = await product.call<{ items: Conversation[] }>('GET', '/conversations');
  return items.toSorted((one, other) => other.startedAt - one.startedAt)[0];
}

async function asidesOf(id: string): Promise<readonly string[]> {
  const { messages } = await product.call<{ messages: Message[] }>(
    'GET',
    `/conversations/${id}/messages`,
  );
  return messages.flatMap(({ body }) =>
    body.type === 'aside' && body.aside.type === 'caller-code' ? [body.aside.result] : [],
  );
}

/** A call that waits, and whose conversation the agent sees. */
async function waits(): Promise<{ readonly call: CarrierCall; readonly id: string }> {
  const before = (await newest())?.id;
  const call = carrier.call(caller);
  await call.streaming;
  const found = await eventually(newest, (each) => each?.id !== before);
  const id = found?.id ?? '';
  await agent.locator(`a.conv[href$="/inbox/${id}"]`).first().click();
  await panel().getByText('The number that is shown is no proof').waitFor();
  return { call, id };
}

/** The agent, by keyboard. */
async function answers(): Promise<void> {
  await agent.keyboard.press('Escape');
  await agent.keyboard.press('a');
  const call = agent.getByRole('region', { name: /^Call with/ });
  await call.getByText('You are speaking').waitFor();
}

function type(call: CarrierCall, code: string): void {
  for (const key of code) call.press(key);
}

/** The code that the visitor's page shows. */
async function shownCode(page = visitor): Promise<string> {
  const shown = await page.locator('.c-code').textContent();
  return (shown ?? '').replaceAll(/\D/g, '');
}

describe('a caller by telephone', () => {
  it('[CX41.2] whose page has no microphone is shown the number and a code', async () => {
    await opensDialIn(visitor);
    const link = visitor.getByRole('link', { name: carrier.number });
    assert.equal(await link.getAttribute('href'), `tel:${carrier.number}`);
    assert.match(await shownCode(), /^[0-8]\d{5}$/);
    assert.deepEqual(await lookAt(visitor), []);
  });

  it('[CX41.1] [CX41.3] types it while they wait, hears that it is right, and the agent sees their visit', async () => {
    const { call, id } = await waits();
    await panel().getByText('No visit').waitFor();
    assert.equal(await panel().getByText('Cart', { exact: true }).count(), 0);
    assert.deepEqual(await lookAt(agent), []);
    type(call, '000000');
    await eventually(
      () => asidesOf(id),
      (all) => all.includes('wrong'),
    );
    await eventually(
      async () => call.told,
      (told) => told.some((words) => words.includes('not valid')),
    );
    assert.equal((await newest())?.visitor, null);
    const code = await shownCode();
    type(call, code);
    await panel().getByText('Proved by code').waitFor();
    await panel().getByText('Cart', { exact: true }).waitFor();
    await eventually(
      async () => call.told,
      (told) => told.some((words) => words.includes('We see the page')),
    );
    const { visitor: proved, site } = (await newest()) ?? {};
    assert.ok(proved && site);
    assert.deepEqual(await asidesOf(id), ['wrong', 'page']);
    assert.deepEqual(await lookAt(agent), []);
    await answers();
    await button(agent, 'Hang up').click();
    await call.over;
    await eventually(newest, (each) => each?.status === 'wrap-up');
  });

  it('[CX41.6] calls again, and their number shows no visit, although its contact has one now', async () => {
    const { contact, visitor: proved } = (await newest()) ?? {};
    await visitor.locator('.c-out').click();
    await button(visitor, 'Write instead').click();
    await visitor.getByRole('textbox', { name: 'Write a message' }).fill('Hello');
    await visitor.keyboard.press('Enter');
    const chat = await eventually(newest, (each) => each?.channel === 'web');
    assert.equal(chat?.visitor, proved);
    await product.call('POST', `/contacts/${contact}/merge`, { into: chat?.contact });
    const { call, id } = await waits();
    await panel().getByText('No visit').waitFor();
    assert.equal(await panel().getByText('Cart', { exact: true }).count(), 0);
    assert.equal(await panel().getByText('Verified', { exact: true }).count(), 0);
    // [CX41.7] In the call, the agent enters what the caller says.
    const other = await shops();
    await opensDialIn(other);
    const entry = { code: await shownCode(other) };
    const path = `/conversations/${id}/caller-code`;
    await assert.rejects(product.call('POST', path, entry), /another agent|not yours|ended/i);
    await answers();
    const field = panel().getByLabel('Code that they say');
    await field.fill('000 000');
    await button(agent, 'Enter').click();
    await panel().getByText('This code is not valid.').waitFor();
    await field.fill(entry.code);
    await button(agent, 'Enter').click();
    await panel().getByText('Proved by code').waitFor();
    assert.deepEqual(await asidesOf(id), ['wrong', 'page']);
    call.hangUp();
    await call.over;
  });
});
