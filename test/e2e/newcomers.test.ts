// What new users stumbled over, in a real browser against the started product: agents without a
// name, a state that changed by signing in elsewhere, an inbox that hid who waits for an answer,
// and an empty first chat.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { png } from '@opportune/core/attachment/test/pictures.test-support.ts';
import type { Browser, Page } from 'playwright-core';
import type { User } from '@opportune/protocol/rest/account.ts';
import type { AccountSettings } from '@opportune/protocol/campaign/configuration.ts';
import {
  administrator,
  eventually,
  inviteUser,
  newPerson,
  openConsole,
  type Person,
  startWithBrowser,
} from './product.test-support.ts';
import type { Product } from './product.test-support.ts';
import { barriers, lookAt } from './looks.test-support.ts';
import { personIn } from './shop-person.test-support.ts';
import { comeToShop, type SocketVisitor } from './socket-visitor.test-support.ts';

let product: Product;
let browser: Browser;

before(async () => {
  [product, browser] = await startWithBrowser({ named: false, whole: true });
});
after(async () => {
  await browser?.close();
  await product?.close();
});

/** Signs in as a person who has just typed their password, in a fresh browser. */
async function signedInAnew(person: Person): Promise<Page> {
  const page = await signIn(person);
  await page.locator('.rail').waitFor();
  return page;
}

async function signIn({ email, password }: Person): Promise<Page> {
  const page = await newPerson(browser, { width: 1440, height: 900 });
  await page.goto(`${product.url}/inbox`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.keyboard.press('Enter');
  return page;
}

describe('a first sign-in', () => {
  async function saysName(page: Page, name: string): Promise<void> {
    await page.getByRole('heading', { name: 'What is your name?' }).waitFor();
    assert.deepEqual(await lookAt(page), []);
    await page.getByRole('textbox', { name: 'Name' }).fill(name);
    await page.getByRole('button', { name: 'Save and go on' }).click();
    await page.locator('.rail').waitFor();
  }

  it('[C50] [HM9] [BR7.1] asks the first administrator for name, business, time zone, currency and wish, once', async () => {
    const page = await signIn(administrator);
    await page.getByRole('heading', { name: 'Welcome' }).waitFor();
    assert.deepEqual(await lookAt(page), []);
    const proposed = await page.evaluate(() => Intl.DateTimeFormat().resolvedOptions().timeZone);
    assert.match(await page.getByLabel('Time zone').inputValue(), new RegExp(proposed));
    assert.match(await page.getByLabel('Currency').inputValue(), /^EUR/);
    await page.getByRole('textbox', { name: 'Your name' }).fill('Mara Lind');
    const photo = { name: 'mara.png', mimeType: 'image/png', buffer: png(640, 480) };
    await page.locator('input[type=file]').setInputFiles(photo);
    await page.getByRole('button', { name: 'Replace' }).waitFor();
    await page.getByRole('textbox', { name: 'Name of the business' }).fill('Aldermoor Lamps');
    await page.getByLabel('Currency').fill('Swiss');
    await page.getByRole('option', { name: /^CHF/ }).click();
    await page.getByRole('radio', { name: 'Show answers without an agent' }).check();
    await page.getByRole('button', { name: 'Save and go on' }).click();
    await page.locator('.rail').waitFor();
    const { settings } = await product.call<{ settings: AccountSettings }>('GET', '/account');
    assert.deepEqual(
      [settings.name, settings.timeZone, settings.currency],
      ['Aldermoor Lamps', proposed, 'CHF'],
    );
    const { wants } = await product.call<{ wants: string }>('GET', '/setup');
    assert.equal(wants, 'delivery');
    const { items } = await product.call<{ items: User[] }>('GET', '/users');
    assert.notEqual(items.find(({ name }) => name === 'Mara Lind')?.photo, null);
    await product.call('PATCH', '/account', { currency: 'EUR' });
    await page.getByRole('button', { name: /You: Mara Lind/ }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: /You: Mara Lind/ }).waitFor();
    await page.context().close();
  });

  it('[C50] asks a user who was invited without a name, after the password', async () => {
    const admin = await openConsole(browser, product, '/settings/people');
    await admin.getByRole('button', { name: 'Invite' }).click();
    const form = admin.getByRole('dialog', { name: /Invite/ });
    await form.getByLabel('E-mail').fill('ben@aldermoor.example');
    await form.getByRole('button', { name: 'Make the invitation' }).click();
    const link = await admin.locator('.once').innerText();
    const page = await newPerson(browser, { width: 1440, height: 900 });
    const { pathname, hash } = new URL(link, product.url);
    await page.goto(product.url + pathname + hash);
    await page.getByRole('textbox', { name: 'New password' }).fill('nine green bottles');
    await page.getByRole('button', { name: 'Save and go on' }).click();
    await saysName(page, 'Ben Carver');
    await page.getByRole('button', { name: /You: Ben Carver/ }).waitFor();
    await page.context().close();
    await admin.context().close();
  });
});

