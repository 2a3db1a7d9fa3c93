// Needs in the console: a manager keeps the list, agents name what conversations were about, and
// the learnt need appears beside the next conversation before anybody has named it.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import type { ConversationNeed, NeedList } from '@opportune/protocol/rest/conversation/needs.ts';
import { migratedDataFolder } from '@opportune/server/adapter/engines.test-support.ts';
import { lookAt } from './looks.test-support.ts';
import {
  eventually,
  goTo,
  inviteUser,
  openConsole,
  startProduct,
  startWithBrowser,
} from './product.test-support.ts';
import type { Product } from './product.test-support.ts';
import { comeToShop } from './socket-visitor.test-support.ts';
import type { SocketVisitor } from './socket-visitor.test-support.ts';

const data = await migratedDataFolder();
let product: Product;
let browser: Browser;
let page: Page;
const visitors: SocketVisitor[] = [];

const said: Readonly<Record<string, readonly string[]>> = {
  Refund: [
    'I want my money back for the lamp',
    'Please refund my order',
    'How do I get a refund',
    'The lamp broke, I want my money back',
    'When does the refund arrive on my account',
    'Refund the shipping too please',
    'My money was not refunded yet',
    'Can you give me the money back',
  ],
  Delivery: [
    'When will my parcel arrive',
    'Where is my delivery',
    'The parcel has not arrived',
    'Can you deliver on Saturday',
    'My delivery is late',
    'Track my parcel please',
    'Do you deliver to Norway',
    'The courier left the parcel outside',
  ],
};

const needs = (): Promise<NeedList> => product.call('GET', '/needs');
const needOf = (conversation: string): Promise<ConversationNeed> =>
  product.call('GET', `/conversations/${encodeURIComponent(conversation)}/need`);
