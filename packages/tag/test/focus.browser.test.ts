// The keyboard's way to the chat window and back: the contact button comes first, moves nothing of
// the page, and Escape returns the focus to what opened the window.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { findings } from './axe.test-support.ts';
import { engagement, type Peer } from './peer.test-support.ts';
import { browserTests } from './setup.test-support.ts';

const setUp = browserTests();
const shown = { shown: true, label: 'Chat with us' };

const contactOf = (page: Page) => page.getByRole('button', { name: 'Chat with us' });
const windowOf = (page: Page) => page.getByRole('dialog');
const placeOf = (page: Page) =>
  page.evaluate(() => [...document.body.children].map((each) => each.getBoundingClientRect().top));

/** Which button or link has the focus, through closed shadow roots. */
const isFocused = async (page: Page, name: string): Promise<boolean> =>
  (await page.getByRole('button', { name }).and(page.locator(':focus')).count()) === 1;

async function withContact(peer: Peer, visit: () => Promise<Page>): Promise<Page> {
  peer.settings = { ...peer.settings, contactButton: shown };
  const page = await visit();
  await contactOf(page).waitFor();
  return page;
}

test('[C51] the contact button is the first stop of the Tab key, and moves nothing of the page', async (each) => {
  const { peer, visit } = await setUp(each);
  const page = await withContact(peer, visit);
  await page.keyboard.press('Tab');
  assert.ok(await isFocused(page, 'Chat with us'));
  const tree = await page.locator(':root').ariaSnapshot();
  assert.match(tree, /^- document:\s+- region "Open chat":\s+- button "Chat with us"/, tree);
  assert.deepEqual(await findings(page), []);
  const beside = await placeOf(page);
  await page.evaluate(() => document.querySelector('opportune-part')?.remove());
  assert.deepEqual(await placeOf(page), beside);
});

test('[C52] Escape returns the focus to the contact button, from which it opens again', async (each) => {
  const { peer, visit } = await setUp(each);
  const page = await withContact(peer, visit);
  for (const _ of [1, 2]) {
    if (!(await isFocused(page, 'Chat with us'))) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await windowOf(page).getByLabel('Your question').waitFor();
    await page.waitForFunction(() => document.activeElement?.localName === 'opportune-part');
    await page.keyboard.press('Escape');
    await windowOf(page).waitFor({ state: 'detached' });
    assert.ok(await isFocused(page, 'Chat with us'));
  }
});

test('[C52] a window that an invitation opened returns the focus to the contact button', async (each) => {
  const { peer, visit } = await setUp(each);
  const page = await withContact(peer, visit);
  const offer = engagement();
  peer.send({ type: 'engage', engagement: { ...offer, action: 'message' } });
  const invitation = page.getByRole('button', { name: 'Ask Mara' });
  await invitation.waitFor();
  await invitation.focus();
  await page.keyboard.press('Enter');
  await windowOf(page).getByLabel('E-mail').waitFor();
  await page.waitForFunction(() => document.activeElement?.localName === 'opportune-part');
  await page.keyboard.press('Escape');
  await windowOf(page).waitFor({ state: 'detached' });
  assert.ok(await isFocused(page, 'Chat with us'));
});

test('[C52] a window that the page’s own button opened returns the focus to that', async (each) => {
  const { peer, visit } = await setUp(each);
  const page = await withContact(peer, visit);
  await page.evaluate(() => {
    const help = document.createElement('button');
    help.textContent = 'Help';
    help.onclick = () => Reflect.get(window, 'opportune')('open');
    document.body.append(help);
  });
  await page.getByRole('button', { name: 'Help' }).focus();
  await page.keyboard.press('Enter');
  await windowOf(page).getByLabel('Your question').waitFor();
  await page.waitForFunction(() => document.activeElement?.localName === 'opportune-part');
  await page.keyboard.press('Escape');
  await windowOf(page).waitFor({ state: 'detached' });
  assert.ok(await isFocused(page, 'Help'));
});
