// Routing in real browsers with several people. A conversation rings at a colleague, who declines,
// ignores or accepts it. A returning visitor gets the agent they know. A manager makes waiting
// conversations ring at one agent after another, and an agent who does not answer becomes away. A
// higher tier or a more valuable cart goes first. On a closed day a message is taken.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { RoutingSettings } from '@opportune/protocol/rest/team/routing.ts';
import { lookAt } from './looks.test-support.ts';
import {
  eventually,
  goTo,
  goToCheckout,
  inviteUser,
  newPerson,
  openConsole,
  startWithBrowser,
} from './product.test-support.ts';
import type { Product } from './product.test-support.ts';
import { visitorIdOf } from './shop-person.test-support.ts';

let product: Product;
let browser: Browser;
let mara: Page;
let tomas: Page;
let visitor: Page;

async function asks(text: string): Promise<Page> {
  const page = await newPerson(browser);
  await page.goto(`${product.shopUrl}/product/orla`);
  await startsChat(page, text);
  return page;
}

async function startsChat(page: Page, text: string): Promise<void> {
  await page.getByRole('button', { name: 'Ask us' }).click();
  await page.getByLabel('Your question').fill(text);
  await page.getByRole('button', { name: 'Start chat' }).click();
}

async function conversationOf(page: Page): Promise<Conversation | undefined> {
  const id = await visitorIdOf(page);
  const at = `/conversations?visitor=${id}`;
  return (await product.call<{ items: Conversation[] }>('GET', at)).items[0];
}

async function owner(page: Page): Promise<string | undefined> {
  return (await conversationOf(page))?.agent?.name;
}

async function chooseState(page: Page, state: RegExp): Promise<void> {
  await page.locator('.me-button').click();
  await page.getByRole('button', { name: state }).click();
}

async function handToTomas(): Promise<void> {
  await mara.getByRole('button', { name: 'Transfer' }).click();
  assert.deepEqual(await lookAt(mara), []);
  await mara.getByLabel('Note for the next agent').fill('Wants a second lamp');
  await mara.getByRole('button', { name: /Tomas Weber/ }).click();
}

before(async () => {
  [product, browser] = await startWithBrowser();
  const person = await inviteUser(product, {
    email: 'tomas@aldermoor.example',
    name: 'Tomas Weber',
    role: 'agent',
  });
  mara = await openConsole(browser, product, '/inbox');
  tomas = await openConsole(browser, product, '/inbox', person);
  await chooseState(tomas, /^Away/);
  await eventually(
    () => product.call<{ agents: { state: string }[] }>('GET', '/agents'),
    ({ agents }) => agents.some(({ state }) => state === 'away'),
  );
});
after(async () => {
  await browser?.close();
  await product?.close();
});

describe('handing a conversation on', () => {
  before(async () => {
    visitor = await asks('Do you have two of them?');
    await mara.getByText('Do you have two of them?').first().click();
    await chooseState(tomas, /^Online/);
  });

  it('[C24] rings at the colleague, who reads the note and declines, and the giver writes on and sees why', async () => {
    await handToTomas();
    await mara.getByText(/Ringing for Tomas Weber/).waitFor();
    await tomas.getByRole('heading', { name: 'Ringing' }).waitFor();
    await tomas.getByText('Do you have two of them?').first().click();
    await tomas.getByText('Wants a second lamp').waitFor();
    // The server counts it too: a ringing conversation takes its place.
    await tomas.getByText('2 slots free').waitFor();
    assert.deepEqual(await lookAt(tomas), []);
    assert.deepEqual(await lookAt(mara), []);
    await mara.getByRole('textbox', { name: /Reply/ }).fill('I ask a colleague');
    await mara.keyboard.press('Enter');
    await visitor.getByText('I ask a colleague').waitFor();
    await tomas.getByRole('button', { name: 'Decline' }).click();
    await mara.getByText('Tomas Weber declined', { exact: false }).first().waitFor();
    await tomas.getByText('3 slots free').waitFor();
    assert.equal(await owner(visitor), 'Administrator');
    assert.equal(await visitor.getByText('declined').count(), 0);
  });

  it('[C24] can be taken back by the giver while it rings', async () => {
    await handToTomas();
    await tomas.getByRole('button', { name: 'Accept' }).waitFor();
    await mara.getByRole('button', { name: 'Keep it' }).click();
    await tomas.getByRole('button', { name: 'Accept' }).waitFor({ state: 'detached' });
  });

  it('[C24] is the colleague’s once accepted, and the visitor sees who answers', async () => {
    await handToTomas();
    await tomas.getByRole('button', { name: 'Accept' }).click();
    await tomas.getByRole('textbox', { name: /Reply/ }).fill('Two are here for you');
    await tomas.keyboard.press('Enter');
    await visitor.getByText('Two are here for you').waitFor();
    assert.equal(await owner(visitor), 'Tomas Weber');
  });

  it('[C31] a manager takes it over, and the colleague is told', async () => {
    await mara.getByRole('button', { name: 'Take over' }).click();
    await tomas
      .getByText(/Administrator took over/)
      .first()
      .waitFor();
    await mara.getByRole('textbox', { name: /Reply/ }).fill('I am back');
    await mara.keyboard.press('Enter');
    await visitor.getByText('I am back').waitFor();
    assert.equal(await tomas.getByRole('button', { name: 'Take over' }).count(), 0);
  });

  it('[C26] takes more of its agent’s places once it is made heavy, which the team’s page shows', async () => {
    await mara.getByRole('button', { name: 'More' }).click();
    await mara.getByText('3 slots', { exact: true }).click();
    const team = await openConsole(browser, product, '/team');
    await team.getByText(/^3 of \d+$/).waitFor();
    assert.equal((await conversationOf(visitor))?.weight, 3);
    await mara.getByRole('button', { name: 'More' }).click();
    await mara.getByText('1 slot', { exact: true }).click();
    await team.getByText(/^1 of \d+$/).waitFor();
    for (const page of [team, visitor]) await page.context().close();
  });
});

