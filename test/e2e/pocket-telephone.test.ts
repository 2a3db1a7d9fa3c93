// The telephone of the pocket in a real browser: somebody calls the demo shop from one page and speaks with
// the agent in another, with a tone each as their voice, and the agent calls back.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { Conversation, Message } from '@opportune/protocol/conversation/conversation.ts';
import type { Channel } from '@opportune/protocol/rest/channel/channels.ts';
import { WebSocket } from 'ws';
import {
  addVoice,
  callFlags,
  hears,
  hearsMusic,
} from '../../packages/tag/test/calls.test-support.ts';
import { lookAt } from './looks.test-support.ts';
import {
  eventually,
  newPerson,
  openBrowser,
  openConsole,
  type Product,
  startProduct,
} from './product.test-support.ts';

let product: Product;
let browser: Browser;
let telephone: Page;
let agent: Page;
let channel: Channel;

before(async () => {
  product = await startProduct();
  browser = await openBrowser({ whole: true, flags: callFlags });
  telephone = await newPerson(browser);
  await addVoice(telephone);
  await addEar(telephone);
  await telephone.goto(`${product.shopUrl}/pocket#telephone`);
  await button('Call Aldermoor').and(telephone.locator(':enabled')).waitFor();
  const { channels } = await product.call<{ channels: Channel[] }>('GET', '/channels');
  const found = channels.find(({ kind }) => kind === 'telephone');
  assert.ok(found);
  channel = found;
});
after(async () => {
  await browser?.close();
  await product?.close();
});

const button = (name: string) => telephone.getByRole('button', { name, exact: true });
const state = (text: string) => telephone.getByRole('status').filter({ hasText: text });
const said = (text: string | RegExp) =>
  telephone.getByRole('log', { name: 'What is said' }).getByText(text);
const panel = () => agent.getByRole('region', { name: /^Call with/ });

/** What the page plays counts as heard. */
async function addEar(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const connect = AudioNode.prototype.connect as (this: AudioNode, ...to: unknown[]) => unknown;
    Reflect.set(AudioNode.prototype, 'connect', function (this: AudioNode, ...to: unknown[]) {
      if (to[0] instanceof AudioDestinationNode) {
        const { heard } = Reflect.get(window, 'voice') as { heard: AnalyserNode[] };
        const analyser = new AnalyserNode(this.context, {
          ...{ fftSize: 4096, smoothingTimeConstant: 0 },
        });
        connect.call(this, analyser);
        heard.splice(0, heard.length, analyser);
      }
      return connect.apply(this, to);
    });
  });
}

async function newest(): Promise<Conversation | undefined> {
  const path = `/conversations?channel=${channel.id}`;
  const { items } = await product.call<{ items: Conversation[] }>('GET', path);
  return items.toSorted((one, other) => other.startedAt - one.startedAt)[0];
}

/** Opens the conversation that rings, and answers it by keyboard. */
async function answers(): Promise<void> {
  const found = await eventually(newest, (each) => each?.status === 'waiting');
  await agent.locator(`a.conv[href$="/inbox/${found?.id}"]`).first().click();
  await agent.getByText('A call. It rings for you').waitFor();
  await agent.keyboard.press('Escape');
  await agent.keyboard.press('a');
  await panel().getByText('You are speaking').waitFor();
}

const bothHear = () =>
  eventually(
    () => Promise.all([hears(telephone, 'agent'), hears(agent, 'visitor')]),
    ([one, other]) => one && other,
  );

/** Notes the keys that the page presses in a call from now on. */
async function pressed(): Promise<() => Promise<readonly string[]>> {
  await telephone.evaluate(() => {
    const keys: string[] = [];
    const send = WebSocket.prototype.send as (this: WebSocket, data: unknown) => void;
    Reflect.set(window, 'pressed', keys);
    Reflect.set(WebSocket.prototype, 'send', function (this: WebSocket, data: unknown) {
      if (typeof data === 'string') keys.push(...(/"key":"(.)"/.exec(data)?.slice(1) ?? []));
      send.call(this, data);
    });
  });
  return () => telephone.evaluate(() => Reflect.get(window, 'pressed') as readonly string[]);
}

