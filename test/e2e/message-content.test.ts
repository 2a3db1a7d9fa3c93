// Quick replies, cards and forms from an agent's composer to a visitor's window and back, in real
// browsers.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { Message } from '@opportune/protocol/conversation/conversation.ts';
import { lookAt } from './looks.test-support.ts';
import {
  eventually,
  goTo,
  newPerson,
  openConsole,
  startWithBrowser,
} from './product.test-support.ts';
import type { Product } from './product.test-support.ts';

let product: Product;
let browser: Browser;
let agent: Page;
let visitor: Page;
let conversation: string;

before(async () => {
  [product, browser] = await startWithBrowser();
  agent = await openConsole(browser, product, '/inbox');
  visitor = await newPerson(browser);
  await visitor.goto(product.shopUrl);
  await visitor.getByRole('button', { name: 'Ask us' }).click();
  await visitor.getByRole('textbox', { name: /question/i }).fill('Which **lamp** fits?');
  await visitor.getByRole('button', { name: 'Start chat' }).click();
  await agent.getByText('Which **lamp** fits?').first().waitFor();
  const { items } = await eventually(
    () => product.call<{ items: { id: string; status: string }[] }>('GET', '/conversations'),
    (answer) => answer.items.some(({ status }) => status === 'active'),
  );
  conversation = items[0]?.id ?? '';
  await goTo(agent, `/inbox/${conversation}`);
  await agent.getByRole('button', { name: 'Insert replies, cards or a form' }).waitFor();
});
after(async () => {
  await browser?.close();
  await product?.close();
});

async function messages(): Promise<readonly Message[]> {
  return (
    await product.call<{ messages: Message[] }>('GET', `/conversations/${conversation}/messages`)
  ).messages;
}
const bodyAt = async (at: number): Promise<Message['body'] | undefined> =>
  (await messages()).at(at)?.body;
const log = (page: Page) => page.getByRole('log');

