// The pocket in a real browser: what somebody writes on the telephone begins a conversation on each
// messenger, and what an agent answers in the console is shown on the telephone.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { Conversation, Message } from '@opportune/protocol/conversation/conversation.ts';
import type { Channel } from '@opportune/protocol/rest/channel/channels.ts';
import { lookAt } from './looks.test-support.ts';
import {
  eventually,
  newPerson,
  openConsole,
  type Product,
  startWithBrowser,
} from './product.test-support.ts';
import { wholeRun } from '../support/whole-run.test-support.ts';

let product: Product;
let browser: Browser;
let telephone: Page;
let agent: Page;

const kinds = {
  whatsapp: 'WhatsApp',
  messenger: 'Messenger',
  instagram: 'Instagram',
  telegram: 'Telegram',
  line: 'LINE',
} as const;
const greeting = 'Welcome to Aldermoor. We answer soon.';
type Messenger = keyof typeof kinds;
type Kind = Messenger | 'sms' | 'email' | 'vonage';

before(async () => {
  [product, browser] = await startWithBrowser();
  // One conversation of each messenger, and more than an agent usually has.
  const { user } = await product.call<{ user: { id: string } }>('GET', '/session');
  await product.call('PATCH', `/users/${user.id}`, { room: 20 });
  await product.call('PUT', '/my-state', { state: 'online' });
  telephone = await newPerson(browser);
  await telephone.goto(`${product.shopUrl}/pocket`);
  agent = await openConsole(browser, product, '/inbox');
  await product.call('PATCH', `/channels/${(await channelOf('line')).id}`, { greeting });
});
after(async () => {
  await browser?.close();
  await product?.close();
});

async function channelOf(kind: Kind): Promise<Channel> {
  const { channels } = await product.call<{ channels: Channel[] }>('GET', '/channels');
  // Every account has another channel of the kind e-mail.
  const found = channels.find((each) =>
    kind === 'vonage'
      ? each.name === 'Pocket (Vonage)'
      : each.kind === kind && each.name === 'Pocket',
  );
  assert.ok(found, kind);
  return found;
}

interface Listed {
  readonly id: string;
  readonly lastSequence: number;
}

async function conversationOf(kind: Kind): Promise<Listed | undefined> {
  const { id } = await channelOf(kind);
  const { items } = await product.call<{ items: Listed[] }>('GET', `/conversations?channel=${id}`);
  return items[0];
}

async function messagesOf(id: string): Promise<readonly Message[]> {
  const { messages } = await product.call<{ messages: Message[] }>(
    'GET',
    `/conversations/${id}/messages`,
  );
  return messages;
}

const others = { sms: 'SMS', email: 'E-mail', vonage: 'Texts (Vonage)' } as const;
const nameOf = (kind: Kind) => ({ ...kinds, ...others })[kind];
const app = (kind: Kind) =>
  telephone.getByRole('navigation').getByRole('button', { name: nameOf(kind) });

/** Waits until the conversation has that many messages. */
async function arrived(kind: Kind, messages: number): Promise<Listed> {
  const found = await eventually(
    () => conversationOf(kind),
    (each) => (each?.lastSequence ?? 0) >= messages,
  );
  assert.ok(found);
  return found;
}

async function textsOf(id: string): Promise<readonly string[]> {
  const messages = await messagesOf(id);
  return messages.map(({ body }) => (body.type === 'text' ? body.text : body.type));
}

/** Writes on the telephone. Returns the conversation once it has that many messages. */
async function says(kind: Kind, text: string, messages: number): Promise<Listed> {
  await app(kind).click();
  await telephone.getByLabel('Message', { exact: true }).fill(text);
  await telephone.keyboard.press('Enter');
  return arrived(kind, messages);
}