describe('an agent’s own state', () => {
  const own = (page: Page, state: string) =>
    page.getByRole('button', { name: `You: Ada Lind, ${state}.` });
  const choose = async (page: Page, state: string) => {
    await page.getByRole('button', { name: /Your state/ }).click();
    await page.getByRole('button', { name: new RegExp(`^${state}`) }).click();
  };
  const isKnown = (wanted: string) =>
    eventually(
      () => product.call<{ agents: { name: string; state: string }[] }>('GET', '/agents'),
      ({ agents }) => agents.some(({ name, state }) => name === 'Ada Lind' && state === wanted),
    );

  it('[C9] is online at the first sign-in, and stays as chosen after signing in on a second device', async () => {
    const ada = await inviteUser(product, {
      email: 'ada@aldermoor.example',
      name: 'Ada Lind',
      role: 'agent',
    });
    const desk = await signedInAnew(ada);
    await isKnown('online');
    await choose(desk, 'Offline');
    await isKnown('offline');
    const second = await signedInAnew(ada);
    await own(second, 'Offline').waitFor();
    // The requests of the browser's start reach the server before this.
    await choose(second, 'Away');
    await own(desk, 'Away').waitFor();
    await second.reload();
    await own(second, 'Away').waitFor();
    await second.context().close();
    await desk.context().close();
  });
});

describe('the inbox', () => {
  async function startChat(text: string): Promise<SocketVisitor> {
    const visitor = await comeToShop(product, { path: '/', title: 'Home' });
    await visitor.frame('welcome');
    const message = { id: `m-${visitor.id}`, text };
    visitor.send({ type: 'chat.start', request: `start-${visitor.id}`, message });
    await visitor.frame('chat.state');
    return visitor;
  }

  it('[C48] puts those who wait for a reply first, with their wait, lets answered ones sink, and moves nothing under the pointer', async () => {
    const page = await openConsole(browser, product, '/inbox');
    const first = await startChat('Is the lamp in stock?');
    const second = await startChat('Do you ship to Ghent?');
    const active = page.getByRole('region', { name: 'Active' });
    const names = () => active.getByRole('link').locator('b').allInnerTexts();
    const row = ({ name }: SocketVisitor) => active.getByRole('link', { name: new RegExp(name) });
    await row(first).getByText('waits').waitFor({ state: 'attached' });
    await row(second).getByText('waits').waitFor({ state: 'attached' });
    assert.deepEqual(await names(), [first.name, second.name]);
    await page.getByText('Choose one on the left. Longest wait first.').waitFor();
    await row(first).click();
    await page.getByRole('textbox', { name: `Reply to ${first.name}` }).fill('It is.');
    await page.keyboard.press('Enter');
    await row(first).getByText('waits').waitFor({ state: 'detached' });
    assert.deepEqual(await names(), [first.name, second.name], 'the pointer is in the list');
    await page.getByRole('textbox', { name: `Reply to ${first.name}` }).hover();
    await eventually(names, ([top]) => top === second.name);
    assert.deepEqual(await names(), [second.name, first.name]);
    first.send({
      type: 'chat.post',
      conversation: (await first.frame('chat.state')).conversation.id,
      id: `n-${first.id}`,
      text: 'And in brass?',
    });
    await row(first).getByText('waits').waitFor({ state: 'attached' });
    assert.deepEqual(await names(), [second.name, first.name], 'who has waited longer stays first');
    assert.deepEqual(await barriers(page), []);
    first.close();
    second.close();
    await page.context().close();
  });
});

