// Engagements in a visitor's page: each format shows, is readable, works by keyboard, reports its
// result with its decision, and keeps clear of fields that the visitor types into.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import type { EngagementContent } from '../wire.ts';
import { findings } from './axe.test-support.ts';
import { shopPage } from './browser.test-support.ts';
import { formats, show, withdraw } from './formats.test-support.ts';
import { engagement } from './peer.test-support.ts';
import type { Peer } from './peer.test-support.ts';
import { browserTests } from './setup.test-support.ts';
import { wholeRun } from '../../../test/support/whole-run.test-support.ts';

const setUp = browserTests();

const page = shopPage({ body: '<div id="slot"></div>' });
const dark = shopPage({ dark: true, body: '<div id="slot"></div>' });

const outcome = (peer: Peer, name: string) =>
  peer.until(name, () => peer.events().find((event) => event.name === name));
/** A banner has two parts, of which one keeps its space. */
const gone = async (in_: Page): Promise<void> =>
  void (await in_.waitForFunction(() => document.querySelector('opportune-part') === null));

for (const [path, width] of [
  ['/', 1200],
  ['/dark', 390],
] as const)
  test(`nothing is found by axe, ${width === 390 ? 'dark, on a phone' : 'light, wide'}`, async (each) => {
    const { peer, visit } = await setUp(each, { viewport: { width, height: 760 } });
    peer.pages.set('/', { html: page });
    peer.pages.set('/dark', { html: dark });
    if (path === '/dark')
      peer.settings = {
        ...peer.settings,
        look: { colour: '#ffcf24', radiusPx: 2, name: 'Voltari' },
      };
    const opened = await visit(path);
    for (const [format, content] of Object.entries(formats))
      await each.test(format, async () => {
        const engaged = { ...content, decision: `decision-${format}` };
        await show(peer, engaged);
        assert.deepEqual(await findings(opened), []);
        const role = content.action === 'content' ? 'link' : 'button';
        const box = await opened.getByRole(role, { name: content.creative.action }).boundingBox();
        assert.ok(
          box && box.x >= 0 && box.x + box.width <= width && (width > 500 || box.height >= 24),
          JSON.stringify(box),
        );
        await withdraw(peer, opened, engaged);
      });
  });

const drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="260"/>';

test(
  '[BR8] a picture stands beside the words of a toast, fills the head of an overlay, and leaves no hole if it cannot be loaded',
  wholeRun,
  async (each) => {
    const { peer, visit, context } = await setUp(each);
    await context.route('**/lamp.svg', (route) =>
      route.fulfill({ contentType: 'image/svg+xml', body: drawing }),
    );
    await context.route('**/gone.svg', (route) => route.fulfill({ status: 404 }));
    const pictured = (content: EngagementContent, url: string): EngagementContent => ({
      ...content,
      decision: `${content.decision} ${url}`,
      creative: { ...content.creative, image: { url, alt: 'A lamp' } },
    });
    for (const width of [1200, 390]) {
      const opened = await visit();
      await opened.setViewportSize({ width, height: 760 });
      const boxes = async (title: string) => {
        const picture = opened.getByRole('img', { name: 'A lamp' });
        await picture.waitFor();
        const [image, words] = [
          await picture.boundingBox(),
          await opened.getByText(title).boundingBox(),
        ];
        assert.ok(image && words);
        return { image, words };
      };
      await show(peer, { ...pictured(formats['toast']!, '/lamp.svg'), decision: `toast-${width}` });
      const toast = await boxes(formats['toast']!.creative.headline);
      assert.ok(toast.image.x + toast.image.width <= toast.words.x, JSON.stringify(toast));
      assert.ok(toast.words.width > 150, JSON.stringify(toast));
      assert.deepEqual(await findings(opened), []);
      await opened.getByRole('button', { name: 'Close' }).click();
      await show(peer, {
        ...pictured(formats['overlay']!, '/lamp.svg'),
        decision: `over-${width}`,
      });
      const overlay = await boxes('Trouble paying?');
      const card = await opened.getByRole('dialog').boundingBox();
      assert.ok(card && Math.abs(card.width - overlay.image.width) <= 1, JSON.stringify(overlay));
      assert.ok(overlay.image.y + overlay.image.height <= overlay.words.y);
      assert.deepEqual(await findings(opened), []);
      await opened.getByRole('button', { name: 'Close' }).click();
      await show(peer, {
        ...pictured(formats['overlay']!, '/gone.svg'),
        decision: `gone-${width}`,
      });
      await opened.locator('.overlay:not(.bleed)').waitFor();
      assert.equal(await opened.getByRole('img', { name: 'A lamp' }).count(), 0);
      await opened.close();
    }
  },
);