describe('the telephone', () => {
  for (const kind of Object.keys(kinds) as Messenger[])
    it(
      `[PK1] [PK2] talks over ${kinds[kind]}: a message, a question with choices, and a tap`,
      {
        skip: kind !== 'whatsapp' && wholeRun.skip,
      },
      async () => {
        const { id } = await says(kind, `Grüße over ${kinds[kind]}`, 1);
        await product.call('POST', `/conversations/${id}/take`);
        const replies = [
          { id: 'g', text: 'Green' },
          { id: 'w', text: 'Grey' },
        ];
        await product.call('POST', `/conversations/${id}/messages`, {
          id: randomUUID(),
          content: { type: 'replies', text: 'Which wool?', replies },
        });
        await telephone.getByText('Which wool?').waitFor();
        await telephone.getByRole('button', { name: 'Grey' }).click();
        const messages = await eventually(
          () => messagesOf(id),
          (each) => each.some(({ body }) => body.type === 'text' && body.text === 'Grey'),
        );
        const texts = messages.map(({ body }) => (body.type === 'text' ? body.text : body.type));
        assert.equal(texts.filter((text) => text === `Grüße over ${kinds[kind]}`).length, 1);
      },
    );

  it(
    '[PK2] [PK7] talks by SMS: segments, numbered choices, pictures, STOP and START',
    wholeRun,
    async () => {
      const { id } = await says('sms', 'Grüße by SMS', 1);
      await telephone.getByText('1 segment').waitFor();
      await product.call('POST', `/conversations/${id}/take`);
      const answer = (said: object) =>
        product.call('POST', `/conversations/${id}/messages`, { id: randomUUID(), ...said });
      const replies = [
        { id: 'g', text: 'Green' },
        { id: 'w', text: 'Grey' },
      ];
      await answer({ content: { type: 'replies', text: 'Which wool?', replies } });
      await telephone.getByText('2. Grey').waitFor();
      await says('sms', '2', 3);
      await eventually(
        () => textsOf(id),
        (texts) => texts.at(-1) === 'Grey',
      );
      await answer({ text: 'Our wool is woven in Wales. '.repeat(7).trim() });
      await telephone.getByText('2 segments').waitFor();
      await telephone.getByLabel('Send a picture').setInputFiles(chair);
      await eventually(
        () => textsOf(id),
        (texts) => texts.at(-1)?.startsWith('image.jpg') === true,
      );
      const { lastSequence } = await arrived('sms', 5);
      await says('sms', 'STOP', lastSequence + 1);
      await telephone.getByText('You have successfully been unsubscribed').waitFor();
      await assert.rejects(answer({ text: 'One more thing' }), /contact\.opted_out/);
      await says('sms', 'START', lastSequence + 2);
      await telephone.getByText('You have successfully been re-subscribed').waitFor();
      await answer({ text: 'Welcome back' });
      await telephone.getByText('Welcome back').waitFor();
    },
  );

  it(
    '[PK2] [PK7] talks by SMS over Vonage: segments, numbered choices, a picture, and STOP',
    wholeRun,
    async () => {
      const { id } = await says('vonage', 'Grüße over Vonage', 1);
      await product.call('POST', `/conversations/${id}/take`);
      const answer = (said: object) =>
        product.call('POST', `/conversations/${id}/messages`, { id: randomUUID(), ...said });
      const replies = [
        { id: 'g', text: 'Green' },
        { id: 'w', text: 'Grey' },
      ];
      await answer({ content: { type: 'replies', text: 'Which wool?', replies } });
      await telephone.getByText('2. Grey').waitFor();
      await says('vonage', '2', 3);
      await eventually(
        () => textsOf(id),
        (texts) => texts.at(-1) === 'Grey',
      );
      await telephone.getByLabel('Send a picture').setInputFiles(chair);
      await eventually(
        () => textsOf(id),
        (texts) => texts.at(-1)?.startsWith('image.jpg') === true,
      );
      await eventually(
        () =>
          product.call<{ items: { state: string }[] }>('GET', `/conversations/${id}/deliveries`),
        ({ items }) => items.some(({ state }) => state === 'delivered'),
      );
      const { lastSequence } = await arrived('vonage', 4);
      await says('vonage', 'STOP', lastSequence + 1);
      await assert.rejects(answer({ text: 'One more thing' }), /contact\.opted_out/);
    },
  );

  it(
    '[PK6] writes an e-mail with a file, and its answer is answered with a quote',
    wholeRun,
    async () => {
      await app('email').click();
      await telephone.getByLabel('Subject').fill('Größe des Sund-Sessels');
      await telephone.getByLabel('E-mail', { exact: true }).fill('How deep is it?');
      await telephone
        .getByLabel('Attach a file')
        .setInputFiles({ name: 'room.txt', mimeType: 'text/plain', buffer: Buffer.from('a plan') });
      await telephone.getByRole('button', { name: 'Send the e-mail' }).click();
      const { id } = await arrived('email', 3);
      const conversation = await product.call<Conversation>('GET', `/conversations/${id}`);
      assert.equal(conversation.address, 'ada@example.com');
      assert.deepEqual(
        (await textsOf(id)).filter((text) => text !== 'system'),
        ['How deep is it?', 'room.txt (6 B)'],
      );
      await product.call('POST', `/conversations/${id}/take`);
      await product.call('POST', `/conversations/${id}/messages`, {
        ...{ id: randomUUID(), text: 'It is 80 cm deep.' },
      });
      const letters = telephone.getByRole('log');
      await letters.getByRole('heading', { name: 'Re: Größe des Sund-Sessels' }).waitFor();
      await letters.getByText('It is 80 cm deep.').waitFor();
      await letters.getByText('Quoted text').click();
      await letters.getByText('> How deep is it?').waitFor();
      assert.deepEqual(await lookAt(telephone), []);
      await letters.getByRole('button', { name: 'Reply' }).click();
      assert.equal(
        await telephone.getByLabel('Subject').inputValue(),
        'Re: Größe des Sund-Sessels',
      );
      await telephone.getByLabel('E-mail', { exact: true }).fill('That fits.');
      await telephone.getByRole('button', { name: 'Send the e-mail' }).click();
      const texts = await eventually(
        () => textsOf(id),
        (all) => all.at(-1) === 'That fits.',
      );
      assert.ok(texts.includes('It is 80 cm deep.'), 'the same conversation, without the quote');
    },
  );

  it('[CW4] shows a greeting on the telephone, and marks it in the inbox', wholeRun, async () => {
    const { id } = (await conversationOf('line')) ?? { id: '' };
    await app('line').click();
    await telephone.getByText(greeting).waitFor();
    await agent.goto(`${product.url}/inbox/${id}`);
    await agent.getByRole('log').getByText(greeting).waitFor();
    await agent
      .getByRole('log')
      .getByText(/Greeting, automatic/)
      .waitFor();
    assert.deepEqual(await lookAt(agent), []);
  });

  it('[PK2] shows that it was read, where the provider says so', wholeRun, async () => {
    const { id } = (await conversationOf('whatsapp')) ?? { id: '' };
    await app('whatsapp').click();
    await agent.goto(`${product.url}/inbox/${id}`);
    await agent.getByRole('log').getByText('Which wool?').waitFor();
    await agent
      .getByRole('log')
      .getByText(/ · read/)
      .first()
      .waitFor();
  });

  it('[PK2] takes pictures to the agent, and is answered from the console', wholeRun, async () => {
    await telephone.getByLabel('Send a picture').setInputFiles(chair);
    await agent.getByRole('log').getByRole('img').first().waitFor();
    await agent.getByRole('textbox', { name: 'Reply' }).fill('A fine chair.');
    await agent.keyboard.press('Enter');
    await telephone.getByText('A fine chair.').waitFor();
  });

  it('[PK1] can be used by everybody, in light and dark, wide and on a telephone', async () => {
    assert.deepEqual(await lookAt(telephone), []);
  });
});

describe('the channels of the pocket', () => {
  it('[PK3] name no address that a request could use', async () => {
    const { settings } = await channelOf('telegram');
    assert.equal(settings['apiBase'], 'http://pocket.invalid');
  });

  it('[PK3] are the only ones that reach a private address', async () => {
    const { channels } = await product.call<{ channels: Channel[] }>('GET', '/channels');
    const settings = { botToken: '1:a', secretToken: 'b', apiBase: product.shopUrl };
    const draft = { kind: 'telegram', name: 'Near', settings };
    await assert.rejects(product.call('POST', '/channels', draft), /private|request\.invalid/);
    const after = await product.call<{ channels: Channel[] }>('GET', '/channels');
    assert.equal(after.channels.length, channels.length);
  });

  it('[PK3] take nothing that their stand-in did not sign', async () => {
    const { webhookUrl } = await channelOf('telegram');
    const answer = await fetch(String(webhookUrl), { method: 'POST', body: '{}' });
    assert.equal(answer.status, 401);
  });
});

/** One green pixel. */
const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
const chair = {
  ...{ name: 'chair.png', mimeType: 'image/png', buffer: Buffer.from(pixel, 'base64') },
};
