// A manager in a call of others: three pages with a tone each as their voice, the product and its media
// host. Who hears whom is told apart by the tones.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../../packages/tag/test/browser.test-support.ts';
import { addVoice, callFlags, hears } from '../../packages/tag/test/calls.test-support.ts';
import { lookAt } from './looks.test-support.ts';
import {
  administrator,
  eventually,
  inviteUser,
  newPerson,
  openConsole,
  startProduct,
} from './product.test-support.ts';
import type { Product } from './product.test-support.ts';

const tones = { visitor: 450, agent: 720, manager: 1130 } as const;
type Who = keyof typeof tones;

let product: Product;
let browser: Browser;
let agent: Page;
let manager: Page;
let visitor: Page;

before(async () => {
  product = await startProduct();
  browser = await openBrowser({
    flags: [...callFlags, '--disable-blink-features=AutomationControlled'],
  });
  const user = { email: 'tomas@aldermoor.example', name: 'Tomas Weber', role: 'agent' } as const;
  const person = await inviteUser(product, user);
  manager = await openConsole(browser, product, '/team', administrator);
  await product.call('PUT', '/routing', { mode: 'pick' });
  agent = await openConsole(browser, product, '/inbox', person);
  visitor = await newPerson(browser);
  for (const [page, hertz] of [
    [agent, tones.agent],
    [manager, tones.manager],
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
  const conversation = items[0]?.id ?? '';
  await agent.goto(`${product.url}/inbox/${conversation}`);
  await button(agent, 'Accept').click();
  await manager.goto(`${product.url}/inbox/${conversation}`);
  await button(agent, 'Call').waitFor();
});
after(async () => {
  await browser?.close();
  await product?.close();
});

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const panel = (page: Page) => page.getByRole('region', { name: /^Call with/ });
const way = (name: string) => manager.getByRole('radio', { name }).click({ force: true });

/** Each page hears exactly these. */
async function hearing(expected: Readonly<Record<Who, string>>): Promise<void> {
  const pages = { visitor, agent, manager };
  await eventually(
    async () => {
      const rows: string[] = [];
      for (const [name, page] of Object.entries(pages)) {
        const heard: string[] = [];
        for (const who of Object.keys(tones) as Who[])
          if (who !== name && (await hears(page, who))) heard.push(who);
        rows.push(`${name}: ${heard.join(' ')}`);
      }
      return rows.join(', ');
    },
    (heard) =>
      heard ===
      Object.keys(pages)
        .map((name) => `${name}: ${expected[name as Who]}`)
        .join(', '),
  );
}

describe('[CX26] a manager in a call of others', () => {
  it('is offered to take part, and the agent is not', async () => {
    await button(agent, 'Call').click();
    await button(visitor, 'Speak now').click();
    await panel(agent).getByText('You are speaking').waitFor();
    await panel(manager).getByText('Tomas Weber is in a call.').waitFor();
    assert.deepEqual(await lookAt(manager), []);
    await hearing({ visitor: 'agent', agent: 'visitor', manager: '' });
  });

  it('listens, and nobody hears them', async () => {
    await button(manager, 'Listen').click();
    await panel(manager).getByText('You listen. Nobody hears you.').waitFor();
    await hearing({ visitor: 'agent', agent: 'visitor', manager: 'visitor agent' });
    assert.deepEqual(await lookAt(manager), []);
  });

  it('whispers to the agent alone', async () => {
    await way('Whisper to the agent');
    await panel(manager).getByText('Only the agent hears you.').waitFor();
    await hearing({ visitor: 'agent', agent: 'visitor manager', manager: 'visitor agent' });
  });

  it('speaks to both', async () => {
    await way('Speak to both');
    await panel(manager).getByText('Both hear you.').waitFor();
    await hearing({ visitor: 'agent manager', agent: 'visitor manager', manager: 'visitor agent' });
  });

  it('takes the call over with its conversation, and the agent leaves it', async () => {
    await button(manager, 'Take over').first().click();
    await panel(manager).getByText('You are speaking').waitFor();
    await agent.getByText('A colleague has the call now').first().waitFor();
    await hearing({ visitor: 'manager', agent: '', manager: 'visitor' });
    await button(manager, 'Hang up').click();
    await visitor.getByRole('textbox', { name: 'Write a message' }).waitFor();
  });
});
