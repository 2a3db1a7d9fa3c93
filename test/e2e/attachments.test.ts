// Files from a visitor's window to an agent's console and back, in real browsers: chosen, pasted
// and dropped. A refused file is explained in words, and a reload keeps all. The files are in a
// bucket whose server disappears and comes back.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import { png } from '@opportune/core/attachment/test/pictures.test-support.ts';
import {
  startBucket,
  type TestBucket,
} from '@opportune/server/adapter/attachments/s3-server.test-support.ts';
import {
  harmIn,
  hostileTexts,
  strangersAsked,
  watchForHarm,
} from '../support/hostile-texts.test-support.ts';
import { lookAt } from './looks.test-support.ts';
import { eventually, newPerson, openConsole, startWithBrowser } from './product.test-support.ts';
import type { Product } from './product.test-support.ts';

let bucket: TestBucket;
let product: Product;
let browser: Browser;
let agent: Page;
let visitor: Page;
let conversation: string;
let asked: readonly (readonly string[])[];

before(async () => {
  bucket = await startBucket();
  const { url, keyId, secret } = bucket.options;
  const environment = {
    OPPORTUNE_ATTACHMENTS_URL: url,
    OPPORTUNE_ATTACHMENTS_KEY_ID: keyId,
    OPPORTUNE_ATTACHMENTS_SECRET: secret,
  };
  [product, browser] = await startWithBrowser({ environment });
  const settings = await product.call<object>('GET', '/attachment-settings');
  await product.call('PUT', '/attachment-settings', { ...settings, sizeMb: 1 });
  agent = await openConsole(browser, product, '/inbox');
  visitor = await newPerson(browser);
  asked = [strangersAsked(agent), strangersAsked(visitor)];
  await agent.addInitScript(watchForHarm);
  await visitor.addInitScript(watchForHarm);
  await visitor.goto(product.shopUrl);
  await visitor.getByRole('button', { name: 'Ask us' }).click();
  await visitor.getByRole('textbox', { name: /question/i }).fill('The lamp flickers');
  await visitor.getByRole('button', { name: 'Start chat' }).click();
  const { items } = await eventually(
    () => product.call<{ items: { id: string; status: string }[] }>('GET', '/conversations'),
    (answer) => answer.items.some(({ status }) => status === 'active'),
  );
  conversation = items[0]?.id ?? '';
  await agent.goto(`${product.url}/inbox/${conversation}`);
  await agent.getByRole('button', { name: 'Send a file' }).waitFor();
});
after(async () => {
  await browser?.close();
  await product?.close();
  await bucket?.stop();
});

const log = (page: Page): Locator => page.getByRole('log');
const picture = (page: Page, name: string): Locator =>
  log(page).getByAltText(name, { exact: true });

/** Waits until a picture has loaded completely. Returns its own size and its size on the page. */
async function loaded(image: Locator): Promise<{ natural: number[]; drawn: number[] }> {
  await image.waitFor();
  return eventually(
    () =>
      image.evaluate((element: HTMLImageElement) => ({
        natural: [element.naturalWidth, element.naturalHeight],
        drawn: [element.clientWidth, element.clientHeight],
      })),
    ({ natural }) => natural[0] !== 0,
  );
}

interface Brought {
  readonly name: string;
  readonly type: string;
  readonly base64: string;
}
const bringing = (name: string, type: string, bytes: Buffer): Brought => ({
  name,
  type,
  base64: bytes.toString('base64'),
});

/** Pastes or drops a file, with the events that a browser sends. */
async function hand(on: Locator, kind: 'paste' | 'drop', file: Brought): Promise<void> {
  await on.evaluate(
    (element, [event, { name, type, base64 }]) => {
      const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], name, { type }));
      const about = { bubbles: true, cancelable: true, composed: true };
      const made =
        event === 'paste'
          ? new ClipboardEvent('paste', { ...about, clipboardData: data })
          : new DragEvent('drop', { ...about, dataTransfer: data });
      element.dispatchEvent(made);
    },
    [kind, file] as const,
  );
}

const choose = (page: Page, file: Brought): Promise<void> =>
  page.locator('input[type=file]').setInputFiles({
    name: file.name,
    mimeType: file.type,
    buffer: Buffer.from(file.base64, 'base64'),
  });