async function putAway(page: Page, text: string): Promise<void> {
  await page.getByRole('link').getByText(text).first().click();
  await page.getByRole('button', { name: 'End', exact: true }).click();
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByText('Conversation put away').waitFor();
}

describe('a visitor who comes back', () => {
  it('[C26] gets the agent who answered them last, before the colleague whose turn it is', async () => {
    // Nobody has a conversation. The agent whose turn it is got theirs longer ago.
    await putAway(mara, 'I am back');
    visitor = await asks('Which bulb fits?');
    await tomas.getByText('Which bulb fits?').first().click();
    await tomas.getByRole('textbox', { name: /Reply/ }).fill('One with a wide base');
    await tomas.keyboard.press('Enter');
    await visitor.getByText('One with a wide base').waitFor();
    const first = await conversationOf(visitor);
    await putAway(tomas, 'One with a wide base');
    await visitor.getByRole('button', { name: 'Start a new chat' }).click();
    await visitor.getByLabel('Your question').fill('And how bright?');
    await visitor.getByRole('button', { name: 'Start chat' }).click();
    const second = await eventually(
      () => conversationOf(visitor),
      (found) => found?.status === 'active',
    );
    assert.deepEqual([first?.agent?.name, second?.agent?.name], ['Tomas Weber', 'Tomas Weber']);
    assert.notEqual(second?.id, first?.id);
    await putAway(tomas, 'And how bright?');
    await visitor.context().close();
  });
});

describe('a manager who has conversations ring', () => {
  it('[C25] chooses it in settings, with its seconds', async () => {
    await goTo(mara, '/settings/routing');
    await mara
      .getByLabel('How agents get waiting conversations')
      .selectOption('Ring, to be accepted');
    await mara.getByLabel('Ring time in seconds').fill('5');
    await mara.getByLabel('Missed in a row until away').fill('1');
    assert.deepEqual(await lookAt(mara), []);
    await mara.getByRole('button', { name: 'Save' }).click();
    const set = await eventually(
      () => product.call<RoutingSettings>('GET', '/routing'),
      ({ mode }) => mode === 'ring',
    );
    assert.deepEqual([set.ringS, set.misses], [5, 1]);
    await chooseState(mara, /^Away/);
  });

  it('[C25] rings at an agent, who accepts it in the list, and it opens', async () => {
    visitor = await asks('Is it dimmable?');
    await tomas.getByRole('button', { name: /^Accept Visitor/ }).click();
    await eventually(
      () => owner(visitor),
      (name) => name === 'Tomas Weber',
    );
    await tomas.getByRole('log').getByText('Is it dimmable?').waitFor();
    assert.equal(await tomas.getByRole('button', { name: /^Accept/ }).count(), 0);
    await visitor.context().close();
  });

  it('[C25] makes an agent who does not answer away and tells them, and the visitor waits for another', async () => {
    visitor = await asks('Is anybody there?');
    await tomas.getByRole('heading', { name: 'Ringing' }).waitFor();
    await tomas.getByText('You are away: what rang here was not answered').waitFor();
    assert.equal((await conversationOf(visitor))?.status, 'waiting');
    await goTo(mara, '/inbox');
    await chooseState(mara, /^Online/);
    await mara.getByText('Is anybody there?').first().click();
    await mara.getByRole('button', { name: 'Accept' }).click();
    await eventually(
      () => owner(visitor),
      (name) => name === 'Administrator',
    );
  });
});

