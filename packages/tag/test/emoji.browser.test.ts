// Emoji in the visitor's window: a click away, also by keyboard, and inserted at the caret.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findings } from './axe.test-support.ts';
import { browserTests } from './setup.test-support.ts';

const setUp = browserTests();

test('a visitor inserts emoji into what they write, also by the arrow keys, and closes them by Escape', async (each) => {
  const { peer, visit } = await setUp(each);
  peer.answer = (frame, send) => {
    if (frame.type !== 'chat.start') return;
    const conversation = {
      id: 'c1',
      startedAt: Date.now(),
      endedAt: null,
      lastSequence: 0,
      agentDelivered: 0,
      agentRead: 0,
      visitorRead: 0,
      status: 'active',
      agent: 'Mara',
      position: null,
    } as const;
    peer.conversations = [conversation];
    send({ type: 'chat.state', conversation, request: frame.request });
  };
  const page = await visit();
  await page.evaluate(() => Reflect.get(window, 'opportune')('open'));
  await page.getByLabel('Your question').fill('Hello');
  await page.getByRole('button', { name: 'Start chat' }).click();
  const field = page.getByRole('dialog').getByRole('textbox');
  await field.fill('Thanks!');
  await field.press('Home');
  await page.getByRole('button', { name: 'Emoji' }).click();
  await page.getByRole('group', { name: 'Emoji' }).waitFor();
  assert.deepEqual(await findings(page), []);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  assert.equal(await field.inputValue(), '😊Thanks!');
  // An immediate Escape closes only the emoji: the focus is there as soon as they are.
  const isThere = await page.getByRole('button', { name: 'Emoji' }).evaluate(
    (opener: HTMLElement) =>
      new Promise<boolean>((resolve) => {
        const root = opener.getRootNode() as ShadowRoot;
        new MutationObserver(() => {
          const group = root.querySelector('[aria-label=Emoji][role=group]');
          if (group) resolve(group.contains(root.activeElement));
        }).observe(root, { childList: true, subtree: true });
        opener.click();
      }),
  );
  assert.ok(isThere);
  await page.keyboard.press('Escape');
  await page.getByRole('group', { name: 'Emoji' }).waitFor({ state: 'detached' });
  await field.waitFor();
});