describe('an invitation that is accepted', () => {
  it('[C49] opens the window with its text as a message of the business, for visitor and agent', async () => {
    const agent = await openConsole(browser, product, '/inbox');
    const visitor = await personIn('treatment', browser, product);
    const invitation = visitor.getByText('A question before you order?');
    await invitation.waitFor();
    await visitor.getByRole('button', { name: 'Chat with us' }).click();
    const dialog = visitor.getByRole('dialog');
    await dialog.getByRole('textbox', { name: /message/i }).waitFor();
    const said = dialog.locator('.bub', { hasText: 'A question before you order?' });
    await said.waitFor();
    await dialog.locator('.meta.theirs', { hasText: /^Aldermoor.* · / }).waitFor();
    await dialog.getByText('Mara Lind').first().waitFor();
    await agent.getByRole('region', { name: 'Active' }).getByRole('link').last().click();
    await agent.locator('.msgs').getByText('A question before you order?').waitFor();
    await agent
      .locator('.msgs')
      .getByText(/^Invitation · /)
      .waitFor();
    assert.deepEqual(await lookAt(agent), []);
    assert.deepEqual(await barriers(visitor), []);
    await visitor.context().close();
    await agent.context().close();
  });
});

describe('what a visitor types in a new account', () => {
  it('[AC2] is hidden from agents until its preview is switched on', async () => {
    const agent = await openConsole(browser, product, '/settings/account');
    // A place for this conversation beside those of the tests before.
    const { user } = await product.call<{ user: { id: string } }>('GET', '/session');
    await product.call('PATCH', `/users/${user.id}`, { room: 20 });
    const preview = agent.getByLabel('Agents see what a visitor types before it is sent');
    await preview.waitFor();
    assert.equal(await preview.isChecked(), false);
    await agent.goto(`${product.url}/inbox`);
    const visitor = await newPerson(browser);
    await visitor.goto(product.shopUrl);
    await visitor.getByRole('button', { name: 'Ask us' }).click();
    const dialog = visitor.getByRole('dialog');
    await dialog.getByRole('textbox', { name: /question/i }).fill('Is the Vega lamp dimmable?');
    await dialog.getByRole('button', { name: 'Start chat' }).click();
    await agent.getByRole('link', { name: /Vega lamp/ }).click();
    const box = dialog.getByRole('textbox', { name: 'Write a message' });
    await box.pressSequentially('And does it hum');
    await agent.locator('.msgs .typing').waitFor();
    const told = dialog.getByText('We can see what you write before you send it.');
    assert.equal(await told.count(), 0);
    assert.equal(await agent.getByText(/does it hum/).count(), 0);
    await product.call('PATCH', '/account', { typingPreview: true });
    await visitor.reload();
    await told.waitFor();
    await box.pressSequentially(' at night');
    await agent.locator('.preview', { hasText: /at night/ }).waitFor();
    await product.call('PATCH', '/account', { typingPreview: false });
    await visitor.context().close();
    await agent.context().close();
  });
});

describe('without a mail server', () => {
  it('[CS6] promises no answer by e-mail, and warns in the list of left messages and in settings', async () => {
    const agent = await openConsole(browser, product, '/inbox');
    await agent.getByRole('button', { name: /Your state/ }).click();
    await agent.getByRole('button', { name: /^Offline/ }).click();
    // An agent who closed their console a moment ago is still online.
    await eventually(
      () => product.call<{ agents: { state: string }[] }>('GET', '/agents'),
      ({ agents }) => agents.every(({ state }) => state !== 'online'),
      60_000,
    );
    const visitor = await newPerson(browser, { width: 390, height: 844 });
    await visitor.goto(`${product.shopUrl}/`);
    await visitor.getByRole('button', { name: 'Ask us' }).click();
    const dialog = visitor.getByRole('dialog');
    await dialog.getByText('Somebody reads it as soon as they are back.').waitFor();
    await dialog.getByLabel('E-mail').fill('bo@example.com');
    await dialog.getByLabel('Your question').fill('Do you repair lamps?');
    assert.deepEqual(await barriers(visitor), []);
    await dialog.getByRole('button', { name: 'Send message' }).click();
    await dialog.getByText('We have your message and your address.').waitFor();
    assert.equal(await dialog.getByText(/answer comes/).count(), 0);
    const left = agent.getByRole('region', { name: 'Messages left' });
    await left.getByText(/No mail server is set up/).waitFor();
    assert.deepEqual(await lookAt(agent), []);
    await left.getByRole('link', { name: 'Set up e-mail' }).click();
    await agent.getByRole('heading', { name: 'E-mail' }).waitFor();
    await agent.getByText(/visitors are not told to expect any/).waitFor();
    await agent.getByText(/OPPORTUNE_SMTP_URL/).waitFor();
    assert.deepEqual(await lookAt(agent), []);
    await visitor.context().close();
    await agent.context().close();
  });
});
