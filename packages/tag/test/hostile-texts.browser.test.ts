// Hostile texts in every text of the chat window and of engagements, in a real browser under a
// strict policy with Trusted Types: nothing runs, nothing foreign is drawn, no other host is
// contacted. The peer also sends what the server's schemas would refuse: the renderer trusts
// nobody.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import {
  harmIn,
  hostileTexts,
  strangersAsked,
  watchForHarm,
} from '../../../test/support/hostile-texts.test-support.ts';
import type { Message } from '../wire.ts';
import { shopPage } from './browser.test-support.ts';
import { engagement } from './peer.test-support.ts';
import type { Peer } from './peer.test-support.ts';
import { browserTests } from './setup.test-support.ts';
import { wholeRun } from '../../../test/support/whole-run.test-support.ts';

const setUp = browserTests();
type Body = Message['body'];

function policy(peer: Peer): string {
  const socket = peer.tagOrigin.replace('http', 'ws');
  return `default-src 'none'; script-src 'nonce-page' ${peer.tagOrigin}; connect-src ${peer.tagOrigin} ${socket}; img-src https: ${peer.pageOrigin}; style-src 'nonce-page'; require-trusted-types-for 'script'; trusted-types 'none'`;
}

async function strictPage(peer: Peer, page: Page): Promise<void> {
  const html = shopPage()
    .replaceAll('<style>', '<style nonce="page" data-own>')
    .replaceAll('<script', '<script nonce="page" data-own');
  peer.pages.set('/', { html, headers: { 'content-security-policy': policy(peer) } });
  await page.addInitScript(watchForHarm);
  await page.route('https://**', (route) => route.abort());
  await page.goto(`${peer.pageOrigin}/`);
}

/** Every place of a text in a message. */
function bodiesWith(text: string): readonly Body[] {
  const choice = { id: 'a', text };
  return [
    { type: 'text', text },
    { type: 'text', text: `[${text}](https://shop.example/) and [label](${text}) **${text}**` },
    { type: 'text', text, content: { type: 'replies', text, replies: [choice] } },
    {
      type: 'text',
      text,
      content: {
        type: 'cards',
        text,
        cards: [0, 1].map(() => ({
          title: text,
          text,
          image: { url: text, alt: text, shape: 'wide' as const },
          buttons: [
            { type: 'link' as const, text, url: text },
            { type: 'link' as const, text, url: `https://shop.example/${text}` },
            { type: 'reply' as const, ...choice },
          ],
        })),
      },
    },
    {
      type: 'text',
      text,
      content: {
        type: 'form',
        text,
        submit: text,
        fields: [
          { type: 'text', id: 'a', label: text, required: true, lines: 'one' },
          {
            type: 'choice',
            id: 'b',
            label: text,
            required: false,
            options: [choice, { id: 'b', text }],
          },
          { type: 'consent', id: 'c', label: text, required: false },
        ],
      },
    },
    {
      type: 'text',
      text,
      content: { type: 'filled', values: [{ field: 'a', label: text, value: text }] },
    },
    { type: 'text', text, to: 'm1', content: { type: 'chosen', id: 'a', text } },
    { type: 'system', note: { type: 'transferred', from: text, to: text } },
    { type: 'system', note: { type: 'left-message', address: text } },
  ];
}

test('the check detects what it looks for: the same texts as markup do harm', async (each) => {
  const { peer, context } = await setUp(each);
  const page = await context.newPage();
  const asked = strangersAsked(page);
  await page.addInitScript(watchForHarm);
  await page.goto(`${peer.pageOrigin}/`);
  await page.evaluate(
    (texts) => {
      for (const text of texts) {
        const place = document.createElement('div');
        document.body.append(place);
        place.innerHTML = text;
      }
    },
    // This one would navigate the page away.
    hostileTexts.filter((text) => !text.includes('refresh')),
  );
  await page.waitForFunction(() => Reflect.get(window, 'harm').includes('a text ran'));
  assert.ok(asked.length > 0, 'a stranger was asked');
  const harm = await harmIn(page);
  for (const kind of ['a text ran', 'foreign: ', 'handler onerror', 'address href', 'style: '])
    assert.ok(
      harm.some((each) => each.startsWith(kind)),
      `${kind} was not seen`,
    );
});

