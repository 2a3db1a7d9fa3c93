// An agent asks a colleague during a call by telephone: two pages and a telephone with a tone each as their
// voice. A telephone takes one stream, so what it hears is mixed. The carrier is a twin.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { openBrowser } from '../../packages/tag/test/browser.test-support.ts';
import { addVoice, callFlags, tones } from '../../packages/tag/test/calls.test-support.ts';
import {
  type CarrierCall,
  type CarrierTwin,
  startCarrierTwin,
} from '../twins/carrier-twin.test-support.ts';
import { hearing } from './hearing.test-support.ts';
import {
  eventually,
  inviteUser,
  openConsole,
  type Product,
  startProduct,
} from './product.test-support.ts';

/** Of the music, in Hz. */
const chords = [98, 130.8, 146.8, 164.8, 196, 246.9, 293.7];

let carrier: CarrierTwin;
let product: Product;
let browser: Browser;
let agent: Page;
let colleague: Page;
let call: CarrierCall;
let conversation: string;

before(async () => {
  carrier = await startCarrierTwin();
  product = await startProduct({
    demo: false,
    environment: { OPPORTUNE_ALLOW_PRIVATE_DELIVERY: 'on' },
  });
  const { number, accountSid, authToken, base: apiBase } = carrier;
  const settings = { number, accountSid, authToken, apiBase };
  const { id } = await product.call<{ id: string }>('POST', '/channels', {
    ...{ kind: 'telephone', name: 'Hotline', settings, greeting: 'Welcome', away: 'Nobody' },
  });
  await product.call('POST', `/channels/${id}/check`);
  browser = await openBrowser({ flags: callFlags });
  const tomas = { email: 'tomas@aldermoor.example', name: 'Tomas Weber', role: 'agent' } as const;
  const ines = { email: 'ines@aldermoor.example', name: 'Ines Okafor', role: 'agent' } as const;
  const people = [await inviteUser(product, tomas), await inviteUser(product, ines)] as const;
  await product.call('PUT', '/routing', { mode: 'pick' });
  agent = await openConsole(browser, product, '/inbox', people[0]);
  colleague = await openConsole(browser, product, '/inbox', people[1]);
  for (const [page, hertz] of [
    [agent, tones.agent],
    [colleague, tones.colleague],
  ] as const) {
    await addVoice(page, hertz);
    await page.context().grantPermissions(['microphone']);
    await page.reload();
    await page.locator('.me-button', { hasText: 'Online' }).waitFor();
  }
  call = carrier.call('+4915112345678', tones.visitor);
  await call.streaming;
  const { items } = await eventually(
    () => product.call<{ items: Conversation[] }>('GET', '/conversations'),
    ({ items }) => items.length > 0,
  );
  conversation = items[0]?.id ?? '';
  for (const page of [agent, colleague]) await page.goto(`${product.url}/inbox/${conversation}`);
  await agent.getByText(/ waits to speak\.$/).waitFor();
  await press(agent, 'a');
  await says(agent, 'You are speaking');
});
after(async () => {
  await browser?.close();
  await product?.close();
  await carrier?.stop();
});

const panel = (page: Page) => page.getByRole('region', { name: /^Call with/ });
const says = (page: Page, text: string) => panel(page).getByText(text, { exact: true }).waitFor();

async function press(page: Page, key: string): Promise<void> {
  await page.locator('.main').focus();
  await page.keyboard.press(key);
}

const everybodyHears = (expected: Parameters<typeof hearing>[1]) =>
  hearing({ visitor: { hears: (who) => call.hears(tones[who]) }, agent, colleague }, expected);

const music = (isHeard: boolean) =>
  eventually(
    async () => chords.some((note) => call.hears(note)),
    (heard) => heard === isHeard,
  );

async function askAndMeet(): Promise<void> {
  await press(agent, 'l');
  await agent.getByRole('button', { name: /^Ines Okafor/ }).click();
  await panel(colleague)
    .getByText(/^Tomas Weber asks you about the call with/)
    .waitFor();
  await press(colleague, 'a');
  await everybodyHears({ agent: 'colleague', colleague: 'agent' });
  await music(true);
}

describe('[CX27] [CX31] a colleague is asked during a call by telephone', () => {
  it('speaks with the agent while the caller hears music, and the agent goes back', async () => {
    await everybodyHears({ visitor: 'agent', agent: 'visitor' });
    await askAndMeet();
    await press(agent, 'f');
    await everybodyHears({ visitor: 'agent', agent: 'visitor' });
  });

  it('speaks with both in a conference, which the telephone hears as one stream', async () => {
    await askAndMeet();
    await press(agent, 'b');
    await everybodyHears({
      visitor: 'agent colleague',
      agent: 'visitor colleague',
      colleague: 'visitor agent',
    });
    await press(colleague, 'q');
    await everybodyHears({ visitor: 'agent', agent: 'visitor' });
  });

  it('gets the call and its conversation handed over, and hangs up for both', async () => {
    await askAndMeet();
    await press(agent, 'v');
    await says(colleague, 'You are speaking');
    await everybodyHears({ visitor: 'colleague', colleague: 'visitor' });
    const owned = await eventually(
      () => product.call<Conversation>('GET', `/conversations/${conversation}`),
      (found) => found.agent?.name === 'Ines Okafor',
    );
    assert.equal(owned.status, 'active');
    await press(colleague, 'q');
    await call.over;
    await eventually(
      () => product.call<Conversation>('GET', `/conversations/${conversation}`),
      ({ status }) => status === 'wrap-up',
    );
  });
});
