// After the chat, in a real browser. A manager switches the questions on, a visitor answers them by
// keyboard alone, changes an answer, and has the chat sent by a real SMTP server. An agent reads
// the answers beside the conversation and sends the transcript too.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type {
  AfterConversation,
  AfterSettings,
} from '@opportune/protocol/rest/conversation/after.ts';
import {
  lettersAbout,
  type MailServer,
  startMailServer,
} from '@opportune/server/adapter/mail-server.test-support.ts';
import { lookAt } from './looks.test-support.ts';
import { eventually, newPerson, openConsole, startWithBrowser } from './product.test-support.ts';
import type { Product } from './product.test-support.ts';
import { visitorIdOf } from './shop-person.test-support.ts';

let product: Product;
let browser: Browser;
let mail: MailServer;
let agent: Page;
let visitor: Page;
let conversation: string;

before(async () => {
  mail = await startMailServer();
  const environment = { OPPORTUNE_SMTP_URL: mail.url };
  [product, browser] = await startWithBrowser({ environment });
});
after(async () => {
  await browser?.close();
  await product?.close();
  mail?.server.close();
});

/** The transcripts that were sent. E-mails about sign-ins may arrive too, at any time. */
const letters = (): readonly string[] => lettersAbout(mail, /^Your chat with /);
const rules = (): Promise<AfterSettings> => product.call('GET', '/after-chat');
const answered = (): Promise<AfterConversation> =>
  product.call('GET', `/conversations/${conversation}/after`);
const form = (): Locator => visitor.getByRole('form', { name: 'How was this chat?' });
const panel = (): Locator => agent.getByRole('complementary');

/** The visitor's newest conversation, once it has this status. */
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
  it('[AF1] [AF2] switches the questions and the transcript on', async () => {
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
    await agent.getByRole('switch', { name: /^Send the chat by e-mail/ }).click();
    await eventually(rules, ({ transcript }) => transcript);
    assert.deepEqual(await lookAt(agent), []);
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

  it('[AF1] is asked at once, and answers by keyboard alone', async () => {
    assert.equal(await form().count(), 0);
    await visitor.getByRole('button', { name: 'End chat' }).click();
    await visitor.getByRole('alertdialog').getByRole('button', { name: 'End chat' }).click();
    await form().waitFor();
    await form().getByRole('button', { name: 'Send answers' }).click();
    await form().getByRole('alert').waitFor();
    // Before the keys, because this check resizes the window.
    assert.deepEqual(await lookAt(visitor), []);
    await form().getByRole('radio', { name: '1', exact: true }).nth(0).focus();
    await visitor.keyboard.press('Space');
    await visitor.keyboard.press('ArrowRight');
    await visitor.keyboard.press('Tab');
    await visitor.keyboard.press('ArrowLeft');
    await visitor.keyboard.press('Tab');
    await visitor.keyboard.press('Space');
    await visitor.keyboard.press('Tab');
    await visitor.keyboard.type('Card 4111 1111 1111 1111 was <b>refused</b>');
    await visitor.keyboard.press('Tab');
    await visitor.keyboard.press('Enter');
    await visitor.getByText('Thank you for your answers').waitFor();
    const { survey } = await answered();
    assert.deepEqual(
      [survey?.satisfaction, survey?.recommend, survey?.resolved, survey?.text],
      [2, 10, true, 'Card [•••• 1111] was <b>refused</b>'],
    );
    assert.deepEqual(await lookAt(visitor), []);
  });

  it('[AF1] changes an answer, also after a reload of the page', async () => {
    await visitor.reload();
    await visitor.getByRole('button', { name: 'Change them' }).click();
    await form().getByRole('radio', { name: '4', exact: true }).nth(0).check({ force: true });
    await form().getByRole('button', { name: 'Send answers' }).click();
    await visitor.getByText('Thank you for your answers').waitFor();
    assert.equal((await answered()).survey?.satisfaction, 4);
  });

  it('[AF2] has the chat sent to the address they give, once', async () => {
    await product.call('POST', `/conversations/${conversation}/messages`, {
      id: 'after-e2e-note',
      text: 'A note for colleagues',
      note: true,
    });
    await visitor.getByRole('button', { name: 'E-mail me this chat' }).click();
    const ask = visitor.getByRole('form', { name: 'This chat by e-mail' });
    await ask.getByRole('textbox', { name: 'E-mail' }).fill('bea@');
    await visitor.keyboard.press('Enter');
    await ask.getByRole('alert').waitFor();
    assert.deepEqual(await lookAt(visitor), []);
    await ask.getByRole('textbox', { name: 'E-mail' }).fill('bea@example.com');
    await visitor.keyboard.press('Enter');
    await visitor.getByText('The chat is on its way to you by e-mail').waitFor();
    assert.equal(await visitor.getByRole('button', { name: /E-mail me/ }).count(), 0);
    assert.deepEqual(await lookAt(visitor), []);
    const [letter = ''] = letters();
    assert.equal(letters().length, 1);
    assert.match(letter, /^To: bea@example.com$/m);
    assert.match(letter, /You, \d\d:\d\d\nThe Orla lamp flickers/);
    assert.match(letter, /We send you another one\./);
    assert.doesNotMatch(letter, /note for colleagues|refused/);
  });
});

describe('an agent', () => {
  it('[AF1] reads the answers beside the conversation', async () => {
    await agent.goto(`${product.url}/inbox/${conversation}`);
    await panel().getByRole('heading', { name: 'After the chat' }).waitFor();
    await panel().getByText('4 of 5').waitFor();
    await panel().getByText('Card [•••• 1111] was <b>refused</b>').waitFor();
    assert.deepEqual(await lookAt(agent), []);
  });

  it('[AF2] sends it once to the visitor’s known address', async () => {
    await visitor.evaluate(() => {
      const page = window as unknown as { opportune: (...command: unknown[]) => void };
      page.opportune('identify', 'bea', { email: 'bea@aldermoor.example' });
    });
    const send = panel().getByRole('button', { name: 'Send to bea@aldermoor.example' });
    await send.click();
    await panel()
      .getByText(/^Sent to bea@aldermoor\.example by an agent/)
      .waitFor();
    assert.equal(await send.count(), 0);
    assert.equal(letters().length, 2);
    assert.match(letters()[1] ?? '', /^To: bea@aldermoor\.example$/m);
    assert.deepEqual(await lookAt(agent), []);
  });
});
