// The main job, end to end, in real browsers against the started product: a visitor is seen,
// understood, engaged at the moment and helped by a person, and the order is credited once.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { Campaign, CampaignSummary } from '@opportune/protocol/rest/campaign/campaign.ts';
import type { CampaignResults, Funnel } from '@opportune/protocol/rest/report/report.ts';
import type { VisitorDetail } from '@opportune/protocol/rest/visitor.ts';
import { openBrowser as openHeadless } from '../../packages/tag/test/browser.test-support.ts';
import { lookAt } from './looks.test-support.ts';
import {
  aboutToLeave,
  eventually,
  goTo,
  goToCheckout,
  newPerson,
  openConsole,
  startWithBrowser,
} from './product.test-support.ts';
import type { Product } from './product.test-support.ts';
import { personIn, visitorIdOf, visitorRow } from './shop-person.test-support.ts';
import { wholeRun } from '../support/whole-run.test-support.ts';

let product: Product;
let browser: Browser;
let agent: Page;
let visitor: Page;
let visitorId: string;
/** The page of a visitor in control. */
let inControl: Page;

async function campaign(): Promise<CampaignSummary> {
  const { items } = await product.call<{ items: CampaignSummary[] }>('GET', '/campaigns');
  const [first] = items;
  assert.ok(first !== undefined, 'the ready-made campaign is there');
  return first;
}
const results = async (): Promise<CampaignResults> =>
  product.call('GET', `/campaigns/${(await campaign()).id}/results`);
const treated = (of: CampaignResults) =>
  of.arms.find((arm) => arm.arm === 'treatment' && arm.variant === null)?.soFar;

before(async () => {
  [product, browser] = await startWithBrowser({ whole: true });
  await product.call('PATCH', '/account', { typingPreview: true });
  // Each invitation holds a place for a while, and many people are invited here.
  const { user } = await product.call<{ user: { id: string } }>('GET', '/session');
  await product.call('PATCH', `/users/${user.id}`, { room: 20 });
  // With the usual share only one in ten is control, so many people would have to come.
  const { id } = await campaign();
  const { revision, draft } = await product.call<Campaign>('GET', `/campaigns/${id}`);
  const changed = await product.call<Campaign>('PUT', `/campaigns/${id}/draft`, {
    revision,
    document: { ...draft, control: 5000 },
  });
  await product.call('POST', `/campaigns/${id}/publish`, { revision: changed.revision });
  agent = await openConsole(browser, product, '/visitors');
});
after(async () => {
  await browser?.close();
  await product?.close();
});