/** The status with which a line is refused. */
function refused(headers: Readonly<Record<string, string>>): Promise<number> {
  const url = `${product.shopUrl.replace(/^http/, 'ws')}/pocket/line`;
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers });
    socket.on('unexpected-response', (_, { statusCode = 0 }) => resolve(statusCode));
    socket.on('open', () => reject(new Error('it was opened'))).on('error', () => {});
  });
}

describe('the telephone of the pocket', () => {
  it('[PK8] leaves a message while nobody is there', async () => {
    await button('Call Aldermoor').click();
    await state('On the line').waitFor();
    await said(/tone/).waitFor();
    // It says its tone.
    await new Promise((resolve) => setTimeout(resolve, 2500));
    await button('Hang up').click();
    await state('Call ended').waitFor();
    const left = await eventually(newest, (each) => each?.status === 'message');
    const { messages } = await product.call<{ messages: Message[] }>(
      ...['GET', `/conversations/${left?.id}/messages`],
    );
    assert.ok(
      messages.some(({ body }) => body.type === 'text' && body.content?.type === 'attachment'),
    );
  });

  it('[PK8] hears the greeting, the menu and music, and speaks with the agent', async () => {
    agent = await openConsole(browser, product, '/inbox');
    await addVoice(agent, 720);
    await agent.context().grantPermissions(['microphone']);
    await agent.reload();
    await agent.locator('.me-button', { hasText: 'Online' }).waitFor();
    await telephone.bringToFront();
    await button('Call Aldermoor').click();
    await said(/Aldermoor/).waitFor();
    await said(/press 1/).waitFor();
    assert.deepEqual(await lookAt(telephone), []);
    await telephone.keyboard.press('2');
    await state('On the line').waitFor();
    await eventually(
      () => hearsMusic(telephone),
      (isHeard) => isHeard,
    );
    await answers();
    await bothHear();
    const found = await newest();
    assert.deepEqual([found?.skill, found?.address], ['advice', '+12065550142']);
    await button('Mute').click();
    await eventually(
      () => hears(agent, 'visitor'),
      (isHeard) => !isHeard,
    );
    await button('Mute').click();
    await bothHear();
    const sent = await pressed();
    await telephone.getByRole('navigation').getByRole('button', { name: 'Telegram' }).click();
    await telephone.getByRole('textbox', { name: 'Message' }).pressSequentially('12');
    await telephone.getByRole('navigation').locator('[data-kind=telephone]').click();
    await telephone.keyboard.press('7');
    assert.deepEqual(await sent(), ['7'], 'what is written in a messenger is no key of the call');
    await agent.getByRole('button', { name: 'Hang up', exact: true }).click();
    await state('Call ended').waitFor();
    await eventually(newest, (each) => each?.status === 'wrap-up');
  });

  it('[PK3] keeps what somebody set of its channel', async () => {
    const set = (minutesADay: string) =>
      product.call('PATCH', `/channels/${channel.id}`, { settings: { minutesADay } });
    await agent.getByRole('button', { name: 'Reopen', exact: true }).first().click();
    await set('0');
    await agent.getByRole('button', { name: 'Call', exact: true }).click();
    await agent
      .getByText(/used up the minutes/)
      .first()
      .waitFor();
    await set('120');
  });

  it('[PK8] rings when the agent calls, answers, and hangs up', async () => {
    await agent.getByRole('button', { name: 'Call', exact: true }).click();
    await state('Aldermoor calls').waitFor();
    assert.deepEqual(await lookAt(telephone), []);
    await button('Answer').click();
    await bothHear();
    await button('Hang up').click();
    await state('Call ended').waitFor();
    await panel().waitFor({ state: 'detached' });
  });

  it('[PK8] declines, and stops ringing when the agent hangs up', async () => {
    const call = agent.getByRole('button', { name: 'Call', exact: true });
    await call.click();
    await state('Aldermoor calls').waitFor();
    await button('Decline').click();
    await panel().waitFor({ state: 'detached' });
    await button('Call Aldermoor').waitFor();
    await call.click();
    await state('Aldermoor calls').waitFor();
    await agent.getByRole('button', { name: 'Cancel the call', exact: true }).click();
    await button('Call Aldermoor').waitFor();
  });

  it('[PK8] opens a line to pages of its own origin only', async () => {
    assert.equal(await refused({}), 403);
    assert.equal(await refused({ origin: 'https://elsewhere.example' }), 403);
  });
});
