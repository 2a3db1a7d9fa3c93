// A manager in a call by telephone: two pages and a telephone with a tone each as their voice. A telephone takes
// one stream, so what it hears is mixed. Who hears whom is told apart by the tones. The carrier is a twin.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { openBrowser } from '../../packages/tag/test/browser.test-support.ts';
import { addVoice, callFlags, hears } from '../../packages/tag/test/calls.test-support.ts';
import {
  type CarrierCall,
  type CarrierTwin,
  startCarrierTwin,
} from '../twins/carrier-twin.test-support.ts';
import {
  administrator,
  eventually,
  inviteUser,
  openConsole,
  type Product,
  startProduct,
} from './product.test-support.ts';

const tones = { visitor: 450, agent: 720, manager: 1130 } as const;
type Who = keyof typeof tones;
/** Of the music, in Hz. */
const chords = [98, 130.8, 146.8, 164.8, 196, 246.9, 293.7];

let carrier: CarrierTwin;
let product: Product;
let browser: Browser;
let agent: Page;
let manager: Page;
let call: CarrierCall;

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
  const user = { email: 'tomas@aldermoor.example', name: 'Tomas Weber', role: 'agent' } as const;
  const person = await inviteUser(product, user);
  manager = await openConsole(browser, product, '/team', administrator);
  await product.call('PUT', '/routing', { mode: 'pick' });
  agent = await openConsole(browser, product, '/inbox', person);
  for (const [page, hertz] of [
    [agent, tones.agent],
    [manager, tones.manager],
  ] as const) {
    await addVoice(page, hertz);
    await page.context().grantPermissions(['microphone']);
    await page.reload();
  }
  await agent.locator('.me-button', { hasText: 'Online' }).waitFor();
  call = carrier.call('+4915112345678', tones.visitor);
  await call.streaming;
  const { items } = await eventually(
    () => product.call<{ items: Conversation[] }>('GET', '/conversations'),
    ({ items }) => items.length > 0,
  );
  const conversation = items[0]?.id ?? '';
  await agent.goto(`${product.url}/inbox/${conversation}`);
  await agent.getByText(/ waits to speak\.$/).waitFor();
  await agent.keyboard.press('Escape');
  await agent.keyboard.press('a');
  await panel(agent).getByText('You are speaking').waitFor();
  await manager.goto(`${product.url}/inbox/${conversation}`);
});
after(async () => {
  await browser?.close();
  await product?.close();
  await carrier?.stop();
});

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const panel = (page: Page) => page.getByRole('region', { name: /^Call with/ });
const way = (name: string) => manager.getByRole('radio', { name }).click({ force: true });

async function isHeard(by: Who, who: Who): Promise<boolean> {
  if (by === 'visitor') return call.hears(tones[who]);
  return hears(by === 'agent' ? agent : manager, who);
}

/** Each of them hears exactly these. */
async function hearing(expected: Readonly<Record<Who, string>>): Promise<void> {
  const all = Object.keys(tones) as Who[];
  await eventually(
    async () => {
      const rows: string[] = [];
      for (const by of all) {
        const heard: string[] = [];
        for (const who of all) if (who !== by && (await isHeard(by, who))) heard.push(who);
        rows.push(`${by}: ${heard.join(' ')}`);
      }
      return rows.join(', ');
    },
    (heard) => heard === all.map((by) => `${by}: ${expected[by]}`).join(', '),
  );
}

describe('[CX26] [CX31] a manager in a call by telephone', () => {
  it('listens, and nobody hears them', async () => {
    await panel(manager).getByText('Tomas Weber is in a call.').waitFor();
    await hearing({ visitor: 'agent', agent: 'visitor', manager: '' });
    await button(manager, 'Listen').click();
    await panel(manager).getByText('You listen. Nobody hears you.').waitFor();
    await hearing({ visitor: 'agent', agent: 'visitor', manager: 'visitor agent' });
  });

  it('whispers to the agent alone', async () => {
    await way('Whisper to the agent');
    await panel(manager).getByText('Only the agent hears you.').waitFor();
    await hearing({ visitor: 'agent', agent: 'visitor manager', manager: 'visitor agent' });
  });

  it('speaks to both, whose voices the telephone hears as one stream', async () => {
    await way('Speak to both');
    await panel(manager).getByText('Both hear you.').waitFor();
    await hearing({ visitor: 'agent manager', agent: 'visitor manager', manager: 'visitor agent' });
  });

  it('hears the agent while the caller is on hold with music', async () => {
    await way('Whisper to the agent');
    await agent.keyboard.press('Escape');
    await agent.keyboard.press('h');
    await eventually(
      async () => chords.some((note) => call.hears(note)),
      (isMusic) => isMusic,
    );
    await hearing({ visitor: '', agent: 'manager', manager: 'agent' });
    await agent.keyboard.press('h');
    await hearing({ visitor: 'agent', agent: 'visitor manager', manager: 'visitor agent' });
  });

  it('takes the call over with its conversation, and the agent leaves it', async () => {
    await button(manager, 'Take over').first().click();
    await panel(manager).getByText('You are speaking').waitFor();
    await agent.getByText('A colleague has the call now').first().waitFor();
    await hearing({ visitor: 'manager', agent: '', manager: 'visitor' });
    await button(manager, 'Hang up').click();
    await call.over;
    assert.ok(!call.told.includes('Reject'));
  });
});
