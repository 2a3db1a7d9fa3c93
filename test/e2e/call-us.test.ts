// A campaign offers a call: a visitor clicks, waits as a call, an agent accepts by keyboard, and both hear
// each other. Two pages with a tone each as their voice, the product, and its media host.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { Conversation, Message } from '@opportune/protocol/conversation/conversation.ts';
import type { Campaign, CampaignSummary } from '@opportune/protocol/rest/campaign/campaign.ts';
import { addVoice, callFlags, hears } from '../../packages/tag/test/calls.test-support.ts';
import { lookAt } from './looks.test-support.ts';
import {
  aboutToLeave,
  eventually,
  goToCheckout,
  newPerson,
  openBrowser,
  openConsole,
  startProduct,
} from './product.test-support.ts';
import type { Product } from './product.test-support.ts';

let product: Product;
let browser: Browser;
let agent: Page;

before(async () => {
  product = await startProduct();
  browser = await openBrowser({ whole: true, flags: callFlags });
  await offerCalls();
  agent = await openConsole(browser, product, '/inbox');
  await addVoice(agent, 720);
  await agent.context().grantPermissions(['microphone']);
  await agent.reload();
  await agent.locator('.me-button', { hasText: 'Online' }).waitFor();
  // Conversations of these tests go on, and a ring lasts longer than all that is looked at.
  const { agents } = await product.call<{ agents: { user: string }[] }>('GET', '/agents');
  await product.call('PUT', `/users/${agents[0]?.user}/room`, { room: 20 });
  await product.call('PUT', '/routing', ringing);
});
after(async () => {
  await browser?.close();
  await product?.close();
});

const ringing = { mode: 'automatic', ringS: 300 };

