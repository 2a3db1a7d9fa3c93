// The console in a real browser against the started product: signing in, a live list that keeps
// still, reasons in words, and an inbox that loses nothing when the connection breaks.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { Browser, BrowserContext, Locator, Page, WebSocketRoute } from 'playwright-core';
import { productVersion } from '@opportune/server/config.ts';
import { barriers } from './looks.test-support.ts';
import {
  administrator,
  eventually,
  leaveConsole,
  openConsole,
  signIn,
  startWithBrowser,
} from './product.test-support.ts';
import type { Product } from './product.test-support.ts';
import { comeToShop } from './socket-visitor.test-support.ts';
import type { SocketVisitor } from './socket-visitor.test-support.ts';

let product: Product;
let browser: Browser;
const home = { path: '/', title: 'Home' };

before(async () => {
  [product, browser] = await startWithBrowser();
  await product.call('PATCH', '/account', { typingPreview: true });
  // Conversations that the tests leave open each take a place.
  const { user } = await product.call<{ user: { id: string } }>('GET', '/session');
  await product.call('PATCH', `/users/${user.id}`, { room: 20 });
});
after(async () => {
  await browser?.close();
  await product?.close();
});

async function newPage(): Promise<Page> {
  return (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
}

describe('signing in', () => {
  it('refuses a wrong password in words, and lets the right one in', async () => {
    const page = await newPage();
    await page.goto(`${product.url}/team`);
    await page.getByLabel('E-mail').fill(administrator.email);
    await page.getByRole('textbox', { name: 'Password' }).fill('not this one at all');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('The e-mail address or the password is wrong.').waitFor();
    assert.deepEqual(await barriers(page), []);
    await page.getByRole('textbox', { name: 'Password' }).fill(administrator.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Team' }).waitFor();
    const me = page.getByRole('button', { name: /^You: / });
    await me.click();
    const [menu, button] = await Promise.all([
      page.getByRole('dialog', { name: 'Your state' }).boundingBox(),
      me.boundingBox(),
    ]);
    assert.ok(menu !== null && button !== null);
    const gap = menu.x - (button.x + button.width);
    assert.ok(gap >= 0 && gap < 24, `the menu is ${gap} px beside its button`);
    await page.getByText(`Opportune ${productVersion()}`, { exact: true }).waitFor();
    await page.context().close();
  });

  it('asks a user who came by a link for a password first, and rejects a used link', async () => {
    const { link } = await product.call<{ link: string }>('POST', '/users', {
      email: 'tomas@aldermoor.example',
      name: 'Tomas Weber',
      role: 'agent',
      room: 3,
    });
    const address =
      product.url + new URL(link, product.url).pathname + new URL(link, product.url).hash;
    const page = await newPage();
    await page.goto(address);
    await page.getByRole('heading', { name: 'Choose a password' }).waitFor();
    assert.ok(!page.url().includes('code'), 'the code leaves the address bar');
    await page.getByRole('textbox', { name: 'New password' }).fill('nine green bottles');
    await page.getByRole('button', { name: 'Save and go on' }).click();
    await page.getByRole('heading', { name: 'Home', exact: true }).waitFor();
    const again = await newPage();
    await again.goto(address);
    await again
      .getByRole('heading', { name: 'This link was used already or has expired' })
      .waitFor();
    await again.context().close();
    await page.context().close();
  });

  it('shows an agent no campaigns, results or settings, and an administrator all', async () => {
    const agent = await newPage();
    await agent.goto(product.url);
    await agent.getByLabel('E-mail').fill('tomas@aldermoor.example');
    await agent.getByRole('textbox', { name: 'Password' }).fill('nine green bottles');
    await agent.keyboard.press('Enter');
    const areas = async (page: Page, name: string): Promise<readonly string[]> => {
      await page.getByRole('heading', { name, exact: true }).waitFor();
      return page.locator('.rail a').allInnerTexts();
    };
    assert.deepEqual(await areas(agent, 'Home'), [
      ...['Home', 'Inbox', 'Visitors', 'Contacts', 'Team'],
    ]);
    const admin = await openConsole(browser, product, '/visitors');
    assert.deepEqual(await areas(admin, 'Visitors'), [
      'Home',
      'Inbox',
      'Visitors',
      'Contacts',
      'Campaigns',
      'Results',
      'Team',
      'Settings',
    ]);
    await agent.getByRole('button', { name: /Your state/ }).click();
    await agent.getByRole('button', { name: 'Sign out' }).click();
    await agent.getByRole('button', { name: 'Sign in' }).waitFor();
    await agent.context().close();
    leaveConsole(admin);
  });
});

describe('the live list', () => {
  it('keeps its order under the pointer: new rows are only counted until they are asked for', async () => {
    const page = await openConsole(browser, product, '/visitors');
    const first = await comeToShop(product, home);
    const row = (visitor: SocketVisitor) =>
      page.getByRole('row', { name: new RegExp(visitor.name) });
    await row(first).waitFor();
    const pauses = page.getByText('Sorting pauses while your pointer is here', { exact: true });
    assert.equal(await pauses.getAttribute('data-held'), null);
    await row(first).hover();
    await page.locator('[data-held]', { hasText: /^Sorting pauses/ }).waitFor();
    const second = await comeToShop(product, { path: '/product/orla', title: 'Orla floor lamp' });
    await page.getByRole('button', { name: /^\d+ new, show$/ }).waitFor();
    assert.equal(await row(second).count(), 0, 'nothing moves under the pointer');
    await page.getByRole('button', { name: /new, show/ }).click();
    await row(second).waitFor();
    first.close();
    second.close();
    leaveConsole(page);
  });

  it('gives each visitor a whole row when the window becomes as narrow as a phone, and wide again', async () => {
    const page = await openConsole(browser, product, '/visitors');
    const visitors = [await comeToShop(product, home), await comeToShop(product, home)];
    for (const { name } of visitors)
      await page.getByRole('row', { name: new RegExp(name) }).waitFor();
    const lines = page.getByRole('row').and(page.locator('[aria-selected]'));
    // The distance between the tops of two rows, and the height of each.
    const places = (): Promise<readonly (number | undefined)[]> =>
      lines.evaluateAll((all) => {
        const [first, second] = all
          .map((line) => line.getBoundingClientRect())
          .toSorted((one, other) => one.top - other.top);
        return [second && first && second.top - first.top, first?.height];
      });
    for (const [width, height] of [
      [1440, 40],
      [390, 64],
      [1440, 40],
    ] as const) {
      await page.setViewportSize({ width, height: 844 });
      await eventually(places, (found) => found.every((px) => px === height));
    }
    for (const visitor of visitors) visitor.close();
    await page.context().close();
  });

  it('opens a visitor by keyboard and says in words why each campaign did not fire', async () => {
    const page = await openConsole(browser, product, '/visitors');
    const visitor = await comeToShop(product, { path: '/product/orla', title: 'Orla floor lamp' });
    // Three more searches than are kept.
    visitor.send({
      type: 'events',
      batch: 2,
      sentAt: Date.now(),
      events: Array.from({ length: 13 }, (_, at) => ({
        ...{ id: `search-${at}-${visitor.id}`, kind: 'track', name: 'Products Searched' },
        ...{ at: Date.now(), properties: { query: `lamp ${at}` } },
      })),
    });
    await page.getByRole('searchbox').fill(visitor.name);
    await page.getByRole('row', { name: new RegExp(visitor.name) }).waitFor();
    // Without a database of countries the list says so once, and no row repeats it.
    await page.getByText('Countries are not configured', { exact: true }).waitFor();
    assert.equal(await page.getByRole('row').filter({ hasText: 'not configured' }).count(), 0);
    await page.getByRole('grid').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const panel = page.getByRole('complementary');
    await panel.getByRole('heading', { name: visitor.name }).waitFor();
    await panel
      .getByRole('list', { name: 'Timeline of this visit' })
      .getByText('Orla floor lamp')
      .waitFor();
    await panel.getByText('Not in the audience.').waitFor();
    await panel.getByText('Cart total is at least €100').waitFor();
    assert.deepEqual(await barriers(page), []);
    await panel.getByRole('tab', { name: 'Profile' }).click();
    await panel.getByText(visitor.id).waitFor();
    await panel.getByRole('heading', { name: '3 older things were forgotten' }).waitFor();
    await panel.getByText('the newest 200 events, 100 pages').waitFor();
    assert.deepEqual(await barriers(page), []);
    visitor.close();
    leaveConsole(page);
  });
});

describe('the inbox', () => {
  /** An agent's page whose connection to the server the test can cut and restore. */
  async function agentWithLine({
    beside,
    clock = false,
  }: { beside?: BrowserContext; clock?: boolean } = {}): Promise<{
    page: Page;
    cut: () => Promise<void>;
    mend: () => Promise<void>;
    /** From now on the present connection silently carries nothing. A new one works. */
    die: () => void;
  }> {
    const page = beside ? await beside.newPage() : (await signIn(browser, product)).page;
    let open = true;
    const lines = new Set<WebSocketRoute>();
    const dead = new Set<WebSocketRoute>();
    if (clock) await page.clock.install();
    await page.routeWebSocket('**/api/v1/socket*', (line) => {
      if (!open) return void line.close({ code: 4010 });
      const server = line.connectToServer();
      line.onMessage((frame) => dead.has(line) || server.send(frame));
      server.onMessage((frame) => dead.has(line) || line.send(frame));
      lines.add(line);
    });
    await page.goto(`${product.url}/inbox`);
    await page.getByRole('button', { name: /Online/ }).waitFor();
    return {
      page,
      cut: async () => {
        open = false;
        for (const line of lines) await line.close({ code: 4010 });
        await page.getByText(/^No connection/).waitFor();
      },
      die: () => lines.forEach((line) => dead.add(line)),
      mend: async () => {
        open = true;
        // Clicked only if it is still there: the connection may be back by itself.
        const again = page.getByRole('button', { name: 'Try now' });
        await again.evaluateAll((buttons: HTMLElement[]) =>
          buttons.forEach((button) => button.click()),
        );
        await page.getByText(/^No connection/).waitFor({ state: 'detached' });
      },
    };
  }

  async function startChat(text: string): Promise<SocketVisitor> {
    const visitor = await comeToShop(product, home);
    await visitor.frame('welcome');
    visitor.send({
      type: 'chat.start',
      request: `start-${visitor.id}`,
      message: { id: `m-${visitor.id}`, text },
    });
    return visitor;
  }

  it('keeps messages written without a connection, in order, and sends each once', async () => {
    const { page, cut, mend } = await agentWithLine();
    const visitor = await startChat('Is the lamp in stock?');
    await page.getByRole('link', { name: new RegExp(visitor.name) }).click();
    const reply = page.getByRole('textbox', { name: `Reply to ${visitor.name}` });
    await reply.fill('One moment.');
    await page.keyboard.press('Enter');
    await page.getByText(/· (sent|delivered|read)$/).waitFor();
    await cut();
    for (const text of ['It is.', 'Two are left.']) {
      await reply.fill(text);
      await page.keyboard.press('Enter');
    }
    await page.getByText('Waiting to send').nth(1).waitFor();
    // [C45] Without it, a tab in the background would lose its connection.
    assert.ok(page.workers().some((worker) => worker.url().includes('ticker')));
    visitor.send({
      type: 'chat.post',
      conversation: (await visitor.frame('chat.state')).conversation.id,
      id: `n-${visitor.id}`,
      text: 'Hello?',
    });
    await mend();
    await page.getByText('Hello?').first().waitFor();
    const said = await eventually(
      () => Promise.resolve([...visitor.texts().values()]),
      (texts) => texts.includes('Two are left.'),
    );
    assert.deepEqual(
      said.filter((text) => text.endsWith('.')),
      ['One moment.', 'It is.', 'Two are left.'],
    );
    await page.getByText('Waiting to send').first().waitFor({ state: 'detached' });
    assert.equal(await page.locator('.msg', { hasText: 'It is.' }).count(), 1);
    visitor.close();
    await page.context().close();
  });

  it('[C43] automatically resends, in order, messages that the server could not take', async () => {
    const { page } = await signIn(browser, product);
    let refusals = 0;
    await page.routeWebSocket('**/api/v1/socket*', (line) => {
      const server = line.connectToServer();
      server.onMessage((frame) => line.send(frame));
      line.onMessage((frame) => {
        const said = JSON.parse(String(frame)) as { type: string; id?: string };
        if (said.type !== 'message.post' || refusals > 0) return server.send(frame);
        refusals += 1;
        const problem = { code: 'engine.unavailable', message: 'Not now.', retry: true };
        line.send(JSON.stringify({ type: 'problem', problem, id: said.id }));
      });
    });
    await page.goto(`${product.url}/inbox`);
    const visitor = await startChat('Is the lamp in stock?');
    await page.getByRole('link', { name: new RegExp(visitor.name) }).click();
    const reply = page.getByRole('textbox', { name: `Reply to ${visitor.name}` });
    await reply.fill('One moment.');
    await page.keyboard.press('Enter');
    await eventually(
      () => Promise.resolve(refusals),
      (count) => count === 1,
    );
    // It arrives after the refusal.
    const conversation = (await visitor.frame('chat.state')).conversation.id;
    visitor.send({ type: 'chat.typing', conversation, text: 'and in brass' });
    await page.locator('.preview', { hasText: 'and in brass' }).waitFor();
    await page.getByText('Sending', { exact: true }).waitFor();
    await reply.fill('It is.');
    await page.keyboard.press('Enter');
    const said = await eventually(
      () => Promise.resolve([...visitor.texts().values()]),
      (texts) => texts.includes('One moment.') && texts.includes('It is.'),
    );
    assert.deepEqual(
      said.filter((text) => text.endsWith('.')),
      ['One moment.', 'It is.'],
    );
    await page.getByText('Sending', { exact: true }).first().waitFor({ state: 'detached' });
    visitor.close();
    await page.context().close();
  });

  it('[C43] notices a dead connection within seconds after ten minutes of sleep, resumes all, sends waiting messages once, and ignores a wrong clock', async () => {
    const { page, die } = await agentWithLine({ clock: true });
    const [first, second] = [await startChat('Is it in stock?'), await startChat('Do you ship?')];
    const row = ({ name }: SocketVisitor) => page.locator('.conv', { hasText: name });
    const reply = page.getByRole('textbox', { name: `Reply to ${first.name}` });
    const shown = (text: string) => page.locator('.msg', { hasText: text }).waitFor();
    const answers = async (texts: readonly string[]) =>
      assert.deepEqual(
        await eventually(
          () => Promise.resolve([...first.texts().values()].filter((text) => text.endsWith('.'))),
          (all) => all.length >= texts.length,
        ),
        texts,
      );
    await row(second).click();
    await row(first).click();
    await reply.fill('One moment.');
    await reply.press('Enter');
    await answers(['One moment.']);

    // The lid is closed: the connection silently carries nothing any more.
    die();
    await reply.fill('It is.');
    await reply.press('Enter');
    for (const visitor of [first, second]) {
      const { id } = (await visitor.frame('chat.state')).conversation;
      visitor.send({ type: 'chat.post', conversation: id, id: `n-${id}`, text: 'Hello?' });
    }
    await eventually(
      () => product.call<{ items: Conversation[] }>('GET', '/conversations'),
      ({ items }) => items.filter(({ lastText }) => lastText === 'Hello?').length === 2,
    );
    const told = page.getByText(/^No connection/).waitFor();
    const wokeAt = performance.now();
    await page.clock.fastForward('10:00');
    await told;
    // It waits 5 s for an answer. Without noticing the sleep it would wait 15 s.
    assert.ok(performance.now() - wokeAt < 13_000);
    await page.getByText(/^No connection/).waitFor({ state: 'detached' });
    await shown('Hello?');
    await answers(['One moment.', 'It is.']);
    await page.getByText('Waiting to send').waitFor({ state: 'detached' });
    await row(second).click();
    await shown('Hello?');
    await row(first).click();

    // A clock that is an hour ahead, then one that is an hour behind.
    for (const [hours, text] of [
      [1, 'Two are left.'],
      [-1, 'In brass too.'],
    ] as const) {
      await page.clock.setSystemTime(Date.now() + hours * 3_600_000);
      const typing = () => first.received.filter(({ type }) => type === 'chat.typing').length;
      const before = typing();
      await reply.pressSequentially(text);
      await eventually(
        () => Promise.resolve(typing()),
        (count) => count > before,
      );
      await reply.press('Enter');
      assert.doesNotMatch((await row(second).locator('.at').textContent()) ?? '', /h/);
    }
    await answers(['One moment.', 'It is.', 'Two are left.', 'In brass too.']);
    const order = ['One moment.', 'Hello?', 'It is.', 'Two are left.', 'In brass too.'];
    await eventually(
      async () =>
        (await page.locator('.msg').allTextContents()).flatMap(
          (said) => order.find((text) => said.includes(text)) ?? [],
        ),
      (said) => said.join(' ') === order.join(' '),
    );
    first.close();
    second.close();
    await page.context().close();
  });

  it('[C44] [C46] shows one agent the same in two tabs and on two devices, and loses nothing of two disconnected tabs', async () => {
    const first = await agentWithLine();
    const second = await agentWithLine({ beside: first.page.context() });
    const device = await openConsole(browser, product, '/inbox');
    const visitor = await startChat('Does it come in brass?');
    const row = (page: Page) => page.getByRole('link', { name: new RegExp(visitor.name) });
    const reply = (page: Page) => page.getByRole('textbox', { name: `Reply to ${visitor.name}` });
    const note = (page: Page) => page.getByRole('textbox', { name: 'Note to agents' });
    const isSaid = (page: Page, text: string) => page.locator('.msg', { hasText: text }).waitFor();
    const isBegun = (field: Locator, text: string) =>
      eventually(
        () => field.inputValue(),
        (value) => value === text,
      );
    // Reading in one tab marks it as read everywhere.
    await row(device).getByText('1 unread').waitFor({ state: 'attached' });
    await row(first.page).click();
    await row(device).getByText('1 unread').waitFor({ state: 'detached' });
    await row(second.page).click();
    await row(device).click();
    // A draft begun in one tab appears in the other, and a note never becomes a reply there.
    await reply(first.page).fill('It comes in');
    await isBegun(reply(second.page), 'It comes in');
    // The draft is also on the other device, which continues it and finds it again after a reload.
    await isBegun(reply(device), 'It comes in');
    await reply(device).fill('It comes in brass');
    await isBegun(reply(first.page), 'It comes in brass');
    await device.evaluate(() => localStorage.clear());
    await device.reload();
    await isBegun(reply(device), 'It comes in brass');
    await first.page.getByText('Note to agents', { exact: true }).click();
    for (const page of [second.page, device]) await isBegun(note(page), 'It comes in brass');
    await note(second.page).press('Enter');
    for (const page of [second.page, device]) await reply(page).waitFor();
    await isBegun(note(first.page), '');
    await first.page.getByText('Reply', { exact: true }).click();
    await reply(first.page).fill('In brass too.');
    await reply(first.page).press('Enter');
    for (const page of [first.page, second.page, device]) await isSaid(page, 'In brass too.');
    // Two tabs without a connection, one of them reloaded: each keeps what both wrote.
    await first.cut();
    await second.cut();
    for (const [{ page }, text] of [
      [first, 'Said in the first.'],
      [second, 'Said in the second.'],
    ] as const) {
      await reply(page).fill(text);
      await reply(page).press('Enter');
      // Visible in both before the next is written.
      for (const shown of [first.page, second.page]) await isSaid(shown, text);
    }
    for (const { page } of [first, second])
      await eventually(
        () => page.getByText('Waiting to send').count(),
        (count) => count === 2,
      );
    const kept = (page: Page) =>
      page.evaluate(
        () => Object.keys(localStorage).filter((key) => key.startsWith('opportune.outbox.')).length,
      );
    await first.page.reload();
    await first.page.getByText(/^No connection/).waitFor();
    assert.equal(await kept(first.page), 2);
    await first.mend();
    await second.mend();
    await eventually(
      () =>
        Promise.resolve([...visitor.texts().values()].filter((text) => text.startsWith('Said in'))),
      (texts) => texts.join(' ') === 'Said in the first. Said in the second.',
    );
    for (const page of [first.page, second.page, device])
      for (const text of ['Said in the first.', 'Said in the second.']) {
        await isSaid(page, text);
        assert.equal(await page.locator('.msg', { hasText: text }).count(), 1);
      }
    await eventually(
      () => kept(second.page),
      (count) => count === 0,
    );
    assert.equal(await second.page.getByText('Waiting to send').count(), 0);
    // Ended on one device, ended on all.
    await device.getByRole('button', { name: 'End', exact: true }).click();
    for (const { page } of [first, second])
      await page.getByRole('button', { name: 'Done' }).waitFor();
    visitor.close();
    await first.page.context().close();
    await device.context().close();
  });

  it('shows what the visitor is typing as unsent, keeps a draft over a reload, and keeps notes from the visitor', async () => {
    const page = await openConsole(browser, product, '/inbox');
    const visitor = await startChat('Do you ship to Norway?');
    await page.getByRole('link', { name: new RegExp(visitor.name) }).click();
    const { conversation } = await visitor.frame('chat.state');
    visitor.send({
      type: 'chat.typing',
      conversation: conversation.id,
      text: 'and how long does it',
    });
    await page.locator('.preview', { hasText: 'and how long does it' }).waitFor();
    await page.getByText(`${visitor.name} is typing, not sent yet`).waitFor();
    assert.deepEqual(await barriers(page), []);
    await page.getByText('Note to agents', { exact: true }).click();
    await page.getByRole('textbox', { name: 'Note to agents' }).fill('Asks about Norway');
    await page.keyboard.press('Enter');
    await page.getByRole('article').getByText('Asks about Norway').waitFor();
    await page.getByText('Reply', { exact: true }).click();
    const reply = page.getByRole('textbox', { name: `Reply to ${visitor.name}` });
    await reply.fill('Yes, in five');
    await page.reload();
    await reply.waitFor();
    await eventually(
      () => reply.inputValue(),
      (text) => text === 'Yes, in five',
    );
    await reply.press('Enter');
    await eventually(
      () => Promise.resolve([...visitor.texts().values()]),
      (texts) => texts.includes('Yes, in five'),
    );
    assert.ok(
      !JSON.stringify(visitor.received).includes('Asks about Norway'),
      'no byte of a note goes to the visitor',
    );
    visitor.close();
    leaveConsole(page);
  });

  it('ends a conversation, undoes that, puts it away, and asks before blocking', async () => {
    const page = await openConsole(browser, product, '/inbox');
    const visitor = await startChat('A question');
    await page.getByRole('link', { name: new RegExp(visitor.name) }).click();
    await page.getByRole('button', { name: 'End', exact: true }).click();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('textbox', { name: `Reply to ${visitor.name}` }).waitFor();
    await page.getByRole('button', { name: 'End', exact: true }).click();
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByText('This conversation has ended.').waitFor();
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Block this visitor' }).click();
    await page.getByRole('dialog').getByText(`Block ${visitor.name}?`).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    visitor.close();
    leaveConsole(page);
  });

  it('[KB9] keeps only the newest of many ended conversations', async () => {
    const { page } = await signIn(browser, product);
    const visitor = await startChat('One of many');
    await visitor.frame('chat.state');
    const lines: WebSocketRoute[] = [];
    // The first list replaces everything told before it.
    const begun = new Promise<void>((resolve) => {
      void page.routeWebSocket('**/api/v1/socket*', (line) => {
        lines.push(line);
        line.connectToServer().onMessage((frame) => {
          line.send(frame);
          if (String(frame).includes('"conversations.all"')) resolve();
        });
      });
    });
    await page.goto(`${product.url}/inbox`);
    await begun;
    const { user } = await product.call<{ user: { id: string } }>('GET', '/session');
    const { items } = await product.call<{ items: Conversation[] }>('GET', '/conversations');
    const agent = { user: user.id, name: 'Administrator' };
    for (let at = 0; at <= 51; at++) {
      const visitorName = at === 0 ? 'Quaxley' : at === 51 ? 'Brimble' : 'Zed';
      const over = { id: `over-${at}`, status: 'ended', endedAt: at + 1, agent, visitorName };
      const conversation = { ...items[0], ...over };
      for (const line of lines)
        line.send(JSON.stringify({ type: 'conversation.changed', conversation }));
    }
    await page.getByRole('link', { name: /Brimble/ }).waitFor();
    await page.keyboard.press('ControlOrMeta+k');
    const find = page.getByRole('combobox', { name: 'Command or name of a visitor' });
    await find.fill('Brimble');
    await page.getByRole('option', { name: /Brimble/ }).waitFor();
    await find.fill('Quaxley');
    await page.getByText('No command has this name').waitFor();
    visitor.close();
    await page.context().close();
  });

  it('fits a phone: the list, then the conversation, each alone and accessible', async () => {
    const visitor = await startChat('From afar');
    const page = await openConsole(browser, product, '/inbox');
    await page.setViewportSize({ width: 390, height: 844 });
    assert.deepEqual(await barriers(page), []);
    await page.getByRole('link', { name: new RegExp(visitor.name) }).click();
    await page.getByText('From afar').last().waitFor();
    assert.equal(await page.getByRole('heading', { name: 'Inbox' }).isVisible(), false);
    assert.deepEqual(await barriers(page), []);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 390, `${width} px wide`);
    await page.getByRole('link', { name: 'Back to the list' }).click();
    await page.getByRole('heading', { name: 'Inbox' }).waitFor();
    visitor.close();
    await page.context().close();
  });
});
