// Masking in the started product: the corpus of tricky numbers through every entry point for texts,
// typed in real browsers where people type. Private values that go to one agent. Afterwards, a
// search through everything that was written.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { factTables } from '@opportune/core/ports/facts.ts';
import { kept, masked } from '@opportune/core/masking/test/mask-corpus.test-support.ts';
import type { Conversation, Message } from '@opportune/protocol/conversation/conversation.ts';
import type { Masking } from '@opportune/protocol/rest/conversation/masking.ts';
import { startLogged } from './masking.test-support.ts';
import type { LoggedProduct } from './masking.test-support.ts';
import { lookAt } from './looks.test-support.ts';
import {
  eventually,
  inviteUser,
  newPerson,
  openBrowser,
  openConsole,
} from './product.test-support.ts';
import { visitorIdOf } from './shop-person.test-support.ts';

let product: LoggedProduct;
let browser: Browser;
let mara: Page;
let tomas: Page;
let visitor: Page;
/** Frames that the colleague's console received. */
const toTomas: string[] = [];

/** Cases of one line, separated by text that no number contains. Typing does not change them. */
const lines = masked.filter(([, text]) => !/[\n\t]/.test(text) && text.isWellFormed());
const corpus = [...lines.map(([, text]) => text), ...kept.map(([, text]) => text)].join(' | ');
const stored = [...lines.map(([, , text]) => text), ...kept.map(([, text]) => text)].join(' | ');

const secret = `private-${randomUUID()}`;
const declinedSecret = '987654321012';

function leaksIn(text: string): readonly string[] {
  return masked
    .map(([, raw]) => raw)
    .filter((raw) => holds(text, raw) || holds(text, JSON.stringify(raw).slice(1, -1)));
}

/** Not as a part of a longer number, which is no card number. */
function holds(text: string, raw: string): boolean {
  for (let at = text.indexOf(raw); at >= 0; at = text.indexOf(raw, at + 1))
    if (!/[0-9]/.test(text[at - 1] ?? '') && !/[0-9]/.test(text[at + raw.length] ?? ''))
      return true;
  return false;
}

async function conversationOf(page: Page): Promise<Conversation> {
  const at = `/conversations?visitor=${await visitorIdOf(page)}`;
  const found = await eventually(
    () => product.call<{ items: Conversation[] }>('GET', at),
    ({ items }) => items.length > 0,
  );
  const [first] = found.items;
  assert.ok(first !== undefined);
  return first;
}

async function textsOf(page: Page): Promise<readonly string[]> {
  const { id } = await conversationOf(page);
  const { messages } = await product.call<{ messages: Message[] }>(
    'GET',
    `/conversations/${id}/messages`,
  );
  return messages.flatMap(({ body }) =>
    body.type === 'text' || body.type === 'note' ? [body.text] : [],
  );
}

async function asks(text: string): Promise<Page> {
  const page = await newPerson(browser);
  await page.goto(`${product.shopUrl}/product/orla`);
  await page.getByRole('button', { name: 'Ask us' }).click();
  await page.getByLabel('Your question').fill(text);
  await page.getByRole('button', { name: 'Start chat' }).click();
  return page;
}

