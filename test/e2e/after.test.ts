// After the chat, in a real browser: a manager switches the questions on, a visitor answers them with
// the keyboard alone, changes an answer, and an agent reads them beside the conversation.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import type { Conversation } from '@opportune/protocol/conversation.ts';
import type { AfterConversation, AfterSettings } from '@opportune/protocol/rest/after.ts';
import {
  barriers,
  eventually,
  newPerson,
  openConsole,
  startWithBrowser,
} from './product.test-support.ts';
import type { Product } from './product.test-support.ts';
import { visitorIdOf } from './shop-person.test-support.ts';

let product: Product;
let browser: Browser;
let agent: Page;
let visitor: Page;
let conversation: string;

before(async () => {
  [product, browser] = await startWithBrowser();
});
after(async () => {
  await browser?.close();
  await product?.close();
});

const rules = (): Promise<AfterSettings> => product.call('GET', '/after-chat');
const answered = (): Promise<AfterConversation> =>
  product.call('GET', `/conversations/${conversation}/after`);
const form = (): Locator => visitor.getByRole('form', { name: 'How was this chat?' });
const panel = (): Locator => agent.getByRole('complementary');

async function lookAt(page: Page, full: { readonly width: number; readonly height: number }) {
  const found: string[] = [];
  for (const width of [full.width, 390]) {
    await page.setViewportSize({ width, height: 844 });
    found.push(...(await barriers(page)).map((finding) => `${width}: ${finding}`));
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    if (wide > width) found.push(`${width}: ${wide} px wide`);
    const folder = process.env['OPPORTUNE_SHOTS'];
    if (folder !== undefined)
      await page.screenshot({ path: `${folder}/after-${Date.now()}-${width}.png` });
  }
  await page.setViewportSize(full);
  return found;
}
const wide = { width: 1440, height: 900 };

/** The visitor's newest conversation, once it stands as wanted. */
async function standing(status: Conversation['status']): Promise<Conversation> {
  const id = await visitorIdOf(visitor);
  const { items } = await eventually(
    () => product.call<{ items: Conversation[] }>('GET', `/conversations?visitor=${id}`),
    (found) => found.items[0]?.status === status,
  );
  const newest = items[0];
  assert.equal(newest?.status, status);
  return newest;
}

describe('a manager', () => {
  it('[AF1] switches the questions on', async () => {
    agent = await openConsole(browser, product, '/settings/after');
    const ask = agent.getByRole('switch', { name: /^Ask after each conversation/ });
    await ask.focus();
    await agent.keyboard.press('Space');
    await eventually(rules, ({ survey }) => survey);
    await agent.getByRole('switch', { name: /^How likely/ }).click();
    const { questions } = await eventually(rules, (found) => found.questions.recommend);
    assert.deepEqual(questions, {
      satisfaction: true,
      recommend: true,
      resolved: true,
      text: true,
    });
    assert.deepEqual(await lookAt(agent, wide), []);
  });
});

describe('a visitor whose chat is over', () => {
  before(async () => {
    await agent.goto(`${product.url}/inbox`);
    visitor = await newPerson(browser);
    await visitor.goto(product.shopUrl);
    await visitor.getByRole('button', { name: 'Ask us' }).click();
    await visitor.getByRole('textbox', { name: /question/i }).fill('The Orla lamp flickers');
    await visitor.getByRole('button', { name: 'Start chat' }).click();
    conversation = (await standing('active')).id;
    await product.call('POST', `/conversations/${conversation}/messages`, {
      id: 'after-e2e-answer',
      text: 'We send you another one.',
      note: false,
    });
    await visitor.getByText('We send you another one.').first().waitFor();
  });

  it('[AF1] is asked at once, and answers with the keyboard alone', async () => {
    assert.equal(await form().count(), 0);
    await visitor.getByRole('button', { name: 'End chat' }).click();
    await visitor.getByRole('alertdialog').getByRole('button', { name: 'End chat' }).click();
    await form().waitFor();
    assert.deepEqual(await lookAt(visitor, { width: 1280, height: 800 }), []);
    await form().getByRole('button', { name: 'Send answers' }).click();
    await form().getByRole('alert').waitFor();
    await form().getByRole('radio', { name: '1', exact: true }).nth(0).focus();
    await visitor.keyboard.press('Space');
    await visitor.keyboard.press('ArrowRight');
    await visitor.keyboard.press('Tab');
    await visitor.keyboard.press('ArrowLeft');
    await visitor.keyboard.press('Tab');
    await visitor.keyboard.press('Space');
    await visitor.keyboard.press('Tab');
    await visitor.keyboard.type('Card 4111 1111 1111 1111 was <b>refused</b>');
    assert.deepEqual(await lookAt(visitor, { width: 1280, height: 800 }), []);
    await visitor.keyboard.press('Tab');
    await visitor.keyboard.press('Enter');
    await visitor.getByText('Thank you for your answers').waitFor();
    const { survey } = await answered();
    assert.deepEqual(
      [survey?.satisfaction, survey?.recommend, survey?.resolved, survey?.text],
      [2, 10, true, 'Card [•••• 1111] was <b>refused</b>'],
    );
    assert.deepEqual(await lookAt(visitor, { width: 1280, height: 800 }), []);
  });

  it('[AF1] changes an answer', async () => {
    await visitor.getByRole('button', { name: 'Change them' }).click();
    await form().getByRole('radio', { name: '4', exact: true }).nth(0).check({ force: true });
    await form().getByRole('button', { name: 'Send answers' }).click();
    await visitor.getByText('Thank you for your answers').waitFor();
    assert.equal((await answered()).survey?.satisfaction, 4);
  });
});

describe('an agent', () => {
  it('[AF1] reads the answers beside the conversation', async () => {
    await agent.goto(`${product.url}/inbox/${conversation}`);
    await panel().getByRole('heading', { name: 'After the chat' }).waitFor();
    await panel().getByText('4 of 5').waitFor();
    await panel().getByText('Card [•••• 1111] was <b>refused</b>').waitFor();
    assert.deepEqual(await lookAt(agent, wide), []);
  });
});
