// Difficult pages: hostile CSS, a strict Content-Security-Policy with Trusted Types, broken
// prototypes. The tag works if possible, looks right, and never throws into the page.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { shopPage } from './browser.test-support.ts';
import { engagement } from './peer.test-support.ts';
import type { Peer } from './peer.test-support.ts';
import { browserTests } from './setup.test-support.ts';

const setUp = browserTests();

/** Exactly what the documentation requires, in addition to the page's own. */
function policy(peer: Peer): string {
  const socket = peer.tagOrigin.replace('http', 'ws');
  return `default-src 'none'; script-src 'nonce-page' ${peer.tagOrigin}; connect-src ${peer.tagOrigin} ${socket}; img-src ${peer.tagOrigin}; style-src 'nonce-page'; require-trusted-types-for 'script'; trusted-types 'none'`;
}

const hostileCss = `<style nonce="page">*{all:unset!important;position:static!important;transform:rotate(3deg)!important;color:red!important;font:40px/1 cursive!important;display:inline!important;visibility:hidden!important;opacity:.1!important;z-index:0!important}html,body{transform:translateX(400px)!important;filter:blur(3px)!important}opportune-part{display:none!important;width:1px!important}[popover]{display:none!important}</style>`;

async function showToast(peer: Peer, page: Page): Promise<void> {
  peer.send({ type: 'engage', engagement: engagement() });
  await page.getByRole('button', { name: 'Ask Mara' }).waitFor();
}

async function boxOf(page: Page): Promise<Record<string, unknown>> {
  return page.getByRole('button', { name: 'Ask Mara' }).evaluate((button) => {
    const card = button.closest('section');
    if (!card) throw new Error('no card');
    const { left, top, width, height } = card.getBoundingClientRect();
    const style = getComputedStyle(button);
    return {
      right: innerWidth - left - width,
      bottom: innerHeight - top - height,
      width,
      tall: height > 90 && height < 240,
      background: style.backgroundColor,
      colour: style.color,
      size: style.fontSize,
      visible: style.visibility,
      hit: document.elementFromPoint(left + 20, top + 20)?.localName,
    };
  });
}

const right = {
  right: 20,
  bottom: 20,
  width: 336,
  tall: true,
  background: 'rgb(47, 82, 65)',
  colour: 'rgb(255, 255, 255)',
  size: '14px',
  visible: 'visible',
  hit: 'opportune-part',
};

test('under hostile CSS, a strict policy and Trusted Types a toast has its place, size and colours', async (each) => {
  const { peer, visit } = await setUp(each);
  const html = shopPage({ head: hostileCss })
    .replaceAll('<style>', '<style nonce="page">')
    .replaceAll('<script', '<script nonce="page"');
  peer.pages.set('/', { html, headers: { 'content-security-policy': policy(peer) } });
  const page = await visit('/', { quiet: true });
  const refused: string[] = [];
  page.on('console', (message) => message.type() === 'error' && refused.push(message.text()));
  await peer.until('a page view', () => peer.names().includes('Page'));
  await showToast(peer, page);
  assert.deepEqual(await boxOf(page), right);
  await page.getByRole('button', { name: 'Ask Mara' }).click();
  await page.getByRole('dialog', { name: 'Chat with Aldermoor' }).waitFor();
  const place = await page.getByRole('dialog').boundingBox();
  assert.deepEqual([place?.width, (place?.x ?? 0) + (place?.width ?? 0)], [392, 1180]);
  assert.deepEqual(
    refused.filter((text) => !text.includes('favicon')),
    [],
  );
});

test('in an ordinary page the same toast has the same geometry', async (each) => {
  const { peer, visit } = await setUp(each);
  const page = await visit();
  await showToast(peer, page);
  assert.deepEqual(await boxOf(page), right);
});

