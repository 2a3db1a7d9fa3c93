// An agent asks a colleague during a call: three pages with a tone each as their voice, the product and its
// media host. Who hears whom is told apart by the tones.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { openBrowser } from '../../packages/tag/test/browser.test-support.ts';
import {
  addVoice,
  callFlags,
  hearsMusic,
  tones,
} from '../../packages/tag/test/calls.test-support.ts';
import { hearing } from './hearing.test-support.ts';
import { lookAt } from './looks.test-support.ts';
import {
  eventually,
  inviteUser,
  newPerson,
  openConsole,
  startProduct,
} from './product.test-support.ts';
import type { Product } from './product.test-support.ts';

let product: Product;
let browser: Browser;
let agent: Page;
let colleague: Page;
let visitor: Page;
let conversation: string;

before(async () => {
  product = await startProduct();
  browser = await openBrowser({
    flags: [...callFlags, '--disable-blink-features=AutomationControlled'],
  });
  const tomas = { email: 'tomas@aldermoor.example', name: 'Tomas Weber', role: 'agent' } as const;
  const ines = { email: 'ines@aldermoor.example', name: 'Ines Okafor', role: 'agent' } as const;
  const people = [await inviteUser(product, tomas), await inviteUser(product, ines)] as const;
  await product.call('PUT', '/routing', { mode: 'pick' });
  agent = await openConsole(browser, product, '/inbox', people[0]);
  colleague = await openConsole(browser, product, '/inbox', people[1]);
  visitor = await newPerson(browser);
  for (const [page, hertz] of [
    [agent, tones.agent],
    [colleague, tones.colleague],
    [visitor, tones.visitor],
  ] as const) {
    await addVoice(page, hertz);
    await page.context().grantPermissions(['microphone']);
  }
  await visitor.goto(product.shopUrl);
  await button(visitor, 'Ask us').click();
  await visitor.getByRole('textbox', { name: /question/i }).fill('The lamp flickers');
  await button(visitor, 'Start chat').click();
  const { items } = await eventually(
    () => product.call<{ items: { id: string }[] }>('GET', '/conversations'),
    ({ items }) => items.length > 0,
  );
  conversation = items[0]?.id ?? '';
  await colleague.reload();
  await colleague.locator('.me-button', { hasText: 'Online' }).waitFor();
  await agent.goto(`${product.url}/inbox/${conversation}`);
  await button(agent, 'Accept').click();
  await button(agent, 'Call').click();
  await button(visitor, 'Speak now').click();
  await says(agent, 'You are speaking');
});
after(async () => {
  await browser?.close();
  await product?.close();
});

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const panel = (page: Page) => page.getByRole('region', { name: /^Call with/ });
const says = (page: Page, text: string) => panel(page).getByText(text, { exact: true }).waitFor();
/** Told to screen readers. */
const isTold = (page: Page, text: string) =>
  page.locator('.toast-place').getByText(text, { exact: true }).waitFor({ state: 'attached' });

/** By keyboard, out of the field for an answer. */
async function press(page: Page, key: string): Promise<void> {
  await page.locator('.main').focus();
  await page.keyboard.press(key);
}

const everybodyHears = (expected: Parameters<typeof hearing>[1]) =>
  hearing({ visitor, agent, colleague }, expected);

const music = (isHeard: boolean) =>
  eventually(
    () => hearsMusic(visitor),
    (heard) => heard === isHeard,
  );

async function ask(): Promise<void> {
  await press(agent, 'l');
  await agent.getByRole('dialog', { name: 'Ask a colleague' }).waitFor();
  await agent.getByRole('button', { name: /^Ines Okafor/ }).click();
  await says(agent, 'It rings at Ines Okafor. The customer hears music.');
}

/** The controls that had it are gone. */
const focusIn = (page: Page, selector: string) =>
  page.waitForFunction((within) => document.activeElement?.closest(within) !== null, selector);

async function askAndMeet(): Promise<void> {
  await ask();
  await panel(colleague)
    .getByText(/^Tomas Weber asks you about the call with/)
    .waitFor();
  await press(colleague, 'a');
  await says(agent, 'You speak with Ines Okafor. The customer hears music, and neither of you.');
  await everybodyHears({ agent: 'colleague', colleague: 'agent' });
  await music(true);
}