let pictures = 0;
/** For people: set OPPORTUNE_PICTURES to a folder. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['OPPORTUNE_PICTURES'];
  if (folder === undefined) return;
  pictures += 1;
  await page.screenshot({ path: `${folder}/masking-${pictures}-${name}.png` });
}

before(async () => {
  product = await startLogged();
  browser = await openBrowser();
  const person = await inviteUser(product, {
    email: 'tomas@aldermoor.example',
    name: 'Tomas Weber',
    role: 'agent',
  });
  mara = await openConsole(browser, product, '/inbox');
  tomas = await openConsole(browser, product, '/visitors', person);
  tomas.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => toTomas.push(String(payload))),
  );
  // Tomas is away, so that conversations go to the other agent, and reloads, so that all frames of
  // his socket are recorded.
  await tomas.locator('.me-button').click();
  await tomas.getByRole('button', { name: /^Away/ }).click();
  await eventually(
    () => product.call<{ agents: { state: string }[] }>('GET', '/agents'),
    ({ agents }) => agents.some(({ state }) => state === 'away'),
  );
  await tomas.goto(`${product.url}/inbox`);
});
after(async () => {
  await browser?.close();
  await product?.close();
});

describe('card numbers in conversations', () => {
  before(async () => {
    visitor = await asks(corpus);
    const { id } = await conversationOf(visitor);
    await mara.goto(`${product.url}/inbox/${id}`);
    await mara.locator('.msgs').getByText('[•••• 1111]').first().waitFor();
  });

  it('[MK6] are masked in what visitors write, and visitors see what was stored', async () => {
    await visitor.getByText('[•••• 1111]', { exact: false }).first().waitFor();
    assert.deepEqual(await textsOf(visitor), [stored]);
    const seen = await visitor.locator('.log').innerText();
    assert.deepEqual(leaksIn(seen), []);
  });

  it('[MK5] [MK6] are hidden while they are typed, before they are whole', async () => {
    const box = visitor.getByPlaceholder('Write a message');
    await box.pressSequentially('my card is 4111 1111 1');
    const preview = mara.locator('.preview');
    await preview.getByText('my card is [••••]').waitFor();
    await box.pressSequentially('111 1111');
    await preview.getByText('my card is [•••• 1111]').waitFor();
    await box.fill(corpus);
    await preview.getByText('My card is [•••• 1111], thanks', { exact: false }).waitFor();
    assert.deepEqual(leaksIn(await mara.locator('.msgs').innerText()), []);
    await box.fill('');
  });

  it('[AT14] are masked in a text file that an agent sends', async () => {
    const { id } = await conversationOf(visitor);
    const at = `/api/v1/conversations/${id}/attachments/file-with-numbers`;
    const answer = await fetch(`${product.url}${at}?name=numbers.csv`, {
      method: 'PUT',
      headers: {
        authorization: `Bearer ${product.token}`,
        'content-type': 'application/octet-stream',
      },
      body: 'Numbers\n4111 1111 1111 1111,5555-5555-5555-4444\nAmex 3782 822463 10005\n',
    });
    assert.equal(answer.status, 200, await answer.text());
    const file = await fetch(`${product.url}${at}`, {
      headers: { authorization: `Bearer ${product.token}` },
    });
    assert.deepEqual(leaksIn(await file.text()), []);
  });

  it('[MK6] are masked in what agents write and note', async () => {
    const box = mara.getByRole('textbox', { name: /Reply/ });
    await box.fill(corpus);
    await mara.keyboard.press('Enter');
    await eventually(
      () => textsOf(visitor),
      (texts) => texts.length === 2,
    );
    await mara.getByText('Note to agents').click();
    await mara.locator('.compose textarea').fill(corpus);
    await mara.keyboard.press('Enter');
    const texts = await eventually(
      () => textsOf(visitor),
      (all) => all.length === 3,
    );
    assert.deepEqual(texts, [stored, stored, stored]);
    await eventually(
      () => mara.locator('.msgs').innerText(),
      (shown) => leaksIn(shown).length === 0,
    );
    assert.deepEqual(leaksIn(await visitor.locator('.log').innerText()), []);
    await mara.getByText('Reply', { exact: true }).click();
  });
});

describe('card numbers in events', () => {
  let key: string;
  const device = randomUUID();

  async function post(at: string, body: unknown): Promise<unknown> {
    const response = await fetch(`${product.url}${at}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: new URL(product.shopUrl).origin,
        'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
      },
      body: JSON.stringify(body),
    });
    assert.ok(response.status < 500, `${at}: ${response.status}`);
    return response.json();
  }

  before(async () => {
    const { items } = await product.call<{ items: { writeKey: string }[] }>('GET', '/sites');
    key = items[0]?.writeKey ?? '';
  });

  it('[MK7] are masked in every text of an event, and in what the debugger shows of refused ones', async () => {
    const events = masked.flatMap(([, text], at) => {
      const page = {
        url: `${product.shopUrl}/search?q=${text}`.replaceAll(/[\r\n\t]/g, ' '),
        path: '/search',
        search: `?q=${text}`,
        title: text,
        referrer: `https://search.example/?q=${text}`,
      };
      const event = (id: string, name: string, properties: unknown) => ({
        ...{ id: `${id}-${at}`, kind: 'track', name, at: Date.now(), page, properties },
        sections: [text.slice(0, 64)],
      });
      return [
        event('search', 'Products Searched', { query: text }),
        event('error', 'Error Met', { message: text, source: text }),
        event('custom', text, { [text]: text, nested: { list: [text, { text }] } }),
        event('number', 'Paid', { card: 4111111111111111 }),
        event('attributes', 'Attributes Set', { note: text }),
        event('refused', 'Order Completed', { total: text, [text]: text }),
      ];
    });
    for (let from = 0; from < events.length; from += 100)
      await post('/v1/events', {
        ...{ key, visitor: device, sentAt: Date.now() },
        events: events.slice(from, from + 100),
      });
    await post('/v1/batch', {
      writeKey: key,
      batch: masked.flatMap(([, text], at) => [
        {
          ...{ type: 'identify', anonymousId: device, messageId: `s-${at}` },
          traits: { note: text },
          context: {
            page: { url: `https://a.example/?q=${text}`, title: text },
            campaign: { term: text },
          },
        },
        { type: 'track', event: text, properties: { text }, messageId: `unplaced-${at}` },
      ]),
    });
    const { items } = await product.call<{ items: { id: string }[] }>('GET', '/sites');
    const shown = JSON.stringify(await product.call('GET', `/sites/${items[0]?.id}/debugger`));
    assert.deepEqual(leaksIn(shown), []);
    assert.ok(shown.includes('[•••• 1111]'));
    assert.deepEqual(leaksIn(JSON.stringify(await product.call('GET', `/visitors/${device}`))), []);
  });
});

describe('the page of settings', () => {
  it('[MK3] [MK8] switches IBANs and a tested own pattern on, and says who changed it', async () => {
    await mara.goto(`${product.url}/settings/masking`);
    await mara.getByText('No changes yet', { exact: false }).waitFor();
    await mara.getByRole('heading', { name: 'No pattern of your own yet' }).waitFor();
    assert.deepEqual(await lookAt(mara), []);
    await mara.getByRole('switch', { name: 'Mask bank account numbers' }).click();
    await mara.getByText('IBANs masked, own patterns: none').waitFor();
    await mara.getByRole('button', { name: 'New pattern' }).first().click();
    await mara.getByLabel('Name').fill('Customer number');
    await mara.getByLabel('Expression').fill('K-[0-9');
    await mara.getByText('This is not a valid RE2 expression', { exact: false }).waitFor();
    await mara.getByLabel('Expression').fill('K-[0-9]{6}');
    await mara.getByLabel('Replaced by').fill('[customer]');
    await mara.getByRole('switch', { name: 'Also in events' }).click();
    await mara.getByRole('dialog').getByLabel('Try it').fill('I am K-123456');
    await mara.getByRole('dialog').getByText('I am [customer]').waitFor();
    assert.deepEqual(await lookAt(mara), []);
    await mara.getByRole('button', { name: 'Save' }).click();
    await mara.getByRole('button', { name: 'Customer number', exact: true }).waitFor();
    assert.deepEqual(await lookAt(mara), []);
    const { changes, patterns } = await product.call<Masking>('GET', '/masking');
    assert.deepEqual(
      changes.map(({ by, settings }) => [by, settings.patterns.length]),
      [
        ['Administrator', 1],
        ['Administrator', 0],
      ],
    );
    assert.equal(patterns[0]?.events, true);
  });

  it('[MK3] takes effect at once', async () => {
    await visitor
      .getByPlaceholder('Write a message')
      .fill('I am K-123456, DE89 3704 0044 0532 0130 00');
    await visitor.keyboard.press('Enter');
    const texts = await eventually(
      () => textsOf(visitor),
      (all) => all.length === 4,
    );
    assert.equal(texts[3], 'I am [customer], [•••• 3000]');
  });
});

describe('a private value', () => {
  async function ask(label: string, kind: string): Promise<void> {
    await mara.getByRole('button', { name: 'Ask privately' }).click();
    await mara.getByLabel('What do you ask for?').fill(label);
    await mara.getByLabel('Kind').selectOption(kind);
    await mara.getByRole('button', { name: 'Ask', exact: true }).click();
  }

  before(async () => {
    const { id } = await conversationOf(visitor);
    await mara.goto(`${product.url}/inbox/${id}`);
    await tomas.goto(`${product.url}/inbox/${id}`);
    await tomas.locator('.msgs').getByText('My card is [•••• 1111], thanks').first().waitFor();
  });

  it('[MK9] is asked for in the window, and given to the agent who asked', async () => {
    await ask('Passphrase of your contract', 'Text');
    await picture(mara, 'asked');
    await mara.getByText('Waiting for the answer').waitFor();
    await visitor.getByLabel('Passphrase of your contract').fill(secret);
    await picture(visitor, 'window');
    await visitor.getByRole('button', { name: 'Send privately' }).click();
    await mara.getByText(/^Given · /).waitFor();
    assert.equal(await mara.getByText(secret).count(), 0, 'hidden until somebody looks');
    await mara.getByRole('button', { name: 'Show' }).click();
    await mara.getByText(secret).waitFor();
    assert.deepEqual(await lookAt(mara), []);
    await visitor.getByText('You gave a private value: Passphrase of your contract').waitFor();
    assert.equal(await visitor.getByText(secret).count(), 0);
  });

  it('[MK9] a watching colleague sees that a value was given, but not the value', async () => {
    await tomas.getByText('A private value was given: Passphrase of your contract').waitFor();
    assert.ok(toTomas.some((frame) => frame.includes('private-given')));
    assert.deepEqual(
      toTomas.filter((frame) => frame.includes(secret)),
      [],
    );
  });

  it('[MK10] is still there when the agent comes back, until it is deleted', async () => {
    await mara.reload();
    await mara.getByRole('button', { name: 'Show' }).click();
    await mara.getByText(secret).waitFor();
    await mara.getByRole('button', { name: 'Delete now' }).click();
    await mara.getByText(secret).waitFor({ state: 'detached' });
    await mara.reload();
    await mara.getByText('A private value was given', { exact: false }).waitFor();
    assert.equal(await mara.getByRole('button', { name: 'Show' }).count(), 0);
  });

  it('[MK9] of the wrong kind is refused, a visitor may decline, and the question survives a reload', async () => {
    await ask('Your customer number', 'Number');
    await visitor.getByLabel('Your customer number').fill('no number');
    await visitor.getByRole('button', { name: 'Send privately' }).click();
    await visitor.getByRole('alert').waitFor();
    await visitor.getByLabel('Your customer number').fill(declinedSecret);
    await visitor.reload();
    await visitor.getByLabel('Your customer number').waitFor();
    await visitor.getByRole('button', { name: 'Rather not' }).click();
    await mara.getByText('The visitor declined').waitFor();
    await visitor.getByLabel('Your customer number').waitFor({ state: 'detached' });
  });
});

describe('a message that was left', () => {
  it('[MK6] is masked too', async () => {
    await mara.locator('.me-button').click();
    await mara.getByRole('button', { name: /^Away/ }).click();
    const page = await newPerson(browser);
    await page.goto(`${product.shopUrl}/product/orla`);
    await page.getByRole('button', { name: 'Ask us' }).click();
    await page.getByLabel('E-mail').fill('clara@aldermoor.example');
    await page.getByLabel('Your question').fill(corpus);
    await page.getByRole('button', { name: 'Send message' }).click();
    await page.getByText('Your message is on its way').waitFor();
    const [text] = await textsOf(page);
    assert.equal(
      text,
      stored
        .replace('DE89 3704 0044 0532 0130 00', '[•••• 3000]')
        .replace('GB29NWBK60161331926819', '[•••• 6819]')
        .replace('ES9121000418450200051332', '[•••• 1332]'),
    );
  });
});

describe('everything that was written', () => {
  it('[MK6] [MK7] [MK10] holds no card and no private value: no table, no row of facts, no file, no log', async () => {
    await browser.close();
    const all = await product.leave();
    const has = (name: RegExp): number => [...all.keys()].filter((key) => name.test(key)).length;
    assert.ok(has(/^table /) >= 20, `only ${has(/^table /)} tables`);
    assert.equal(has(/^facts /), factTables.length);
    assert.ok((all.get('the log') ?? '').length > 1000);
    assert.ok(
      (all.get('facts events') ?? '').includes('[•••• 1111]'),
      'the search finds what is there',
    );
    assert.ok((all.get('table messages') ?? '').includes('[•••• 1111]'));
    const files = [...all].filter(([where]) => where.startsWith('attachment '));
    assert.ok(
      files.some(([, text]) => text.includes('[•••• 1111]')),
      'files are searched',
    );
    for (const [where, text] of all) {
      assert.deepEqual(leaksIn(text), [], where);
      for (const value of [secret, declinedSecret])
        assert.ok(!text.includes(value), `a private value in ${where}`);
    }
  });
});
