// The visitor's side of the product in real browsers: "don't ask again", a message left while nobody
// is there, the contact button, an agent who vanishes, and a headless page that asks for consent.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { Conversation } from '@opportune/protocol/conversation.ts';
import type { VisitorDetail, VisitorRow } from '@opportune/protocol/rest/visitor.ts';
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

const idOf = (page: Page): Promise<string> =>
  page.evaluate(
    () =>
      new Promise<string>((resolve) =>
        (window as never as { opportune: (...call: unknown[]) => void }).opportune(
          'visitor',
          resolve,
        ),
      ),
  );
const rowOf = async (id: string): Promise<VisitorRow | undefined> =>
  (await product.call<{ items: VisitorRow[] }>('GET', '/visitors')).items.find(
    (row) => row.visitor === id,
  );
const conversations = async (): Promise<readonly Conversation[]> =>
  (await product.call<{ items: Conversation[] }>('GET', '/conversations')).items;

/** A person at the checkout to whom the engagement was shown. */
async function invited(): Promise<Page> {
  for (let tried = 0; tried < 40; tried++) {
    const page = await newPerson(browser);
    await goToCheckout(page, product);
    const id = await idOf(page);
    await aboutToLeave(page);
    const row = await eventually(
      () => rowOf(id),
      (found) => found?.campaign != null,
    );
    if (row?.campaign?.arm === 'treatment') return page;
    await page.context().close();
  }
  throw new Error('nobody of forty was invited');
}

before(async () => {
  [product, browser] = await Promise.all([startProduct(), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await product?.close();
});

describe('while nobody is there', () => {
  it('offers to leave a message with an address, which agents find and the visitor sees again', async () => {
    const page = await invited();
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
    const page = await invited();
    const id = await idOf(page);
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