const dialog = (): Locator => page.getByRole('dialog');
const press = (name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click();
const rowNames = (): Promise<readonly string[]> =>
  page.getByRole('table', { name: 'Needs' }).locator('tbody tr td:first-child').allInnerTexts();

before(async () => {
  [product, browser] = await startWithBrowser({ dataFolder: data.path });
  page = await openConsole(browser, product, '/settings/needs');
});
after(async () => {
  for (const visitor of visitors) visitor.close();
  await browser?.close();
  await product?.close();
  data.remove();
});

/** A visitor begins a conversation with these words. Returns its id. */
async function asks(text: string): Promise<string> {
  const visitor = await comeToShop(product, { path: '/help', title: 'Help' });
  visitors.push(visitor);
  await visitor.frame('welcome');
  visitor.send({ type: 'chat.start', request: 'start', message: { id: 'first', text } });
  return (await visitor.frame('chat.state')).conversation.id;
}

async function add(name: string, skill = ''): Promise<void> {
  await press('New need');
  await dialog().getByLabel('Name').fill(name);
  await dialog().getByLabel('Skill').fill(skill);
  await dialog().getByRole('button', { name: 'Save' }).click();
  await dialog().waitFor({ state: 'detached' });
}

describe('the list of needs', () => {
  it('teaches the first step while it is empty', async () => {
    await page.getByText('No need yet').waitFor();
    assert.deepEqual(await lookAt(page), []);
  });

  it('takes needs with or without a skill, and says what is missing before it can learn', async () => {
    await add('Refund', 'billing');
    await add('Delivery');
    await add('Anything else');
    const rows = await eventually(rowNames, (names) => names.length === 3);
    assert.deepEqual(rows, ['Refund', 'Delivery', 'Anything else']);
    const { needs: listed, learnt } = await needs();
    assert.deepEqual(
      listed.map(({ name, skill }) => [name, skill]),
      [
        ['Refund', 'billing'],
        ['Delivery', null],
        ['Anything else', null],
      ],
    );
    assert.equal(learnt, null);
    await page.getByText('Nothing learnt yet').waitFor();
    assert.deepEqual(await lookAt(page), []);
  });

  it('refuses a duplicate name and says so in the form', async () => {
    await press('New need');
    await dialog().getByLabel('Name').fill('refund');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await dialog().getByText('A need with this name exists').waitFor();
    assert.equal(await dialog().getByLabel('Name').getAttribute('aria-invalid'), 'true');
    assert.deepEqual(await lookAt(page), []);
    await page.keyboard.press('Escape');
    assert.equal((await needs()).needs.length, 3);
  });

  it('removes a need and puts it back as it was', async () => {
    const { needs: listed } = await needs();
    await press('Remove from the list: Anything else');
    await eventually(rowNames, (names) => names.length === 2);
    await press('Undo');
    await eventually(rowNames, (names) => names.length === 3);
    assert.deepEqual((await needs()).needs, listed);
  });

  it('belongs to managers: an agent reads the list and may not change it', async () => {
    const person = { email: 'tomas@aldermoor.example', name: 'Tomas Weber' };
    const agent = await inviteUser(product, { ...person, role: 'agent' });
    const agents = await openConsole(browser, product, '/settings/needs', agent);
    await agents.getByText('There is no such page').waitFor();
    const ask = (method: string): Promise<number> =>
      agents.evaluate(async (how) => {
        const body = how === 'PUT' ? { body: JSON.stringify({ needs: [] }) } : {};
        const headers = { 'content-type': 'application/json' };
        return (await fetch('/api/v1/needs', { method: how, headers, ...body })).status;
      }, method);
    assert.equal(await ask('GET'), 200);
    assert.equal(await ask('PUT'), 403);
    await agents.context().close();
  });
});

describe('a conversation', () => {
  it('is named by the agent who has it', async () => {
    const conversation = await asks('I want my money back');
    await goTo(page, `/inbox/${conversation}`);
    const named = page.getByLabel('What it was about');
    await named.waitFor();
    await page.getByText('Not known yet').waitFor();
    await named.selectOption({ label: 'Refund' });
    const { needs: listed } = await needs();
    const refund = listed.find(({ name }) => name === 'Refund')?.id;
    await eventually(
      () => needOf(conversation),
      (of) => of.named === refund,
    );
    await named.selectOption({ label: 'Not named' });
    await eventually(
      () => needOf(conversation),
      (of) => of.named === null,
    );
  });

  it('shows the need learnt from earlier names, with its reasons', async () => {
    const { needs: listed } = await needs();
    for (const { id, name } of listed)
      for (const text of said[name] ?? []) {
        const conversation = await asks(text);
        const at = `/conversations/${encodeURIComponent(conversation)}/need`;
        await product.call('PUT', at, { need: id });
      }
    await page.context().close();
    for (const visitor of visitors.splice(0)) visitor.close();
    await product.close();
    product = await startProduct({ dataFolder: data.path });
    const { learnt } = await eventually(needs, (of) => of.learnt !== null);
    assert.equal(learnt?.examples, 16);
    page = await openConsole(browser, product, '/settings/needs');
    await page.getByText(`Learnt from 16 named conversations`).waitFor();
    assert.deepEqual(await lookAt(page), []);

    const conversation = await asks('The chair broke and I want the money back, a refund please');
    await page.goto(`${product.url}/inbox/${conversation}`);
    const block = page.locator('section').filter({ hasText: 'Seems to want' });
    await block.getByText('Refund', { exact: true }).first().waitFor();
    const { seems, named, why } = await needOf(conversation);
    assert.equal(named, null);
    assert.equal(listed.find(({ id }) => id === seems?.need)?.name, 'Refund');
    const text = await block.innerText();
    const sure = new Intl.NumberFormat('en-US', { style: 'percent' }).format(
      seems?.confidence ?? 0,
    );
    assert.ok(text.includes(`${sure} sure`), text);
    assert.ok(why.length > 0 && text.includes(`said “${why[0]?.text}”`), text);
    assert.deepEqual(await lookAt(page), []);
  });
});