describe('files', () => {
  it('[AT7] [AT12] a picture chosen by the visitor reaches the agent, who can open it in full', async () => {
    await choose(visitor, bringing('lamp.png', 'image/png', png(528, 300)));
    const theirs = await loaded(picture(agent, 'lamp.png'));
    assert.deepEqual(theirs, { natural: [528, 300], drawn: [264, 150] });
    const own = await loaded(picture(visitor, 'lamp.png'));
    assert.deepEqual(own.natural, [528, 300]);
    const link = log(agent).getByRole('link', { name: 'Picture lamp.png, opens in a new tab' });
    const [opened] = await Promise.all([agent.context().waitForEvent('page'), link.click()]);
    await opened.waitForLoadState();
    assert.match(opened.url(), /\/api\/v1\/conversations\/.+\/attachments\//);
    await opened.close();
  });

  it('[AT12] a picture pasted by the agent reaches the visitor, followed by the text beside it', async () => {
    const box = agent.getByRole('textbox', { name: /write to/i }).or(agent.locator('textarea.txt'));
    await box.first().fill('This one fits');
    await hand(box.first(), 'paste', bringing('fits.png', 'image/png', png(40, 60, 90)));
    const list = agent.getByRole('list', { name: 'Files to send' });
    await list.getByText('fits.png').waitFor();
    await agent.locator('.chosen-file progress').waitFor({ state: 'detached' });
    assert.deepEqual(await lookAt(agent), []);
    await box.first().press('Enter');
    assert.deepEqual((await loaded(picture(visitor, 'fits.png'))).natural, [40, 60]);
    await log(visitor).getByText('This one fits').waitFor();
    await list.waitFor({ state: 'detached' });
    assert.deepEqual(await lookAt(visitor), []);
  });

  it('[AT12] a dropped file is sent: at once in the window, with Send in the conversation', async () => {
    const words = bringing('order.txt', 'text/plain', Buffer.from('Order 4711'));
    await hand(visitor.getByRole('dialog'), 'drop', words);
    const link = log(agent).getByRole('link', { name: 'Save order.txt, 10 B' });
    const [saved] = await Promise.all([agent.waitForEvent('download'), link.click()]);
    assert.equal(saved.suggestedFilename(), 'order.txt');
    await hand(
      log(agent),
      'drop',
      bringing('bill.pdf', 'application/pdf', Buffer.from('%PDF-1.7')),
    );
    await agent.getByRole('list', { name: 'Files to send' }).getByText('bill.pdf').waitFor();
    const sends = agent.getByRole('button', { name: 'Send', exact: true });
    await sends.click();
    await log(visitor).getByRole('link', { name: 'Save bill.pdf, 8 B' }).waitFor();
  });

  it('[AT9] a file that is too large or of another type is refused in words, on both sides', async () => {
    const large = bringing('film.png', 'image/png', Buffer.alloc(1024 * 1024 + 1));
    const zip = bringing('all.zip', 'application/zip', Buffer.from('504b0304', 'hex'));
    const page = bringing('page.png', 'image/png', Buffer.from('<svg onload=hurt()>'));
    await choose(visitor, zip);
    await visitor.getByRole('alert').getByText('all.zip has a type that is not accepted').waitFor();
    await choose(visitor, large);
    await visitor.getByRole('alert').getByText('film.png is larger than 1 MB').waitFor();
    await choose(agent, large);
    await agent.getByRole('alert').getByText('film.png is larger than 1 MB').waitFor();
    // Its name and the browser say PNG, but the content decides.
    await choose(visitor, page);
    await log(visitor)
      .getByText(/^Not sent\. Files of this type are not accepted/)
      .waitFor();
    assert.equal(await log(visitor).getByRole('button', { name: 'Try again' }).count(), 0);
    await log(visitor).getByRole('button', { name: 'Remove' }).click();
    await choose(agent, page);
    const list = agent.getByRole('list', { name: 'Files to send' });
    await list
      .getByRole('alert')
      .getByText(/Files of this type are not accepted/)
      .waitFor();
    await list.getByRole('button', { name: 'Remove page.png' }).click();
    await list.waitFor({ state: 'detached' });
  });

  it('[AT10] a file that did not arrive can be sent again, and is sent once', async () => {
    await bucket.pause();
    await choose(visitor, bringing('later.png', 'image/png', png(20, 20)));
    await log(visitor).getByText('Not sent. The file store does not answer').waitFor();
    await bucket.resume();
    await log(visitor).getByRole('button', { name: 'Try again' }).click();
    await loaded(picture(agent, 'later.png'));
    assert.equal(await picture(agent, 'later.png').count(), 1);
  });

  it('[AT6] hostile file names are shown as plain names', async () => {
    const at = `/conversations/${conversation}`;
    const send = async (text: string): Promise<void> => {
      const id = randomUUID();
      const query = `?name=${encodeURIComponent(text.toWellFormed().slice(0, 500))}`;
      const response = await fetch(`${product.url}/api/v1${at}/attachments/${id}${query}`, {
        method: 'PUT',
        headers: {
          authorization: `Bearer ${product.token}`,
          'content-type': 'application/octet-stream',
        },
        body: 'words',
      });
      assert.equal(response.status, 200, `${JSON.stringify(text)}: ${await response.text()}`);
      await product.call('POST', `${at}/messages`, { id, attachment: true });
    };
    // Only every second one, to save time: a name is shortened so much that many look alike.
    const names = hostileTexts.filter((_, at) => at % 2 === 0);
    const together = 12;
    for (let from = 0; from < names.length; from += together)
      await Promise.all(names.slice(from, from + together).map(send));
    await product.call('POST', `${at}/messages`, {
      ...{ id: randomUUID(), text: 'all of them' },
    });
    for (const page of [agent, visitor]) await log(page).getByText('all of them').waitFor();
    for (const page of [agent, visitor]) {
      assert.ok(
        (await log(page)
          .getByRole('link', { name: /^Save / })
          .count()) >= names.length,
      );
    }
    assert.deepEqual(await harmIn(agent), []);
    assert.deepEqual(await visitor.evaluate(() => Reflect.get(window, 'harm')), []);
    assert.deepEqual(asked, [[], []]);
  });

  it('[AT8] a reload on both sides keeps all', async () => {
    await Promise.all([agent.reload(), visitor.reload()]);
    for (const page of [agent, visitor]) {
      await loaded(picture(page, 'lamp.png'));
      await loaded(picture(page, 'fits.png'));
      await log(page).getByRole('link', { name: 'Save bill.pdf, 8 B' }).waitFor();
    }
  });
});
