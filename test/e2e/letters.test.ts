// E-mails in the inbox, in a real browser: what their writer wrote, what is folded, and their HTML in a
// frame that loads nothing before somebody asks.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { after, before, describe, it } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import { emailChannel } from '@opportune/protocol/contact/contact.ts';
import { AccountId, ConversationId, MessageId } from '@opportune/protocol/ids.ts';
import { openConversationStore } from '@opportune/server/adapter/conversations/conversation-store-postgres.ts';
import { productGround } from '@opportune/server/adapter/product-engines.test-support.ts';
import { keptLetter, letterRows } from '@opportune/server/channel/email/letters/letter-rows.ts';
import { incomingLetter } from '@opportune/server/channel/email/reading/incoming-letter.ts';
import { readLetter } from '@opportune/server/channel/email/reading/read-letter.ts';
import { lookAt } from './looks.test-support.ts';
import { openBrowser, openConsole, type Product, startProduct } from './product.test-support.ts';

let product: Product;
let browser: Browser;
let agent: Page;
let pictures: Server;
/** Requests for the picture of another server. */
const asked: string[] = [];

type Opened = Awaited<ReturnType<Awaited<ReturnType<typeof productGround>>['open']>>;

before(async () => {
  const ground = await productGround();
  let engines: Opened | undefined;
  const open: typeof ground.open = async (...of) => (engines = await ground.open(...of));
  product = await startProduct({ ground: { ...ground, open } });
  pictures = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(200, { 'content-type': 'image/gif' }).end(Buffer.from(gif, 'base64'));
  });
  await new Promise<void>((listening) => pictures.listen(0, '127.0.0.1', listening));
  assert.ok(engines !== undefined);
  await store(engines);
  browser = await openBrowser();
  agent = await openConsole(browser, product, '/search?q=crack');
});
after(async () => {
  await browser?.close();
  await product?.close();
  pictures?.close();
});

const gif = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';
const own = { addresses: ['help@aldermoor.example'], authservId: null };

function raw(fields: readonly string[], html: string): string {
  const head = ['From: Bea Winter <bea@example.com>', 'To: help@aldermoor.example', ...fields];
  return `${head.join('\r\n')}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${html}`;
}

/** As the channel stores what it receives. */
async function store({ records }: Opened): Promise<void> {
  const clock = { now: () => Date.now() };
  const { id } = await product.call<{ id: string }>('GET', '/account');
  const account = AccountId.parse(id);
  const conversation = ConversationId.parse(randomUUID());
  const at = pictures.address();
  const picture = `http://127.0.0.1:${typeof at === 'object' ? at?.port : ''}/tea.gif`;
  const letters = [
    raw(
      ['Subject: The blue tea pot', 'Cc: Kim Park <kim@example.com>'],
      `<p>The pot arrived with a crack. May I send it back?</p><p><img src="${picture}" alt="The crack" width=200 height=80></p><script>document.title='run'</script><div class="gmail_signature">Bea Winter<br>Tea Ltd</div><blockquote type="cite"><p>Your pot is on its way.</p></blockquote>`,
    ),
    raw(
      ['Subject: Automatic reply: The blue tea pot', 'Auto-Submitted: auto-replied'],
      '<p>I am away until Monday.</p>',
    ),
  ];
  const read = await Promise.all(letters.map((each) => readLetter(Buffer.from(each), own)));
  const messages = read.map((letter, place) => {
    const content = incomingLetter(letter, String);
    return { content, message: MessageId.parse(`in_${place}`) };
  });
  const talks = openConversationStore(records, clock, async () => null);
  await talks.open(
    account,
    randomUUID(),
    {
      ...{ id: conversation, channel: emailChannel, address: 'bea@example.com' },
      ...{ visitorName: 'Bea Winter', status: 'ended', site: null, visitor: null, skill: null },
      ...{ origin: null, startedAt: clock.now(), replyTo: null, topic: null },
    },
    messages.map(({ content, message }) => ({
      ...{ id: message, author: { type: 'visitor' as const }, at: clock.now() },
      body: { type: 'text' as const, text: content.text, letter: content.letter?.head },
    })),
  );
  for (const { content, message } of messages)
    if (content.letter !== undefined)
      await letterRows(records).keep(
        { account, conversation, message },
        keptLetter(content.text, content.letter, []),
      );
}

// Its desk did not receive it, so it is read where ended conversations are.
const log = (): Locator => agent.getByRole('region', { name: 'What was said' });
const button = (name: string): Locator => log().getByRole('button', { name });

describe('an e-mail in the inbox', () => {
  it('[EM15.1] shows its subject, who got a copy, and what its writer wrote', async () => {
    await agent.getByRole('region', { name: 'Results' }).getByRole('button').first().click();
    await log().getByText('The blue tea pot', { exact: true }).waitFor();
    await log().getByText('Cc ⁨Kim Park⁩').waitFor();
    await log().getByText('The pot arrived with a crack. May I send it back?').waitFor();
    assert.equal(await log().getByText('Your pot is on its way.').count(), 0);
    assert.equal(await log().getByText('Tea Ltd').count(), 0);
    assert.deepEqual(await lookAt(agent), []);
  });

  it('[EM15.2] shows quoted text and the signature when somebody asks', async () => {
    await button('Show quoted text').click();
    await log().getByText('Your pot is on its way.').waitFor();
    await button('Show signature').click();
    await log().getByText('Tea Ltd').waitFor();
    assert.deepEqual(await lookAt(agent), []);
    await button('Hide quoted text').click();
    await log().getByText('Your pot is on its way.').waitFor({ state: 'detached' });
  });

  it('[EM15.3] shows its HTML in a frame in which nothing runs and nothing is loaded', async () => {
    await button('Show as HTML').first().click();
    const frame = agent.frameLocator('.letter-html iframe');
    await frame.getByText('The pot arrived with a crack.').waitFor();
    const element = agent.locator('.letter-html iframe');
    const sandbox = await element.getAttribute('sandbox');
    assert.equal(sandbox, 'allow-popups allow-popups-to-escape-sandbox');
    assert.deepEqual(asked, []);
    assert.deepEqual(await lookAt(agent), []);
  });

  it('[EM15.3] loads pictures of other servers once somebody asks', async () => {
    await button('Load remote images').click();
    await log().getByText('Remote images are loaded').waitFor();
    const frame = agent.frameLocator('.letter-html iframe');
    const picture = frame.getByRole('img', { name: 'The crack' });
    await picture.waitFor();
    await agent.waitForFunction(() => true);
    for (let wait = 0; asked.length === 0 && wait < 100; wait++)
      await agent.evaluate(() => new Promise((next) => requestAnimationFrame(next)));
    assert.deepEqual([...new Set(asked)], ['/tea.gif']);
  });

  it('[EM15.1] says that no person wrote it', async () => {
    await log().getByText('Automatic answer').waitFor();
    await log().getByText('I am away until Monday.').waitFor();
  });
});
