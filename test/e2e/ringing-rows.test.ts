// A call by telephone that rings in the list, where no conversation is open: it is answered from its row by
// key, and the keys of the call work at once.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../../packages/tag/test/browser.test-support.ts';
import { addVoice, callFlags, tones } from '../../packages/tag/test/calls.test-support.ts';
import {
  type CarrierCall,
  type CarrierTwin,
  startCarrierTwin,
} from '../twins/carrier-twin.test-support.ts';
import { lookAt } from './looks.test-support.ts';
import { openConsole, type Product, startProduct } from './product.test-support.ts';

const number = '+12065550123';
let carrier: CarrierTwin;
let product: Product;
let browser: Browser;
let agent: Page;
let call: CarrierCall;

before(async () => {
  carrier = await startCarrierTwin();
  product = await startProduct({
    demo: false,
    environment: { OPPORTUNE_ALLOW_PRIVATE_DELIVERY: 'on' },
  });
  const { number: own, accountSid, authToken, base: apiBase } = carrier;
  const settings = { number: own, accountSid, authToken, apiBase };
  const { id } = await product.call<{ id: string }>('POST', '/channels', {
    ...{ kind: 'telephone', name: 'Hotline', settings, greeting: 'Welcome', away: 'Nobody' },
  });
  await product.call('POST', `/channels/${id}/check`);
  browser = await openBrowser({ flags: callFlags });
  agent = await openConsole(browser, product, '/inbox');
  await addVoice(agent, tones.agent);
  await agent.context().grantPermissions(['microphone']);
  await agent.reload();
  await agent.locator('.me-button', { hasText: 'Online' }).waitFor();
  call = carrier.call(number, tones.visitor);
  await call.streaming;
});
after(async () => {
  await browser?.close();
  await product?.close();
  await carrier?.stop();
});

const panel = () => agent.getByRole('region', { name: /^Call with/ });

describe('a call that rings in the list', () => {
  it('shows the whole number, and the sign of a call once', async () => {
    await agent.getByRole('button', { name: `Answer ${number}` }).waitFor();
    const row = agent.getByRole('link', { name: number });
    const name = row.locator('b');
    const [whole, shown] = await name.evaluate((element) => [
      element.scrollWidth,
      element.clientWidth,
    ]);
    assert.ok(whole !== undefined && shown !== undefined && whole <= shown, `${whole} ${shown}`);
    assert.equal(await row.locator('.conv-who .icon:visible').count(), 0);
    assert.deepEqual(await lookAt(agent), []);
  });

  it('[KB1.5] [KB2.7] is answered by the key, and the keys of the call are not typed into the note', async () => {
    await agent.locator('.main').focus();
    await agent.keyboard.press('a');
    await panel().getByText('You are speaking', { exact: true }).waitFor();
    const note = agent.getByRole('textbox', { name: 'Note to agents' });
    await note.waitFor();
    await agent.keyboard.press('m');
    await panel().locator('[data-command="call.mute"][aria-pressed="true"]').waitFor();
    assert.equal(await note.inputValue(), '');
    assert.equal(
      await agent.evaluate(() => document.activeElement?.closest('.call') !== null),
      true,
    );
    await agent.keyboard.press('q');
    await call.over;
  });
});
