// The visitor's side of the product in real browsers: "don't ask again", a message left while nobody
// is there, the contact button, an agent who vanishes, and a headless page that asks for consent.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import type { Conversation } from '@opportune/protocol/conversation.ts';
import type { VisitorDetail } from '@opportune/protocol/rest/visitor.ts';
import {
  aboutToLeave,
  eventually,
  goToCheckout,
  newPerson,
  openConsole,
  startWithBrowser,
} from './product.test-support.ts';
import type { Product } from './product.test-support.ts';
import { personIn, visitorIdOf } from './shop-person.test-support.ts';

let product: Product;
let browser: Browser;

const conversations = async (): Promise<readonly Conversation[]> =>
  (await product.call<{ items: Conversation[] }>('GET', '/conversations')).items;

before(async () => {
  [product, browser] = await startWithBrowser();
});
after(async () => {
  await browser?.close();
  await product?.close();
});

describe('while nobody is there', () => {
  it('offers to leave a message with an address, which agents find and the visitor sees again', async () => {
    const page = await personIn('treatment', browser, product);
    await page
      .getByRole('button', { name: /message/i })
      .first()
      .click();
    await page.getByLabel(/e-mail/i).fill('clara@jensen');
    await page
      .getByRole('textbox', { name: /question|message/i })
      .fill('Do you take old lamps with you?');
    await page
      .getByRole('button', { name: /send|leave/i })
      .last()
      .click();
    await page.getByText(/whole address/i).waitFor();
    await page.getByLabel(/e-mail/i).fill('clara@jensen.example');
    await page
      .getByRole('button', { name: /send|leave/i })
      .last()
      .click();
    const [left] = await eventually(conversations, (all) => all.length === 1);
    assert.equal(left?.status, 'message');
    assert.equal(left?.replyTo, 'clara@jensen.example');
    assert.equal(left?.lastText, 'Do you take old lamps with you?');
    await page.context().close();
  });

  it('lets the contact button lead to a message too', async () => {
    const page = await newPerson(browser);
    await page.goto(product.shopUrl);
    await page.getByRole('button', { name: 'Ask us' }).click();
    await page.getByLabel(/e-mail/i).waitFor();
    await page.context().close();
  });
});

describe('“don’t ask again”', () => {
  it('is honoured on the next page, in the next moment, and recorded', async () => {
    const page = await personIn('treatment', browser, product);
    const id = await visitorIdOf(page);
    await page.getByText("Don't ask again").click();
    await eventually(
      () => product.call<VisitorDetail>('GET', `/visitors/${id}`),
      (of) => of.why[0]?.gate === 'muted',
    );
    await page.goto(`${product.shopUrl}/product/brae`);
    await goToCheckout(page, product);
    await aboutToLeave(page);
    const detail = await eventually(
      () => product.call<VisitorDetail>('GET', `/visitors/${id}`),
      (of) => of.why[0]?.moment.holds === true,
    );
    assert.equal(detail.why[0]?.gate, 'muted');
    assert.equal(detail.decisions.length, 1);
    await page.context().close();
  });
});

describe('with an agent online', () => {
  it('lets any visitor start a chat unprompted, and gives it back to the queue when the agent vanishes', async () => {
    const agent = await openConsole(browser, product, '/inbox');
    const page = await newPerson(browser);
    await page.goto(product.shopUrl);
    await page.getByRole('button', { name: 'Ask us' }).click();
    await page.getByRole('textbox', { name: /question/i }).fill('Is the Orla dimmable?');
    await page.getByRole('button', { name: 'Start chat' }).click();
    await agent.getByText('Is the Orla dimmable?').first().waitFor();
    const [mine] = await eventually(conversations, (all) =>
      all.some(({ status }) => status === 'active'),
    );
    assert.equal(mine?.origin, null, 'it came from no campaign');
    await agent.context().close();
    await eventually(
      conversations,
      (all) => all.find(({ id }) => id === mine?.id)?.status === 'waiting',
      45_000,
    );
    await page
      .getByText(/in line|next/i)
      .first()
      .waitFor();
    await page.context().close();
  });
});