/** The campaign of the shop offers a call, to nearly everybody. */
async function offerCalls(): Promise<void> {
  const { items } = await product.call<{ items: CampaignSummary[] }>('GET', '/campaigns');
  const path = `/campaigns/${items[0]?.id}`;
  const { draft, revision } = await product.call<Campaign>('GET', path);
  const variants = draft.engagement.variants.map((variant) => {
    const { creative } = variant.offer;
    const words = {
      headline: 'Rather talk it through?',
      text: 'Speak with us.',
      action: 'Call us',
    };
    const fallback = { type: 'message', creative: { ...creative, action: 'Leave a message' } };
    const offer = { channel: 'call', skill: null, creative: { ...creative, ...words }, fallback };
    return { ...variant, offer };
  });
  const engagement = { ...draft.engagement, variants };
  const document = { ...draft, control: 1, engagement };
  const saved = await product.call<Campaign>('PUT', `${path}/draft`, { revision, document });
  await product.call('POST', `${path}/publish`, { revision: saved.revision });
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

interface Wishes {
  /** Null: the microphone is refused. */
  readonly hertz: number | null;
  /** Before any page of theirs. */
  readonly script?: () => void;
}

/** A visitor at the moment of the campaign. */
async function visits({ hertz, script }: Wishes): Promise<Page> {
  const visitor = await newPerson(browser);
  if (hertz !== null) await addVoice(visitor, hertz);
  if (script !== undefined) await visitor.addInitScript(script);
  await goToCheckout(visitor, product);
  await aboutToLeave(visitor);
  return visitor;
}

const refuseMicrophone = (): void => {
  navigator.mediaDevices.getUserMedia = () =>
    Promise.reject(new DOMException('Permission denied', 'NotAllowedError'));
};

const withoutVoice = (): void => {
  Reflect.deleteProperty(self, 'RTCPeerConnection');
};

/** Who hears the other, in a page. */
async function hearing(visitor: Page): Promise<void> {
  await eventually(
    async () => [await hears(visitor, 'agent'), await hears(agent, 'visitor')],
    ([one, other]) => one === true && other === true,
  );
}

async function newest(): Promise<Conversation | undefined> {
  const { items } = await product.call<{ items: Conversation[] }>('GET', '/conversations');
  return items.toSorted((one, other) => other.startedAt - one.startedAt)[0];
}

async function notesOf(id: string): Promise<readonly string[]> {
  const { messages } = await product.call<{ messages: Message[] }>(
    'GET',
    `/conversations/${id}/messages`,
  );
  return messages.flatMap(({ body }) => (body.type === 'system' ? [body.note.type] : []));
}

describe('a call that a campaign offers', () => {
  let visitor: Page;

  it('[CX16] [CX17] waits, rings at the agent as a call, and both hear each other once it is accepted', async () => {
    visitor = await visits({ hertz: 450 });
    await button(visitor, 'Call us').click();
    await button(visitor, 'Hang up').waitFor();
    await agent.locator('a.conv').first().click();
    await agent.getByText('A call. It rings for you').waitFor();
    assert.deepEqual(await lookAt(agent), []);
    await agent.keyboard.press('Escape');
    await agent.keyboard.press('a');
    await agent
      .getByRole('region', { name: /^Call with/ })
      .getByText('You are speaking')
      .waitFor();
    await hearing(visitor);
    const { origin, status } = (await newest()) ?? {};
    assert.equal(status, 'active');
    assert.ok(origin, 'the campaign is its origin');
  });

  it('[CX17] a second visitor is told that everybody is busy, and has abandoned it by hanging up', async () => {
    const other = await visits({ hertz: 520 });
    await other.getByText('Everybody is busy.').waitFor();
    await button(other, 'Call us').click();
    await other.getByText('You are next in line').first().waitFor();
    await button(other, 'Hang up').click();
    const found = await eventually(newest, (each) => each?.status === 'ended');
    assert.ok((await notesOf(found?.id ?? '')).includes('abandoned'));
    await other.context().close();
    await hearing(visitor);
  });

  it('[CX17] goes on in writing when the visitor hangs up', async () => {
    await button(visitor, 'End').click();
    await agent
      .getByRole('log')
      .getByText(/^Call ended · /)
      .waitFor();
    await visitor.getByRole('textbox', { name: 'Write a message' }).waitFor();
    await visitor.context().close();
  });

  it('[CX17.15] where agents pick, is marked in the list, and whoever accepts it speaks', async () => {
    await product.call('PUT', '/routing', { ...ringing, mode: 'pick' });
    const caller = await visits({ hertz: 450 });
    await button(caller, 'Call us').click();
    await button(caller, 'Hang up').waitFor();
    const row = agent.locator('a.conv', { hasText: 'Waits to speak' });
    await row.click();
    await agent.getByText(/ waits to speak\.$/).waitFor();
    assert.deepEqual(await lookAt(agent), []);
    assert.deepEqual(await lookAt(caller), []);
    await agent.keyboard.press('Escape');
    await agent.keyboard.press('a');
    await agent
      .getByRole('region', { name: /^Call with/ })
      .getByText('You are speaking')
      .waitFor();
    await hearing(caller);
    assert.equal(await row.count(), 0);
    await button(caller, 'End').click();
    await caller.getByRole('textbox', { name: 'Write a message' }).waitFor();
    await caller.context().close();
    await product.call('PUT', '/routing', ringing);
  });

  it('[CX17.13] goes on in writing where the visitor would rather write before it rings', async () => {
    const writer = await visits({ hertz: 450 });
    const before = (await newest())?.id;
    await button(writer, 'Call us').click();
    await button(writer, 'Write instead').click();
    await eventually(newest, (each) => each?.id !== before && each?.status === 'active');
    await writer.getByRole('textbox', { name: 'Write a message' }).waitFor();
    await writer.context().close();
  });

  it('[CX16] says what to do where the microphone is refused, and offers the chat', async () => {
    const silent = await visits({ hertz: null, script: refuseMicrophone });
    await button(silent, 'Call us').click();
    await button(silent, 'Try again').waitFor();
    const before = (await newest())?.id;
    await button(silent, 'Write instead').click();
    await eventually(newest, (each) => each?.id !== before && each?.status === 'active');
    await silent.context().close();
  });

  it('[CX16] is a chat in a page that cannot speak', async () => {
    const mute = await visits({ hertz: null, script: withoutVoice });
    await button(mute, 'Write to us').waitFor();
    assert.equal(await button(mute, 'Call us').count(), 0);
    await mute.context().close();
  });

  it('[CX16] falls back to a message when nobody is there', async () => {
    await agent.context().close();
    // The desk lets an agent who is gone come back for half a minute.
    await eventually(
      () => product.call<{ agents: { state: string }[] }>('GET', '/agents'),
      ({ agents }) => agents.every(({ state }) => state === 'offline'),
      60_000,
    );
    const late = await visits({ hertz: 450 });
    await button(late, 'Leave a message').waitFor();
    await late.context().close();
  });
});
