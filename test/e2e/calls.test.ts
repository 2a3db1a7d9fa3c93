// A visitor in the shop and an agent in the console speak to each other: two pages with a tone each as
// their voice, the product, and its media host. Who hears whom is read from the sound itself.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../../packages/tag/test/browser.test-support.ts';
import {
  addVoice,
  callFlags,
  hears,
  hearsMusic,
} from '../../packages/tag/test/calls.test-support.ts';
import { lookAt } from './looks.test-support.ts';
import { eventually, newPerson, openConsole, startProduct } from './product.test-support.ts';
import type { Product } from './product.test-support.ts';

interface Note {
  readonly type: string;
  readonly reason?: string;
  readonly spokeS?: number | null;
}

let product: Product;
let browser: Browser;
let agent: Page;
let visitor: Page;
let conversation: string;

before(async () => {
  product = await startProduct();
  browser = await openBrowser({
    flags: [...callFlags, '--disable-blink-features=AutomationControlled'],
  });
  agent = await openConsole(browser, product, '/inbox');
  await addVoice(agent, 720);
  visitor = await newPerson(browser);
  await addVoice(visitor, 450);
  // As by people who allowed the microphone: only then a call goes on by itself on the next page.
  for (const page of [agent, visitor]) await page.context().grantPermissions(['microphone']);
  await visitor.goto(product.shopUrl);
  await visitor.getByRole('button', { name: 'Ask us' }).click();
  await visitor.getByRole('textbox', { name: /question/i }).fill('The lamp flickers');
  await visitor.getByRole('button', { name: 'Start chat' }).click();
  const { items } = await eventually(
    () => product.call<{ items: { id: string; status: string }[] }>('GET', '/conversations'),
    (answer) => answer.items.some(({ status }) => status === 'active'),
  );
  conversation = items[0]?.id ?? '';
  await agent.goto(`${product.url}/inbox/${conversation}`);
  // Until its console is connected again, its agent is not at the desk.
  await agent.getByRole('button', { name: 'Call', exact: true }).waitFor();
});
after(async () => {
  await browser?.close();
  await product?.close();
});

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const panel = () => agent.getByRole('region', { name: /^Call with/ });

/** Waits until each hears the other, or does not. */
async function hearing(visitorHears: boolean, agentHears: boolean): Promise<void> {
  await eventually(
    async () => [await hears(visitor, 'agent'), await hears(agent, 'visitor')],
    ([one, other]) => one === visitorHears && other === agentHears,
  );
}

async function notes(): Promise<readonly Note[]> {
  const { messages } = await product.call<{ messages: { body: { note?: Note } }[] }>(
    'GET',
    `/conversations/${conversation}/messages`,
  );
  return messages.flatMap(({ body: { note } }) => (note?.type.startsWith('call-') ? [note] : []));
}

/** The process that forwards the sound. */
function mediaHost(): number {
  const children = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(product.pid)], {
    encoding: 'utf8',
  });
  const line = children.split('\n').find((each) => each.includes('media/host-process.ts'));
  return Number(line?.trim().split(' ')[0] ?? 0);
}

describe('a call', () => {
  it('[CX11.1] rings at the agent, who answers by keyboard, and both hear each other', async () => {
    await button(visitor, 'Speak instead').click();
    await visitor.getByRole('button', { name: /^Ask .+ to speak$/ }).click();
    await panel().getByText('wants to speak with you').waitFor();
    assert.deepEqual(await lookAt(agent), []);
    // Out of the field for an answer, where letters are written.
    await agent.keyboard.press('Escape');
    await agent.keyboard.press('a');
    await panel().getByText('You are speaking').waitFor();
    await hearing(true, true);
    assert.deepEqual(await lookAt(agent), []);
  });

  it('[CX11.3] is muted and held by keyboard, and goes on', async () => {
    await agent.keyboard.press('m');
    await hearing(false, true);
    await agent.keyboard.press('m');
    await hearing(true, true);
    await agent.keyboard.press('h');
    await panel().getByText('On hold').waitFor();
    await hearing(false, false);
    // [CX20.1]
    await eventually(() => hearsMusic(visitor), Boolean);
    assert.deepEqual([await hearsMusic(agent), await hears(visitor, 'agent')], [false, false]);
    await agent.keyboard.press('h');
    await hearing(true, true);
    await eventually(
      () => hearsMusic(visitor),
      (isHeard) => !isHeard,
    );
  });

  it('[CX14.2] survives a page change of the visitor, and a reload of the console', async () => {
    await visitor.goto(`${product.shopUrl}/cart`);
    await hearing(true, true);
    await agent.reload();
    await panel().getByText('You are speaking').waitFor();
    await hearing(true, true);
  });

  it('[CX14.3] is restored after the media host was killed', async () => {
    const pid = mediaHost();
    assert.ok(pid > 0);
    process.kill(pid, 'SIGKILL');
    await eventually(
      async () => mediaHost(),
      (next) => next > 0 && next !== pid,
    );
    await panel().getByText('You are speaking').waitFor();
    await hearing(true, true);
  });

  it('[CX11.5] ends when the agent hangs up, and both read how long it was', async () => {
    await button(agent, 'Hang up').click();
    await agent
      .getByRole('log')
      .getByText(/^Call ended · /)
      .waitFor();
    const [proposed, ended] = await eventually(notes, ({ length }) => length === 2);
    assert.equal(proposed?.type, 'call-proposed');
    assert.equal(ended?.reason, 'hung-up');
    assert.ok((ended.spokeS ?? 0) > 0);
    assert.equal(await hears(visitor, 'agent'), false);
  });

  it('[CX11.1] is proposed by the agent, and declined by the visitor', async () => {
    await button(agent, 'Call').click();
    await panel().getByText('It rings at the visitor').waitFor();
    await visitor
      .getByText(/would like to speak with you/)
      .first()
      .waitFor();
    await visitor.getByRole('button', { name: /decline|not now/i }).click();
    await agent.getByRole('log').getByText('The call was declined').waitFor();
    assert.equal((await notes()).at(-1)?.reason, 'declined');
  });
});