describe('a ring that is not accepted', () => {
  const setRing = (ringS: number) =>
    product.call('PUT', '/routing', { mode: 'ring', ringS, misses: 3 });
  const bell = (page: Page) => page.getByRole('heading', { name: 'Ringing' });

  /** The page where it rings first, and that of the other online agent. */
  async function ringsFirst(): Promise<readonly [Page, Page]> {
    const rings = await eventually(
      () => Promise.all([bell(mara).count(), bell(tomas).count()]),
      ([atMara, atTomas]) => atMara + atTomas > 0,
    );
    return rings[0] > 0 ? [mara, tomas] : [tomas, mara];
  }

  async function accepts(page: Page, text: string): Promise<void> {
    await page.getByText(text).first().click();
    await page.getByRole('button', { name: 'Accept' }).click();
    const name = page === mara ? 'Administrator' : 'Tomas Weber';
    await eventually(
      () => owner(visitor),
      (found) => found === name,
    );
    await visitor.context().close();
  }

  before(async () => {
    await chooseState(tomas, /^Online/);
    await setRing(60);
  });

  it('[C25] is declined, and rings at the next online agent, who accepts it', async () => {
    visitor = await asks('Is it heavy?');
    const [first, next] = await ringsFirst();
    await first.getByText('Is it heavy?').first().click();
    assert.equal(await bell(next).count(), 0);
    await first.getByRole('button', { name: 'Decline' }).click();
    await bell(next).waitFor();
    await accepts(next, 'Is it heavy?');
  });

  it('[C25] is left unanswered, and rings at the next online agent, who accepts it', async () => {
    await setRing(5);
    visitor = await asks('Does it swivel?');
    const [, next] = await ringsFirst();
    await setRing(60);
    await bell(next).waitFor();
    await accepts(next, 'Does it swivel?');
  });
});

describe('states', () => {
  it('[C29] offer the account’s reasons, which colleagues see', async () => {
    await goTo(mara, '/settings/routing');
    await mara.getByLabel('Reasons for being away').fill('Lunch, Training');
    await mara.getByRole('button', { name: 'Save' }).click();
    await goTo(tomas, '/team');
    await chooseState(tomas, /^Away: Lunch/);
    await goTo(mara, '/team');
    await mara.getByText('Away: Lunch').waitFor();
    assert.deepEqual(await lookAt(mara), []);
  });

  it('[C29] are set by a manager for others, and survive a reload', async () => {
    await mara.getByRole('button', { name: /Set the state of Tomas Weber/ }).click();
    await mara.getByRole('menuitemradio', { name: 'Online' }).click();
    await tomas.getByRole('button', { name: /Tomas Weber, Online/ }).waitFor();
    await tomas.reload();
    await tomas.getByRole('button', { name: /Tomas Weber, Online/ }).waitFor();
    assert.equal(await tomas.getByRole('button', { name: /Say how/ }).count(), 0);
    await mara.getByRole('button', { name: /Set the state of Tomas Weber/ }).click();
    await mara.getByRole('menuitem', { name: 'One more' }).click();
    await mara.getByText('4 slots', { exact: true }).waitFor();
  });
});

/** A server of the business says who the visitor is, and their tier. */
async function verify(page: Page, tier: string): Promise<void> {
  const { items } = await product.call<{ items: { id: string }[] }>('GET', '/sites');
  const { secret } = await product.call<{ secret: string }>('POST', `/sites/${items[0]?.id}/keys`, {
    name: 'crm',
  });
  const id = await visitorIdOf(page);
  const response = await fetch(`${product.url}/v1/identify`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
    body: JSON.stringify({
      ...{ anonymousId: id, userId: 'bea', messageId: 'bea-1', traits: { tier } },
    }),
  });
  assert.equal(response.status, 200, await response.text());
  await eventually(
    () => product.call<{ row: { verified: boolean } | null }>('GET', `/visitors/${id}`),
    ({ row }) => row?.verified === true,
  );
}

