// A visitor for whom nobody is there asks to be called back in a slot; an agent sees it, calls at once, and
// both hear each other. Two pages with a tone each as their voice, the product, and its media host.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { Campaign, CampaignSummary } from '@opportune/protocol/rest/campaign/campaign.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import {
  lettersAbout,
  type MailServer,
  startMailServer,
} from '@opportune/server/adapter/mail-server.test-support.ts';
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

let mail: MailServer;
let product: Product;
let browser: Browser;
let agent: Page;
let visitor: Page;

before(async () => {
  mail = await startMailServer();
  product = await startProduct({ environment: { OPPORTUNE_SMTP_URL: mail.url } });
  browser = await openBrowser({ whole: true, flags: callFlags });
  agent = await openConsole(browser, product, '/inbox');
  await addVoice(agent, 720);
  await agent.context().grantPermissions(['microphone']);
  await agent.reload();
  await agent.locator('.me-button', { hasText: 'Online' }).waitFor();
  await product.call('PUT', '/my-state', { state: 'away' });
  visitor = await newPerson(browser);
  await addVoice(visitor, 450);
  await visitor.context().grantPermissions(['microphone']);
});
after(async () => {
  await browser?.close();
  await product?.close();
  mail?.server.close();
});

/** Came by a campaign. */
let campaigns: Page;
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

async function promises(): Promise<readonly { id: string; state: string; from: number }[]> {
  const open = await product.call<{ items: { id: string; state: string; from: number }[] }>(
    'GET',
    '/callbacks',
  );
  return open.items;
}