describe('the main job', () => {
  it('shows an arriving visitor with page, section, device and cart, and follows them', async () => {
    const page = await newPerson(browser);
    await page.goto(`${product.shopUrl}/product/orla`);
    const id = await visitorIdOf(page);
    const name = `Visitor ${id.slice(-4)}`;
    await agent.getByText(name).first().waitFor();
    const row = await visitorRow(product, id);
    assert.equal(row?.page.path, '/product/orla');
    assert.deepEqual(row?.sections, ['Product']);
    assert.equal(row?.device.type, 'desktop');
    assert.equal(row?.place, null);
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await eventually(
      () => visitorRow(product, id),
      (found) => found?.cartTotal === 289 && found.page.path === '/cart',
    );
    await agent.getByText('€289.00').first().waitFor();
    await page.context().close();
  });

  it('shows nothing to a browser in control, and records its ghost [promise 3]', async () => {
    const page = await personIn('control', browser, product);
    const frames: string[] = [];
    page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => frames.push(String(payload))),
    );
    await page.reload();
    await aboutToLeave(page);
    await eventually(
      async () => frames,
      (seen) => seen.some((frame) => frame.includes('"ack"')),
    );
    assert.ok(!frames.some((frame) => frame.includes('A question before you order')));
    assert.equal(await page.getByText('A question before you order').count(), 0);
    inControl = page;
  });

  it(
    '[C33] lets an agent speak to that visitor first, after a warning that this blurs the proof',
    wholeRun,
    async () => {
      const id = await visitorIdOf(inControl);
      await goTo(agent, `/visitors?visitor=${id}`);
      await agent.getByRole('button', { name: 'Start chat' }).waitFor();
      await agent.keyboard.press('W');
      const warning = agent.getByRole('dialog', { name: 'This blurs the proof' });
      await warning.getByText((await campaign()).name).waitFor();
      assert.deepEqual(await lookAt(agent), []);
      await warning.getByRole('button', { name: 'Write all the same' }).click();
      const dialog = agent.getByRole('dialog', { name: /Write to/ });
      await dialog.getByLabel('First message').fill('Shall I look up the delivery?');
      await dialog.getByRole('button', { name: 'Start chat' }).click();
      await inControl.getByRole('dialog').getByText('Shall I look up the delivery?').waitFor();
      await agent.getByText(/began this conversation by hand with a visitor in control/).waitFor();
      await inControl.getByRole('textbox', { name: /message/i }).fill('Yes, please');
      await inControl.keyboard.press('Enter');
      await agent.getByText('Yes, please').first().waitFor();
      await eventually(results, ({ byHand }) => byHand === 1);
      await inControl.context().close();
    },
  );

  it(
    '[C33] gives the same warning to an agent who reopens such a visitor’s conversation',
    wholeRun,
    async () => {
      await goTo(agent, '/inbox');
      await agent.locator('.me-button', { hasText: 'Online' }).waitFor();
      const page = await personIn('control', browser, product);
      await page.getByRole('button', { name: 'Ask us' }).click();
      await page.getByLabel('Your question').fill('Can it be returned?');
      await page.getByRole('button', { name: 'Start chat' }).click();
      await agent.getByText('Can it be returned?').first().click();
      await agent.getByRole('button', { name: 'End', exact: true }).click();
      await agent.getByRole('button', { name: 'Done' }).click();
      // From the wrap-up, reopening would ask nothing.
      await agent.getByText('Conversation put away').waitFor();
      const warning = agent.getByRole('dialog', { name: 'This blurs the proof' });
      const reopen = agent.getByRole('button', { name: 'Reopen' }).first();
      await reopen.click();
      await warning.getByText((await campaign()).name).waitFor();
      assert.deepEqual(await lookAt(agent), []);
      await warning.getByRole('button', { name: 'Cancel' }).click();
      await warning.waitFor({ state: 'detached' });
      assert.equal((await results()).byHand, 1);
      await reopen.click();
      await warning.getByRole('button', { name: 'Reopen all the same' }).click();
      await agent.getByText(/reopened this conversation with a visitor in control/).waitFor();
      await agent.getByRole('textbox', { name: /Reply/ }).fill('Within thirty days');
      await agent.keyboard.press('Enter');
      await page.getByText('Within thirty days').waitFor();
      await eventually(results, ({ byHand }) => byHand === 2);
      await page.context().close();
    },
  );

  it('offers help at the moment, and explains why in words', async () => {
    await goTo(agent, '/inbox');
    // While no agent is there, a message is offered under the same headline.
    await agent.locator('.me-button', { hasText: 'Online' }).waitFor();
    visitor = await personIn('treatment', browser, product);
    visitorId = await visitorIdOf(visitor);
    await visitor.getByText('A question before you order?').waitFor();
    const detail = await eventually(
      () => product.call<VisitorDetail>('GET', `/visitors/${visitorId}`),
      (of) => of.decisions.length > 0,
    );
    assert.equal(detail.why[0]?.outcome, 'fired');
    const explained = await product.call<{ agrees: boolean }>(
      'GET',
      `/decisions/${detail.decisions[0]?.id}/explain`,
    );
    assert.equal(explained.agrees, true);
  });

  it('connects the visitor with the agent, both ways, with typing and correct read marks', async () => {
    await visitor.getByRole('button', { name: 'Chat with us' }).click();
    const box = visitor.getByRole('textbox', { name: /message/i });
    await box.waitFor();
    await box.fill('Will the lamp arrive');
    await visitor.keyboard.press('Enter');
    const name = `Visitor ${visitorId.slice(-4)}`;
    await agent.getByText(name).first().click();
    await agent.getByText('Will the lamp arrive').first().waitFor();
    await box.pressSequentially('before Friday, I mean');
    await agent.getByText('before Friday, I mean').first().waitFor();
    await visitor.keyboard.press('Enter');
    const reply = agent.getByRole('textbox', { name: /reply|message/i }).first();
    await reply.fill('It will, on Thursday.');
    await agent.keyboard.press('Enter');
    await visitor.getByText('It will, on Thursday.').waitFor();
    await agent.getByText(/read/i).first().waitFor();
  });

  it('loses nothing when the page changes', async () => {
    await visitor.getByRole('textbox', { name: 'Name' }).fill('Clara');
    await visitor.getByRole('textbox', { name: 'Street' }).fill('Oak lane 1');
    await visitor.getByRole('textbox', { name: /Postcode/ }).fill('3512 AB Utrecht');
    await visitor.getByRole('button', { name: 'Continue to payment' }).click();
    await visitor.getByText('It will, on Thursday.').waitFor();
    assert.equal(await visitor.getByText('Will the lamp arrive').count(), 1);
  });

  it('credits the order once, however often it is reported', async () => {
    const before = treated(await results())?.converted ?? 0;
    await visitor.getByRole('button', { name: /Order for/ }).click();
    await visitor.getByRole('heading', { name: 'Thank you' }).waitFor();
    const credited = await eventually(
      results,
      (of) => (treated(of)?.converted ?? 0) === before + 1,
    );
    assert.equal(treated(credited)?.value, 289);
    const order = (await visitor.locator('main b').first().textContent()) ?? '';
    const { items } = await product.call<{ items: { id: string; writeKey: string }[] }>(
      'GET',
      '/sites',
    );
    const { secret } = await product.call<{ secret: string }>(
      'POST',
      `/sites/${items[0]?.id}/keys`,
      { name: 'Again' },
    );
    for (let again = 0; again < 3; again++) {
      await fetch(`${product.url}/v1/track`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Basic ${Buffer.from(`${secret}:`).toString('base64')}`,
        },
        body: JSON.stringify({
          messageId: `again-${again}`,
          anonymousId: visitorId,
          event: 'Order Completed',
          properties: { order_id: order, total: 289, currency: 'EUR' },
        }),
      });
    }
    const after = await results();
    assert.equal(treated(after)?.converted, before + 1);
    assert.equal(treated(after)?.value, 289);
    const funnel = await product.call<Funnel>('GET', `/sites/${items[0]?.id}/funnel`);
    assert.equal(funnel.orders, 1);
  });

  it('keeps bots out of decisions', async () => {
    const robots = await openHeadless();
    const page = await newPerson(robots);
    await goToCheckout(page, product);
    await aboutToLeave(page);
    const id = await visitorIdOf(page);
    const detail = await eventually(
      () => product.call<VisitorDetail>('GET', `/visitors/${id}`),
      (found) => found.why[0]?.moment.holds === true,
    );
    assert.equal(detail.why[0]?.gate, 'bot');
    assert.deepEqual(detail.decisions, []);
    await robots.close();
  });
});