const there = [
  { name: 'Mara Lind', photo: null },
  { name: 'Tomas Roth', photo: 'v1/pictures/tomas' },
  { name: 'Jo', photo: null },
];

test('[MH7] faces of agents, and a picture in their place', async (each) => {
  const { peer, visit, context } = await setUp(each);
  for (const place of ['**/v1/pictures/tomas', '**/lamp.svg'])
    await context.route(place, (route) =>
      route.fulfill({ contentType: 'image/svg+xml', body: drawing }),
    );
  peer.pages.set('/', { html: page });
  const opened = await visit();
  const faces = opened.locator('.faces .face:visible');
  for (const [format, content] of Object.entries(formats).filter(([name]) => name !== 'banner'))
    await each.test(format, async () => {
      const faced = { ...content, decision: `faces-${format}`, faces: there };
      await show(peer, faced);
      assert.deepEqual(
        await faces.allTextContents(),
        format === 'toast' ? ['ML'] : ['ML', 'TR', 'J'],
      );
      assert.deepEqual(await findings(opened), []);
      if (format !== 'sticky-button')
        await opened.locator('.faces img').waitFor({ state: 'attached' });
      await withdraw(peer, opened, faced);
      if (format === 'sticky-button') return;
      const image = { url: '/lamp.svg', alt: 'A lamp' };
      const creative = { ...content.creative, image };
      const pictured = { ...faced, decision: `pictured-${format}`, creative };
      await show(peer, pictured);
      await opened.getByRole('img', { name: 'A lamp' }).waitFor();
      assert.equal(await faces.count(), 0);
      await withdraw(peer, opened, pictured);
    });
});

test(
  '[BN3] on a phone with a home bar no button of an engagement lies below it',
  wholeRun,
  async (each) => {
    const { peer, visit, context } = await setUp(each, {
      ...{ viewport: { width: 390, height: 760 }, hasTouch: true, isMobile: true },
    });
    const html = page.replace('initial-scale=1', 'initial-scale=1,viewport-fit=cover');
    peer.pages.set('/', { html });
    for (const format of ['toast', 'overlay', 'slide-out', 'sticky-button', 'banner']) {
      const opened = await visit();
      const device = await context.newCDPSession(opened);
      const insets = { top: 47, bottom: 34, left: 0, right: 0 };
      await device.send('Emulation.setSafeAreaInsetsOverride', { insets });
      const content = formats[format] ?? assert.fail(format);
      await show(peer, { ...content, decision: `area-${format}` });
      const box = opened.locator(`.${format}`);
      for (const act of await box.locator('button,a').all()) {
        const at = await act.boundingBox();
        assert.ok(at && at.y + at.height <= 760 - 34, `${format}: ${JSON.stringify(at)}`);
      }
      await opened.close();
    }
  },
);

test('clicked, dismissed and muted are reported with the decision, and remove the engagement', async (each) => {
  const { peer, visit } = await setUp(each);
  const opened = await visit();
  for (const [button, name] of [
    ['Close', 'Engagement Dismissed'],
    ["Don't ask again", 'Engagement Muted'],
    ['Ask Mara', 'Engagement Clicked'],
  ] as const) {
    await show(peer, engagement({ decision: name.replace(' ', '-') }));
    await opened.getByRole('button', { name: button }).click();
    const event = await outcome(peer, name);
    assert.deepEqual(
      [event.properties['decision'], event.properties['campaign'], event.properties['format']],
      [name.replace(' ', '-'), 'campaign-1', 'toast'],
    );
    await opened.getByRole('button', { name: 'Ask Mara' }).waitFor({ state: 'detached' });
  }
});

test('content leads to its link, and an invalid web address is no link', async (each) => {
  const { peer, visit } = await setUp(each);
  peer.pages.set('/cart', { html: page });
  const opened = await visit();
  await show(peer, {
    ...formats['banner']!,
    decision: 'd-script',
    creative: { ...formats['banner']!.creative, link: 'javascript:alert(1)' },
  });
  assert.equal(await opened.getByRole('link', { name: 'Go to cart' }).count(), 0);
  await opened.getByRole('button', { name: 'Close' }).click();
  await gone(opened);
  await show(peer, formats['banner']!);
  await opened.getByRole('link', { name: 'Go to cart' }).click();
  await opened.waitForURL('**/cart');
  await outcome(peer, 'Engagement Clicked');
});