async function saveRouting(): Promise<void> {
  await mara.getByRole('button', { name: 'Save' }).click();
  await mara.getByRole('button', { name: 'Save', disabled: true }).waitFor();
}

/** In the inbox's list of waiting conversations. */
async function assertBefore(first: string, second: string): Promise<void> {
  await goTo(mara, '/inbox');
  const heightOf = async (text: string): Promise<number> => {
    const row = mara.getByText(text).first();
    await row.waitFor();
    return (await row.boundingBox())?.y ?? Number.NaN;
  };
  const [upper, lower] = [await heightOf(first), await heightOf(second)];
  assert.ok(upper < lower, `${first} at ${upper}, ${second} at ${lower}`);
}

describe('who is served first', () => {
  it('[C27] is the waiting visitor with the higher customer tier', async () => {
    await goTo(mara, '/settings/routing');
    await mara.getByLabel('How agents get waiting conversations').selectOption('Picked by hand');
    await mara.getByLabel('Attribute with a customer’s tier').fill('tier');
    await mara.getByLabel('Values worth 3 steps').fill('gold');
    await saveRouting();
    const first = await asks('I came first');
    const gold = await newPerson(browser);
    await gold.goto(`${product.shopUrl}/product/orla`);
    await gold.getByRole('button', { name: 'Ask us' }).waitFor();
    await verify(gold, 'Gold');
    await startsChat(gold, 'I am a gold customer');
    await assertBefore('I am a gold customer', 'I came first');
    for (const page of [first, gold]) await page.context().close();
  });

  it('[C27] is the visitor with the more valuable visit, once a sum is set that counts as a step', async () => {
    const first = await asks('My cart is empty');
    const buyer = await newPerson(browser);
    await buyer.goto(`${product.shopUrl}/product/orla`);
    await buyer.getByRole('button', { name: 'Add to cart' }).click();
    const id = await visitorIdOf(buyer);
    await eventually(
      () => product.call<{ row: { cartTotal: number | null } | null }>('GET', `/visitors/${id}`),
      ({ row }) => (row?.cartTotal ?? 0) > 0,
    );
    await startsChat(buyer, 'I have a lamp in mine');
    // No sum is set yet, so the first to come is first.
    await assertBefore('My cart is empty', 'I have a lamp in mine');
    await buyer.close();
    await goTo(mara, '/settings/routing');
    await mara.getByLabel('Expected value that is worth a whole step').fill('500');
    await saveRouting();
    const richer = await newPerson(browser);
    await goToCheckout(richer, product);
    await startsChat(richer, 'I have a lamp too');
    await assertBefore('I have a lamp too', 'My cart is empty');
    for (const page of [first, buyer, richer]) await page.context().close();
  });
});

describe('hours', () => {
  /** Today and tomorrow, so that no midnight comes between. */
  async function closedDays(): Promise<string> {
    const { account } = await product.call<{ account: { timeZone: string } }>('GET', '/session');
    const day = new Intl.DateTimeFormat('en-CA', { timeZone: account.timeZone });
    return [0, 1].map((more) => day.format(Date.now() + more * 86_400_000)).join(', ');
  }

  it('[C28] on a closed day a message is taken, even if agents are online', async () => {
    await goTo(mara, '/settings/routing');
    await mara.getByLabel('Hours', { exact: true }).selectOption('At these hours');
    await mara.getByLabel('Closed days').fill(await closedDays());
    assert.deepEqual(await lookAt(mara), []);
    await saveRouting();
    visitor = await newPerson(browser);
    await visitor.goto(product.shopUrl);
    await visitor.getByRole('button', { name: 'Ask us' }).click();
    await visitor.getByLabel(/e-mail/i).waitFor();
    assert.equal(await visitor.getByRole('button', { name: 'Start chat' }).count(), 0);
  });

  it('[C28] once it is open again, the same visitor begins a chat', async () => {
    await mara.getByLabel('Hours', { exact: true }).selectOption('Always open');
    await saveRouting();
    await visitor.reload();
    await visitor.getByRole('button', { name: 'Ask us' }).click();
    await visitor.getByRole('button', { name: 'Start chat' }).waitFor();
    await visitor.context().close();
  });
});