test('a page that breaks JSON, prototypes and the console still works, and so does the tag', async (each) => {
  const { peer, context } = await setUp(each);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  peer.pages.set('/', {
    html: shopPage({
      head: `<script>
        Array.prototype.toJSON = function () { return 'broken' }; Object.prototype.toJSON = function () { return 'broken' };
        JSON.stringify = function () { throw new Error('stringify') };
        Object.prototype.extra = 1; Array.prototype.extra = 2;
        Object.defineProperty(window, 'console', { get() { throw new Error('console') } });
        const loop = {}; loop.self = loop;
        opportune('track', 'Odd', { list: [1, 'a"\\u2028'], when: new Date(0), skip: function () {}, get bad() { return undefined }, loop });
        opportune('nonsense'); opportune(); opportune({ toString() { throw 1 } }); opportune('track'); opportune('visitor', 5); opportune('identify', Symbol('x'));
        opportune('track', 'Throws', { get worse() { throw new Error('getter') } });
        opportune('visitor', function () { throw new Error('callback') });
        opportune('track', 'Fine', { ok: true });
      </script>`,
    }),
  });
  await page.goto(`${peer.pageOrigin}/`);
  await peer.until('Fine', () => peer.names().includes('Fine'));
  const odd = peer.events().find(({ name }) => name === 'Odd');
  assert.deepEqual(odd?.properties['list'], [1, 'a"\u2028']);
  assert.equal(odd?.properties['when'], '1970-01-01T00:00:00.000Z');
  assert.ok(!('skip' in (odd?.properties ?? {})));
  assert.deepEqual(errors, []);
});

test('a page that removes shadow roots sees no error of the tag, which reports what it missed', async (each) => {
  const { peer, context } = await setUp(each);
  peer.settings = { ...peer.settings, contactButton: { shown: true, label: 'Chat with us' } };
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  const head = `<script>Element.prototype.attachShadow = function () { throw new Error('none') }</script>`;
  peer.pages.set('/', { html: shopPage({ head }) });
  await page.goto(`${peer.pageOrigin}/`);
  await peer.until('a page view', () => peer.names().includes('Page'));
  peer.send({ type: 'engage', engagement: engagement() });
  await peer.until('what was missed', () => peer.names().includes('Engagement Missed'));
  await page.evaluate(() => Reflect.get(window, 'opportune')('track', 'Fine'));
  await peer.until('Fine', () => peer.names().includes('Fine'));
  assert.deepEqual(errors, []);
  assert.ok(!peer.names().includes('Error Met'));
});

test('in a frame that may store nothing and take no locks the tag still works', async (each) => {
  const { peer, visit } = await setUp(each);
  const html = '<!doctype html><iframe sandbox="allow-scripts" src="/"></iframe>';
  peer.pages.set('/outer', { html });
  const page = await visit('/outer');
  peer.send({ type: 'engage', engagement: engagement() });
  await page.frameLocator('iframe').getByRole('button', { name: 'Ask Mara' }).waitFor();
});

test('the tag shifts nothing: no layout shift with a toast, a banner and the contact button', async (each) => {
  const { peer, visit } = await setUp(each);
  peer.settings = { ...peer.settings, contactButton: { shown: true, label: 'Chat with us' } };
  const page = await visit();
  await page.evaluate(() => {
    Reflect.set(window, 'shift', 0);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        Reflect.set(window, 'shift', Reflect.get(window, 'shift') + Reflect.get(entry, 'value'));
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.getByRole('button', { name: 'Chat with us' }).waitFor();
  await showToast(peer, page);
  peer.send({
    type: 'engage',
    engagement: engagement(
      { decision: 'd2', zone: 'top', action: 'content' },
      { format: 'banner', headline: 'In stock', action: 'Go to cart', link: '/cart' },
    ),
  });
  await page.getByRole('link', { name: 'Go to cart' }).waitFor();
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
  assert.equal(await page.evaluate(() => Reflect.get(window, 'shift')), 0);
});

test('two copies of the script on one page make one tag', async (each) => {
  const { peer, visit } = await setUp(each);
  const script = '<script async src="TAG/tag.js?copy" data-site="wk_test"></script>';
  peer.pages.set('/', { html: shopPage({ head: script }) });
  const page = await visit();
  await page.evaluate(() => Reflect.get(window, 'opportune')('track', 'Once'));
  await peer.until('Once', () => peer.names().includes('Once'));
  assert.equal(peer.events().filter(({ name }) => name === 'Page').length, 1);
});