describe('a call back', () => {
  it('[CB3] is asked for in a slot by the visitor’s own clock', async () => {
    await visitor.goto(product.shopUrl);
    await button(visitor, 'Ask us').click();
    await button(visitor, 'Call me back').click();
    await visitor.getByText('Your local time').waitFor();
    assert.deepEqual(await lookAt(visitor), []);
    await visitor.getByLabel('What is it about?').fill('The lamp flickers');
    await button(visitor, 'Call me back').click();
    await visitor.getByText('Your call back is agreed').waitFor();
    assert.deepEqual(await lookAt(visitor), []);
    assert.deepEqual(
      (await promises()).map(({ state }) => state),
      ['promised'],
    );
  });

  it('[CB4] is moved by the visitor', async () => {
    const [before] = await promises();
    await button(visitor, 'Choose another time').click();
    const times = visitor.getByLabel('Time', { exact: true });
    const values = await times
      .locator('option')
      .evaluateAll((all) => all.map((each) => (each as HTMLOptionElement).value));
    await times.selectOption(values.at(-1) ?? '');
    await button(visitor, 'Move to this time').click();
    await button(visitor, 'Choose another time').waitFor();
    const [moved] = await promises();
    assert.ok(moved !== undefined && moved.from > (before?.from ?? 0));
  });

  it('[CB4] [CB5] is among the cases, and rings when an agent calls at once', async () => {
    await product.call('PUT', '/my-state', { state: 'online' });
    await agent.locator('a.conv').first().click();
    const bar = agent.getByRole('group', { name: 'Call backs' });
    await bar.getByText('Promised').waitFor();
    assert.deepEqual(await lookAt(agent), []);
    await bar.getByRole('button', { name: 'Call now' }).click();
    await agent.getByText('A call. It rings for you').waitFor();
    await agent.keyboard.press('Escape');
    await agent.keyboard.press('a');
    // It rings in the page, whatever the window showed.
    await button(visitor, 'Speak now').click();
    await eventually(
      async () => [await hears(visitor, 'agent'), await hears(agent, 'visitor')],
      ([one, other]) => one === true && other === true,
    );
    await button(visitor, 'End').click();
    await eventually(
      () => product.call<{ items: { state: string }[] }>('GET', '/callbacks?state=over'),
      ({ items }) => items[0]?.state === 'reached',
    );
  });

  it('[CB9] is listed for managers with its outcome, beside the figures of four weeks', async () => {
    await agent.goto(`${product.url}/team/callbacks`);
    const row = agent.getByRole('row').filter({ hasText: 'Reached' });
    await row.getByText('Reached · in time', { exact: true }).waitFor();
    const figures = agent.getByRole('region', { name: 'The last 28 days' });
    await figures.getByText('Call backs kept').waitFor();
    await eventually(
      () => figures.locator('.fig').allInnerTexts(),
      ([promised, kept, missed]) => promised === '1' && kept === '100.0%' && missed === '0',
    );
    assert.deepEqual(await lookAt(agent), []);
    await agent.getByRole('radio', { name: 'Open' }).check({ force: true });
    await agent.getByText('Nobody waits for a call back').waitFor();
    await agent.getByRole('radio', { name: 'Over' }).check({ force: true });
    await row.getByRole('link').click();
    await agent.getByText('The lamp flickers').first().waitFor();
  });

  it('[CB9] its rules are set on a page of settings, also by keyboard', async () => {
    await agent.goto(`${product.url}/settings/callbacks`);
    await agent.getByLabel('Days ahead').waitFor();
    assert.deepEqual(await lookAt(agent), []);
    await agent.evaluate(() => (document.documentElement.dir = 'rtl'));
    assert.deepEqual(await lookAt(agent), []);
    await agent.evaluate(() => (document.documentElement.dir = 'ltr'));
    await agent.getByLabel('By telephone').uncheck();
    await agent.getByLabel('Tries', { exact: true }).selectOption('4');
    await agent.getByLabel('Days ahead').focus();
    await agent.keyboard.press('ControlOrMeta+a');
    await agent.keyboard.type('3');
    await agent.getByLabel('After try 3').fill('120');
    await agent.keyboard.press('Enter');
    await agent.getByText('Saved').first().waitFor();
    const { revision: _, ...saved } = await product.call<Record<string, unknown>>(
      ...(['GET', '/callback-settings'] as const),
    );
    assert.deepEqual(saved, {
      ...{ on: true, perAgent: 1, retries: [15, 60, 120], aheadDays: 3 },
      ...{ skills: null, ways: ['browser'], texts: true },
    });
    // Nothing is sent that the server would refuse.
    await agent.getByLabel('In the page, with the microphone').uncheck();
    await agent.getByText('Choose at least one way').waitFor();
    assert.equal(await button(agent, 'Save').isDisabled(), true);
  });

  it('[E2] [CB3] is what a campaign shows while nobody is there, and counts as its conversation', async () => {
    const { items } = await product.call<{ items: CampaignSummary[] }>('GET', '/campaigns');
    const path = `/campaigns/${items[0]?.id}`;
    const { draft, revision } = await product.call<Campaign>('GET', path);
    const variants = draft.engagement.variants.map((variant) => {
      const { creative } = variant.offer;
      const fallback = { type: 'callback', creative: { ...creative, action: 'Call me, please' } };
      return { ...variant, offer: { ...variant.offer, fallback } };
    });
    const document = { ...draft, control: 1, engagement: { ...draft.engagement, variants } };
    const saved = await product.call<Campaign>('PUT', `${path}/draft`, { revision, document });
    await product.call('POST', `${path}/publish`, { revision: saved.revision });
    // Both ways, for the next visitor.
    const ways = ['browser', 'telephone'];
    const rules = {
      ...{ on: true, perAgent: 1, retries: [15], texts: true },
      aheadDays: 7,
      skills: null,
      ways,
    };
    await product.call('PUT', '/callback-settings', rules);
    await product.call('PUT', '/my-state', { state: 'away' });
    const other = await newPerson(browser);
    await goToCheckout(other, product);
    await aboutToLeave(other);
    await button(other, 'Call me, please').click();
    await other.getByText('Your local time').waitFor();
    const address = other.getByLabel('E-mail for a confirmation');
    await address.fill('bo@');
    await button(other, 'Call me back').click();
    await other.getByText('This is no e-mail address.').waitFor();
    await address.fill('bo@example.com');
    await button(other, 'Call me back').click();
    await other.getByText('Your call back is agreed').waitFor();
    const [promise] = (await promises()) as readonly { conversation?: string }[];
    const { origin } = await product.call<Conversation>(
      ...(['GET', `/conversations/${promise?.conversation}`] as const),
    );
    assert.ok(origin, 'the campaign is its origin');
    await product.call('PUT', '/my-state', { state: 'online' });
    campaigns = other;
  });

  it('[CB4] administrators see how many promises a change withdraws, before they save it', async () => {
    await agent.goto(`${product.url}/settings/callbacks`);
    await agent.getByLabel('In the page, with the microphone').uncheck();
    await agent.getByText('1 promised call back is withdrawn').waitFor();
    assert.deepEqual(await lookAt(agent), []);
    await agent.getByLabel('In the page, with the microphone').check();
    await agent.getByText('1 promised call back is withdrawn').waitFor({ state: 'detached' });
  });

  it('[CB10] is confirmed by e-mail, and cancelled on the page of its link', async () => {
    const [letter = ''] = await eventually(
      async () => lettersAbout(mail, /^Your call back from/),
      (all) => all.length > 0,
    );
    const link = /https?:\/\/\S+\/v1\/call-back\/\S+/.exec(letter)?.[0] ?? '';
    const page = await newPerson(browser);
    await page.goto(link.replaceAll('=3D', '='));
    await page.getByRole('heading', { name: /^Your call back from/ }).waitFor();
    assert.deepEqual(await lookAt(page), []);
    await page.getByLabel('Another time').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('The call back is cancelled.').waitFor();
    assert.deepEqual(await promises(), []);
    await page.context().close();
    await campaigns.context().close();
  });

  it('[VW1.5] [CX17] a visitor who opens the window calls at once, and waits with their place', async () => {
    const other = await newPerson(browser);
    await addVoice(other, 520);
    await other.context().grantPermissions(['microphone']);
    await other.goto(product.shopUrl);
    await button(other, 'Ask us').click();
    await button(other, 'Call us').waitFor();
    assert.deepEqual(await lookAt(other), []);
    await button(other, 'Call us').click();
    await button(other, 'Hang up').waitFor();
    // Whoever waits may be called back instead.
    await button(other, 'Call me back').click();
    await other.getByText('How do we reach you?').waitFor();
    await other.context().close();
  });
});