test('by keyboard: an overlay takes and returns the focus and ends with Escape; a toast takes no focus', async (each) => {
  const { peer, visit } = await setUp(each);
  const opened = await visit();
  await opened.getByRole('button', { name: 'Add to cart' }).focus();
  await show(peer, engagement());
  assert.equal(await opened.evaluate(() => document.activeElement?.textContent), 'Add to cart');
  await opened.keyboard.press('Tab');
  await opened.keyboard.press('Escape');
  await outcome(peer, 'Engagement Dismissed');
  await opened.getByRole('button', { name: 'Add to cart' }).focus();
  await show(peer, { ...formats['overlay']!, decision: 'd-overlay' });
  await opened.getByRole('heading', { name: 'Trouble paying?' }).waitFor();
  for (let press = 0; press < 8; press += 1) {
    await opened.keyboard.press('Tab');
    const where = await opened.evaluate(() => document.activeElement?.localName);
    assert.notEqual(where, 'a', 'the page behind an overlay takes no focus');
  }
  await opened.keyboard.press('Escape');
  await peer.until(
    'dismissed',
    () => peer.events().filter(({ name }) => name === 'Engagement Dismissed').length === 2,
  );
  await gone(opened);
  assert.equal(await opened.evaluate(() => document.activeElement?.textContent), 'Add to cart');
});

test('a banner covers no heading, shifts nothing, reserves room at the end of the page, and its headline is bold [BN1] [BN2]', async (each) => {
  const { peer, visit } = await setUp(each);
  peer.settings = { ...peer.settings, contactButton: { shown: true, label: 'Chat with us' } };
  const body = '<h1>Orla table lamp</h1><p style="height:1500px">Long</p><p id="end">The end</p>';
  peer.pages.set('/', { html: shopPage({ body }) });
  for (const width of [1200, 390]) {
    const opened = await visit();
    await opened.setViewportSize({ width, height: 760 });
    await opened.getByRole('button', { name: 'Chat with us' }).waitFor();
    await opened.evaluate(() => {
      Reflect.set(window, 'shift', 0);
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries())
          Reflect.set(window, 'shift', Reflect.get(window, 'shift') + Reflect.get(entry, 'value'));
      }).observe({ type: 'layout-shift' });
    });
    await show(peer, {
      ...formats['banner']!,
      decision: `d-${width}`,
      creative: { ...formats['banner']!.creative, text: 'Two are left in brass.' },
    });
    const link = opened.getByRole('link', { name: 'Go to cart' });
    await link.waitFor();
    await opened.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
    const banner = opened.getByRole('region', { name: 'Still in stock.' });
    const box = await banner.boundingBox();
    assert.ok(box && Math.round(box.y + box.height) === 760, JSON.stringify(box));
    const heading = await opened.getByRole('heading', { name: 'Orla table lamp' }).boundingBox();
    assert.ok(heading && heading.y + heading.height < box.y);
    assert.equal(await opened.evaluate(() => Reflect.get(window, 'shift')), 0);
    const weights = await banner.evaluate((element) =>
      [...element.querySelectorAll('b, .p')].map((each) => getComputedStyle(each).fontWeight),
    );
    assert.deepEqual(weights, ['700', '400']);
    const contact = await opened.getByRole('button', { name: 'Chat with us' }).boundingBox();
    assert.ok(contact && contact.y + contact.height < box.y);
    await opened.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    const end = await opened.locator('#end').boundingBox();
    assert.ok(end && end.y + end.height <= box.y, JSON.stringify(end));
    if (process.env['OPPORTUNE_PICTURES'] !== undefined) {
      await opened.evaluate(() => scrollTo(0, 0));
      await opened.screenshot({ path: `${process.env['OPPORTUNE_PICTURES']}/banner-${width}.png` });
    }
    await opened.getByRole('button', { name: 'Close' }).click();
    await link.waitFor({ state: 'detached' });
    assert.equal(await opened.locator('html > opportune-part:not(.float)').count(), 0);
    await opened.close();
  }
});

test('a second engagement for a taken zone is missed, another zone is free', async (each) => {
  const { peer, visit } = await setUp(each);
  peer.pages.set('/', { html: page });
  await visit();
  await show(peer, engagement());
  peer.send({ type: 'engage', engagement: engagement({ decision: 'second' }) });
  const missed = await outcome(peer, 'Engagement Missed');
  assert.deepEqual(
    [missed.properties['decision'], missed.properties['reason']],
    ['second', 'zone-taken'],
  );
  await show(peer, { ...formats['embedded']!, decision: 'third' });
});