describe('[CX27] a colleague is asked during a call', () => {
  it('is chosen from those who are here, and rings on every page of theirs', async () => {
    await everybodyHears({ visitor: 'agent', agent: 'visitor' });
    await press(agent, 'l');
    const choices = agent.getByRole('dialog', { name: 'Ask a colleague' });
    await choices.getByRole('button', { name: /^Ines Okafor/ }).waitFor();
    assert.deepEqual(await lookAt(agent), []);
    await agent.keyboard.press('Escape');
    await ask();
    await isTold(agent, 'It rings at Ines Okafor. The customer hears music.');
    await colleague
      .getByText(/^Tomas Weber asks you about the call with/)
      .first()
      .waitFor();
    await button(colleague, 'Answer').waitFor();
    await everybodyHears({});
    await music(true);
    assert.deepEqual(await lookAt(agent), []);
    assert.deepEqual(await lookAt(colleague), []);
    // It rings for half a minute only.
    await press(agent, 'f');
    await says(agent, 'You are speaking');
  });

  it('declines by keyboard, and the agent is told and has the customer again', async () => {
    await colleague.goto(`${product.url}/inbox/${conversation}`);
    await colleague.locator('.me-button', { hasText: 'Online' }).waitFor();
    await ask();
    await panel(colleague)
      .getByText(/^Tomas Weber asks you about the call with/)
      .waitFor();
    await press(colleague, 'd');
    await isTold(agent, 'Ines Okafor declined');
    await says(agent, 'You are speaking');
    await everybodyHears({ visitor: 'agent', agent: 'visitor' });
    await music(false);
  });

  it('speaks with the agent alone while the customer hears music, and the agent goes back', async () => {
    await askAndMeet();
    assert.deepEqual(await lookAt(agent), []);
    assert.deepEqual(await lookAt(colleague), []);
    // On another page, too.
    await press(colleague, 'g');
    await colleague.keyboard.press('v');
    await colleague
      .getByText(/^Tomas Weber asks for your advice on the call with/)
      .first()
      .waitFor();
    assert.deepEqual(await lookAt(colleague), []);
    await colleague.goBack();
    await panel(colleague).waitFor();
    await press(agent, 'f');
    await says(agent, 'You are speaking');
    await focusIn(agent, '.call');
    await everybodyHears({ visitor: 'agent', agent: 'visitor' });
    await panel(colleague).waitFor({ state: 'detached' });
  });

  it('speaks with both in a conference, which goes on without who leaves it', async () => {
    await askAndMeet();
    await press(agent, 'b');
    await says(agent, 'You speak together with Ines Okafor');
    await focusIn(agent, '.call');
    await isTold(colleague, 'You speak together with Tomas Weber');
    await everybodyHears({
      visitor: 'agent colleague',
      agent: 'visitor colleague',
      colleague: 'visitor agent',
    });
    await music(false);
    assert.deepEqual(await lookAt(agent), []);
    assert.deepEqual(await lookAt(colleague), []);
    await agent.getByRole('log').getByText('Ines Okafor joined').waitFor();
    await press(colleague, 'q');
    await isTold(agent, 'Ines Okafor left the call');
    await everybodyHears({ visitor: 'agent', agent: 'visitor' });
  });

  it('gets the call and its conversation handed over, also across a reload', async () => {
    await askAndMeet();
    await press(agent, 'v');
    await agent.getByText('A colleague has the call now').first().waitFor();
    await focusIn(agent, '[role="log"]');
    await says(colleague, 'You are speaking');
    await everybodyHears({ visitor: 'colleague', colleague: 'visitor' });
    const { agent: owner } = await eventually(
      () => product.call<Conversation>('GET', `/conversations/${conversation}`),
      (found) => found.agent?.name === 'Ines Okafor',
    );
    assert.equal(owner?.name, 'Ines Okafor');
    await colleague.reload();
    await says(colleague, 'You are speaking');
    await everybodyHears({ visitor: 'colleague', colleague: 'visitor' });
    await button(colleague, 'Hang up').click();
    await visitor.getByRole('textbox', { name: 'Write a message' }).waitFor();
  });
});