describe('what an agent sends beside text', () => {
  it('[RM1] [RM3] quick replies are made by keyboard, tapped once, and marked on both sides', async () => {
    await agent.getByRole('button', { name: 'Insert replies, cards or a form' }).focus();
    await agent.keyboard.press('Enter');
    await agent.getByRole('menuitem', { name: 'Quick replies' }).press('Enter');
    const dialog = agent.getByRole('dialog', { name: 'Quick replies' });
    await dialog.getByLabel('Question').waitFor();
    assert.deepEqual(await lookAt(agent), []);
    await agent.keyboard.type('When shall it **arrive**?');
    await agent.keyboard.press('Control+Enter');
    await dialog.getByRole('textbox', { name: 'Reply 1' }).fill('Today');
    await dialog.getByRole('textbox', { name: 'Reply 2' }).fill('On Friday');
    await agent.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    const chips = visitor.getByRole('group', { name: 'Quick replies' });
    await chips.getByRole('button', { name: 'On Friday' }).click();
    await chips.getByText('(chosen)').waitFor();
    assert.equal(await chips.getByRole('button').count(), 0, 'it is answered once');
    await log(agent).getByText('On Friday (chosen)').waitFor();
    assert.deepEqual(await bodyAt(-1), {
      type: 'text',
      text: 'On Friday',
      content: { type: 'chosen', id: 'r2', text: 'On Friday' },
      to: (await messages()).at(-2)?.id,
    });
    assert.deepEqual(await lookAt(agent), []);
  });

  it('[RM4] a form is filled in, errors are shown at their fields, and the answers have their labels', async () => {
    await product.call('POST', `/conversations/${conversation}/messages`, {
      id: 'form-1',
      content: {
        type: 'form',
        text: 'Where shall it go?',
        fields: [
          { type: 'email', id: 'mail', label: 'Your e-mail', required: true },
          {
            type: 'choice',
            id: 'floor',
            label: 'Floor',
            options: [
              { id: 'g', text: 'Ground' },
              { id: 'u', text: 'Upstairs' },
            ],
          },
          {
            type: 'consent',
            id: 'ok',
            label: 'You may [call me](https://shop.example/privacy)',
            required: true,
          },
        ],
      },
    });
    const form = visitor.getByRole('form', { name: 'Where shall it go?' });
    await form.getByLabel('Your e-mail').fill('clara@jensen');
    await form.getByRole('button', { name: 'Send' }).click();
    await form.getByText('Enter a full address').waitFor();
    assert.equal(
      await form.getByLabel('Your e-mail').evaluate((box) => box.matches(':focus')),
      true,
    );
    await form.getByLabel('Your e-mail').fill('clara@jensen.example');
    await form.getByLabel('Upstairs').check();
    await form.getByRole('checkbox').check();
    await form.getByRole('button', { name: 'Send' }).click();
    await visitor
      .getByRole('group', { name: 'Where shall it go?' })
      .getByText('Answered')
      .waitFor();
    // The window shows it at once. The store has it a moment later.
    const said = (body?: Message['body']) => (body?.type === 'text' ? body.text : '');
    const answer = await eventually(
      () => bodyAt(-1),
      (body) => !said(body).startsWith('Where shall it go?'),
    );
    assert.equal(
      said(answer),
      'Your e-mail: clara@jensen.example\nFloor: Upstairs\nYou may call me (https://shop.example/privacy): ✓',
    );
    await log(agent).getByText('clara@jensen.example').first().waitFor();
    await log(agent).getByText('Upstairs').last().waitFor();
  });

  it('[RM2] cards are paged by keyboard, and nothing moves whether a picture loads or not', async () => {
    let give = (): void => {};
    const held = new Promise<void>((resolve) => (give = resolve));
    for (const page of [visitor, agent])
      await page.context().route('https://pictures.example/**', async (route) => {
        await held;
        if (route.request().url().endsWith('gone.svg')) return route.abort();
        const body = '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="1600"/>';
        return route.fulfill({ contentType: 'image/svg+xml', body });
      });
    const card = (title: string, file: string) => ({
      title,
      image: { url: `https://pictures.example/${file}`, alt: `The ${title}` },
      buttons: [{ type: 'reply', id: title, text: `Take ${title}` }],
    });
    await product.call('POST', `/conversations/${conversation}/messages`, {
      id: 'cards-1',
      content: {
        type: 'cards',
        text: 'Two fit:',
        cards: [card('Orla', 'tall.svg'), card('Brae', 'gone.svg'), card('Tarn', 'tall.svg')],
      },
    });
    const cards = visitor.getByRole('group', { name: '3 cards' }).first();
    await cards.waitFor();
    const box = () => cards.boundingBox();
    const tall = (await box())?.height;
    give();
    await cards.getByText('The Brae').waitFor();
    assert.equal((await box())?.height, tall, 'the pictures have their room before they come');
    await cards.getByRole('group', { name: '3 cards' }).focus();
    await visitor.keyboard.press('ArrowRight');
    await cards.getByText('2 of 3').waitFor();
    await visitor.keyboard.press('End');
    await cards.getByText('3 of 3').waitFor();
    // In the mirrored layout the next card is to the left.
    const mirrored = agent.getByRole('group', { name: '3 cards' }).first();
    await agent.evaluate(() => (document.documentElement.dir = 'rtl'));
    await mirrored.getByRole('group', { name: '3 cards' }).focus();
    await agent.keyboard.press('ArrowLeft');
    await mirrored.getByText('3 of 3').waitFor();
    // Two cards fit beside each other here, so one step back leaves the end of the strip.
    await mirrored.getByRole('button', { name: 'Previous card' }).click();
    await mirrored.getByText('1 of 3').waitFor();
    await mirrored.getByRole('button', { name: 'Next card' }).click();
    await mirrored.getByText('3 of 3').waitFor();
    await agent.evaluate(() => (document.documentElement.dir = 'ltr'));
    await cards.getByRole('button', { name: 'Previous card' }).click();
    await cards.getByText('2 of 3').waitFor();
    await cards.getByRole('button', { name: 'Take Brae' }).click();
    await log(visitor).getByText('Take Brae').last().waitFor();
    assert.equal(
      await cards.getByRole('button', { name: 'Take Orla' }).count(),
      1,
      'another may be taken',
    );
    const answer = await eventually(
      () => bodyAt(-1),
      (body) => body?.type === 'text' && body.to === 'cards-1',
    );
    assert.equal(answer?.type === 'text' && answer.text, 'Take Brae');
  });

  it('[RM1] the transcript reads the same after a reload, in window and console', async () => {
    const shape = (page: Page) =>
      log(page)
        .locator('.m')
        .evaluateAll((all) =>
          all.map((each) =>
            each.outerHTML.replace(/<button[^>]*>|<\/button>|<span class="m-act">|<\/span>/g, ''),
          ),
        );
    await Promise.all([visitor.reload(), agent.reload()]);
    await visitor.getByText('Take Brae').last().waitFor();
    await agent.getByText('Take Brae').last().waitFor();
    for (const page of [visitor, agent]) await log(page).getByText('The Brae').waitFor();
    const [one, other] = [await shape(visitor), await shape(agent)];
    assert.equal(one.length, other.length);
    assert.deepEqual(one.slice(0, 4), other.slice(0, 4), 'the same elements, but for what acts');
  });

  it('an emoji goes where the caret is', async () => {
    const box = agent.getByRole('textbox', { name: /^Reply to/ });
    await box.fill('Hello Clara');
    await box.press('Home');
    for (let at = 0; at < 5; at += 1) await box.press('ArrowRight');
    await agent.getByRole('button', { name: 'Emoji' }).press('Enter');
    await agent.getByRole('button', { name: '🙂' }).waitFor();
    await agent.getByRole('button', { name: '🙂' }).focus();
    await agent.keyboard.press('ArrowRight');
    await agent.keyboard.press('Enter');
    await agent.waitForFunction(
      () => document.querySelector('textarea')?.value === 'Hello😊 Clara',
    );
  });
});