test('without its slot an embedded engagement is missed; withdrawn ones disappear without an event', async (each) => {
  const { peer, visit } = await setUp(each);
  const opened = await visit();
  peer.send({ type: 'engage', engagement: formats['embedded']! });
  assert.equal((await outcome(peer, 'Engagement Missed')).properties['reason'], 'no-slot');
  await show(peer, engagement({ decision: 'd-2' }));
  const told = () => peer.names().filter((name) => name.startsWith('Engagement '));
  const before = told();
  peer.send({ type: 'withdraw', decision: engagement({ decision: 'd-2' }).decision });
  await gone(opened);
  // An event about it would come before any later one.
  await opened.evaluate(() => Reflect.get(window, 'opportune')('track', 'After'));
  await peer.until('After', () => peer.names().includes('After'));
  assert.deepEqual(told(), before);
});

test('a toast hides while the visitor types into what it covers, and comes back; elsewhere it stays', async (each) => {
  const { peer, visit } = await setUp(each);
  peer.pages.set('/', {
    html: shopPage({
      body: '<input id="far" placeholder="far"><input id="under" placeholder="under" style="position:fixed;right:60px;bottom:40px">',
    }),
  });
  const opened = await visit();
  await show(peer, engagement());
  const ask = opened.getByRole('button', { name: 'Ask Mara' });
  await opened.locator('#far').focus();
  await opened.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
  assert.equal(await ask.isVisible(), true);
  await opened.locator('#under').focus();
  await ask.waitFor({ state: 'hidden' });
  await opened.locator('#under').fill('typed');
  await opened.locator('#far').focus();
  await ask.waitFor({ state: 'visible' });
});

test('an overlay waits until no field is in use', async (each) => {
  const { peer, visit } = await setUp(each);
  peer.pages.set('/', { html: shopPage({ body: '<input id="field">' }) });
  const opened = await visit();
  await opened.locator('#field').focus();
  peer.send({ type: 'engage', engagement: formats['overlay']! });
  await opened.keyboard.type('still typing');
  assert.equal(await opened.locator('#field').inputValue(), 'still typing');
  assert.ok(!peer.names().includes('Engagement Shown'));
  await opened.locator('#field').blur();
  await outcome(peer, 'Engagement Shown');
});

test('in a right-to-left page the toast is on the left', async (each) => {
  const { peer, visit } = await setUp(each);
  peer.pages.set('/', { html: page.replace('<html lang="en">', '<html lang="he" dir="rtl">') });
  const opened = await visit();
  await show(peer, engagement());
  const box = await opened.locator('opportune-part section').boundingBox();
  assert.deepEqual([box?.x, box?.width], [20, 336]);
});

test('[O6] the contact button is there for everyone, makes room for a toast, and opens the chat', async (each) => {
  const { peer, visit } = await setUp(each);
  peer.settings = { ...peer.settings, contactButton: { shown: true, label: 'Chat with us' } };
  const opened = await visit();
  const contact = opened.getByRole('button', { name: 'Chat with us' });
  await contact.waitFor();
  assert.deepEqual(await findings(opened), []);
  await show(peer, engagement());
  await contact.waitFor({ state: 'detached' });
  await opened.getByRole('button', { name: 'Close' }).click();
  await contact.click();
  await opened.getByRole('dialog', { name: 'Chat with Aldermoor' }).waitFor();
  assert.ok(!peer.names().includes('Engagement Clicked'));
});

test('a part that could not be loaded for a long time is loaded once it can, without another page', async (each) => {
  const { peer, context } = await setUp(each);
  const page = await context.newPage();
  await page.clock.install();
  let asked = 0;
  await page.route('**/tag/engage.*', (route) => (++asked <= 8 ? route.abort() : route.continue()));
  await page.goto(`${peer.pageOrigin}/`);
  await peer.until('a page view', () => peer.names().includes('Page'));
  peer.send({ type: 'engage', engagement: engagement() });
  for (let tries = 1; tries <= 8; tries++) {
    await peer.until('another try', () => asked >= tries);
    // It learns of the failure first.
    for (let minutes = 0; asked === tries && minutes < 20; minutes++)
      await page.clock.fastForward(60_000);
  }
  await page.getByRole('button', { name: 'Ask Mara' }).waitFor();
});