test('[RM8] no hostile text in any kind of message does anything in the chat window', async (each) => {
  const { peer, context } = await setUp(each);
  const bodies = hostileTexts.flatMap((text) =>
    bodiesWith(text).map((body) => ({ body, name: text })),
  );
  const messages: Message[] = bodies.map(({ body, name }, at) => ({
    conversation: 'c1',
    id: `m${at + 1}`,
    sequence: at + 1,
    at: Date.now(),
    author: at % 3 === 0 ? { type: 'visitor' } : { type: 'agent', user: 'u', name },
    body,
  }));
  peer.settings = {
    ...peer.settings,
    look: { ...peer.settings.look, name: hostileTexts[13] ?? '' },
  };
  peer.conversations = [
    {
      id: 'c1',
      startedAt: Date.now(),
      endedAt: null,
      lastSequence: messages.length,
      agentDelivered: 0,
      agentRead: 0,
      visitorRead: 0,
      status: 'active',
      agent: hostileTexts[0] ?? '',
      position: null,
    },
  ];
  peer.answer = (frame, send) => {
    if (frame.type !== 'chat.resume') return;
    send({ type: 'chat.messages', conversation: 'c1', messages, complete: true });
  };
  const page = await context.newPage();
  const asked = strangersAsked(page);
  await strictPage(peer, page);
  await page.getByRole('button', { name: /hurt/ }).first().click();
  const log = page.getByRole('log');
  await log.getByText('((((((((((').last().waitFor();
  const drawn = await page.locator('.m').count();
  assert.ok(drawn >= hostileTexts.length * 7, `${drawn} messages were drawn`);
  // Everything that waits for a pointer, a key or the focus gets it.
  await log.getByRole('link').evaluateAll((links) => {
    for (const link of links) {
      link.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }));
      link.focus();
    }
  });
  await page.keyboard.press('Tab');
  assert.deepEqual(await harmIn(page), []);
  assert.deepEqual(asked, []);
  const hosts = await log
    .getByRole('link')
    .evaluateAll((links) => [
      ...new Set(links.map((link) => new URL((link as HTMLAnchorElement).href).protocol)),
    ]);
  assert.deepEqual(hosts.sort(), ['https:'], 'only what may be followed is a link');
});

test('[RM8] a link shows where it leads, whatever its label says', async (each) => {
  const { peer, context } = await setUp(each);
  const text = [
    '[https://shop.example](https://evil.example/)',
    '[Shop](https://аррӏе.example/)',
    'https://аррӏе.example/login',
    'https://shop.example@evil.example/',
    '[\u202eelpmaxe.pohs//:sptth](https://evil.example/)',
  ].join('\n\n');
  peer.conversations = [
    {
      id: 'c1',
      startedAt: 0,
      endedAt: null,
      lastSequence: 1,
      agentDelivered: 0,
      agentRead: 0,
      visitorRead: 0,
      status: 'active',
      agent: 'Mara',
      position: null,
    },
  ];
  peer.answer = (frame, send) => {
    if (frame.type !== 'chat.resume') return;
    const author = { type: 'agent', user: 'u', name: 'Mara' } as const;
    const message: Message = {
      conversation: 'c1',
      id: 'm1',
      sequence: 1,
      at: 0,
      author,
      body: { type: 'text', text },
    };
    send({ type: 'chat.messages', conversation: 'c1', messages: [message], complete: true });
  };
  const page = await context.newPage();
  await strictPage(peer, page);
  await page.getByRole('button', { name: /Mara/ }).click();
  const message = page.locator('.bub .m');
  await message.waitFor();
  assert.deepEqual(
    (await message.innerText()).split('\n').filter((line) => line !== ''),
    [
      'https://shop.example evil.example',
      'Shop xn--80ak6aa92e.example',
      'https://xn--80ak6aa92e.example/login',
      'https://shop.example@evil.example/',
      'elpmaxe.pohs//:sptth evil.example',
    ],
  );
  assert.equal(await message.getByRole('link').count(), 4, 'a name before the host is no link');
});

test('[RM8] no hostile text of a campaign does anything in a page', wholeRun, async (each) => {
  const { peer, context } = await setUp(each);
  const page = await context.newPage();
  const asked = strangersAsked(page);
  await strictPage(peer, page);
  await peer.until('a page view', () => peer.names().includes('Page'));
  const formats = ['toast', 'overlay', 'slide-out', 'sticky-button', 'banner'] as const;
  let shown = 0;
  for (const [at, text] of hostileTexts.entries()) {
    const decision = `d${at}`;
    // A picture of another host is the business's own choice. Nothing else may request it.
    const image = text.includes('evil.example') ? null : { url: text, alt: text };
    const format = formats[at % formats.length] ?? 'toast';
    peer.send({
      type: 'engage',
      engagement: engagement(
        { decision, action: at % 2 ? 'content' : 'chat' },
        { format, headline: text, text, action: text, link: text, image },
      ),
    });
    await peer.until('it was shown', () =>
      peer
        .events()
        .some(
          ({ name, properties }) =>
            name === 'Engagement Shown' && properties['decision'] === decision,
        ),
    );
    shown += 1;
    const harm = await harmIn(page);
    assert.deepEqual(harm, [], `${format}: ${JSON.stringify(text)}`);
    peer.send({ type: 'withdraw', decision });
  }
  assert.equal(shown, hostileTexts.length);
  assert.deepEqual(asked, []);
});
