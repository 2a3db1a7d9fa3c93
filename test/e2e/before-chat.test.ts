// Before the chat, in real browsers. A manager makes the form of a site's button beside its
// preview. A visitor fills it in and waits, and an agent reads the answers with the chosen skill. A
// real mail server answers somebody who leaves a message instead, and the window shows the answer.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { History } from '@opportune/protocol/rest/team/history.ts';
import type { Site } from '@opportune/protocol/rest/site.ts';
import {
  lettersAbout,
  type MailServer,
  startMailServer,
} from '@opportune/server/adapter/mail-server.test-support.ts';
import { lookAt } from './looks.test-support.ts';
import {
  eventually,
  goTo,
  newPerson,
  openConsole,
  startWithBrowser,
} from './product.test-support.ts';
import type { Product } from './product.test-support.ts';
import { visitorIdOf } from './shop-person.test-support.ts';

let product: Product;
let browser: Browser;
let mail: MailServer;
let agent: Page;
let visitor: Page;
let other: Page;

before(async () => {
  mail = await startMailServer();
  const environment = { OPPORTUNE_SMTP_URL: mail.url };
  [product, browser] = await startWithBrowser({ environment });
  await product.call('POST', '/skills', { id: 'returns', name: 'Returns' });
});
after(async () => {
  await browser?.close();
  await product?.close();
  mail?.server.close();
});

async function newestOf(page: Page, status: Conversation['status']): Promise<Conversation> {
  const id = await visitorIdOf(page);
  const { items } = await eventually(
    () => product.call<{ items: Conversation[] }>('GET', `/conversations?visitor=${id}`),
    (found) => found.items[0]?.status === status,
  );
  const newest = items[0];
  assert.equal(newest?.status, status);
  return newest;
}

const siteNow = async (): Promise<Site | undefined> =>
  (await product.call<{ items: Site[] }>('GET', '/sites')).items[0];

describe('a manager', () => {
  it('[PF1] [PF2] makes the form of the button beside its preview', async () => {
    const site = await siteNow();
    agent = await openConsole(browser, product, `/settings/sites/${site?.id}`);
    await agent.getByRole('button', { name: /what is asked before the chat/ }).click();
    const dialog = agent.getByRole('dialog', { name: 'Before the chat' });
    await dialog.getByRole('group', { name: 'Field 1' }).getByLabel('Label').fill('Your name');
    const topic = dialog.getByRole('group', { name: 'Field 2' });
    await topic.getByLabel('Label').fill('What is it about?');
    await topic.getByLabel('Kind').selectOption('choice');
    await topic.getByLabel('Options, one a line').fill('A return\nAdvice');
    await topic.getByLabel('A return asks for').selectOption('returns');
    await dialog.getByRole('button', { name: 'Add a field' }).click();
    const order = dialog.getByRole('group', { name: 'Field 3' });
    await order.getByLabel('Label').fill('Order number');
    await order.getByLabel('Shown').selectOption({ label: 'If “What is it about?” is A return' });
    await order.getByLabel('Filled in with').selectOption('order');
    assert.deepEqual(await lookAt(agent), []);
    await dialog.getByRole('button', { name: 'Use this form' }).click();
    const kept = await eventually(siteNow, (found) => found?.contactButton.before != null);
    const fields = kept?.contactButton.before?.fields ?? [];
    assert.deepEqual(
      fields.map(({ field, fact, when, skills }) => [field.type, fact, when?.field, skills]),
      [
        ['text', 'name', undefined, undefined],
        ['choice', undefined, undefined, { o1: 'returns' }],
        ['text', 'order', fields[1]?.field.id, undefined],
      ],
    );
  });
});

describe('a visitor', () => {
  it('[PF3] [PF4] fills it in, and the agent reads the answers with their skill', async () => {
    await goTo(agent, '/inbox');
    visitor = await newPerson(browser);
    await visitor.goto(product.shopUrl);
    await visitor.getByRole('button', { name: 'Ask us' }).click();
    const window = visitor.getByRole('dialog');
    await window.getByLabel('Your name').fill('Anna Bell');
    assert.equal(await window.getByLabel('Order number').isVisible(), false);
    await window.getByRole('radio', { name: 'A return' }).check();
    await window.getByLabel('Order number').fill('A-1007');
    assert.deepEqual(await lookAt(visitor), []);
    await window.getByLabel('Your question').fill('May I send the lamp back?');
    await window.getByRole('button', { name: 'Start chat' }).click();
    const { skill, visitorName, id } = await newestOf(visitor, 'active');
    assert.deepEqual([skill, visitorName], ['returns', 'Anna Bell']);
    await goTo(agent, `/inbox/${id}`);
    await agent.getByText('A-1007').first().waitFor();
    await agent.getByText('May I send the lamp back?').first().waitFor();
    assert.deepEqual(await lookAt(agent), []);
  });

  it('[EW6] reads the expected wait, and so does the agent', async () => {
    const { agents } = await product.call<{ agents: { user: string }[] }>('GET', '/agents');
    const user = agents[0]?.user ?? '';
    await product.call('PATCH', `/users/${user}`, { room: 1 });
    other = await newPerson(browser);
    await other.goto(product.shopUrl);
    await other.getByRole('button', { name: 'Ask us' }).click();
    const window = other.getByRole('dialog');
    await window.getByRole('radio', { name: 'Advice' }).check();
    await window.getByLabel('Your question').fill('Which lamp is brighter?');
    await window.getByRole('button', { name: 'Start chat' }).click();
    await window.getByText('About 10 minutes').waitFor();
    assert.deepEqual(await lookAt(other), []);
    await agent
      .getByText(/New visitors wait about \d+ min/)
      .first()
      .waitFor();
    assert.deepEqual(await lookAt(agent), []);
    await goTo(agent, '/team');
    await agent
      .getByText(/New visitors wait about \d+ min/)
      .first()
      .waitFor();
    assert.deepEqual(await lookAt(agent), []);
  });
});

describe('a message that was left', () => {
  const counted = async () => {
    const { whole } = await product.call<History>('GET', '/history?by=agent');
    return [whole.begun.value, whole.abandoned.value];
  };

  it('[C4] [CS1] [CS2] turns the waiting conversation into a case, whose answer goes out by e-mail', async () => {
    const window = other.getByRole('dialog');
    const waited = await newestOf(other, 'waiting');
    const before = await counted();
    await window.getByRole('button', { name: 'Leave a message instead' }).click();
    await window.getByLabel('E-mail').fill('bea@example.com');
    await window.getByLabel('Your question').fill('Which lamp is brighter?\nI am in no hurry.');
    await window.getByRole('button', { name: 'Send message' }).click();
    const { id, caseState } = await newestOf(other, 'message');
    assert.equal(caseState, 'open');
    assert.equal(id, waited.id, 'one conversation, with what was said before');
    assert.deepEqual(
      await counted(),
      before,
      'nobody begun another, or went away without an answer',
    );
    await window.getByRole('button', { name: 'Close', exact: true }).last().click();
    await goTo(agent, '/team');
    await agent.getByText('Messages to answer: 1').waitFor();
    await goTo(agent, `/inbox/${id}`);
    const bar = agent.getByRole('group', { name: 'Case' });
    await bar.getByLabel('Assigned to').selectOption({ label: 'Administrator' });
    await agent.getByRole('textbox', { name: /bea@example\.com/ }).fill('The **Orla**, by far.');
    // Buttons are disabled while the case is being assigned.
    await bar.locator('button:enabled', { hasText: 'Close the case' }).waitFor();
    assert.deepEqual(await lookAt(agent), []);
    await agent.getByRole('button', { name: 'Send answer' }).click();
    await bar.getByText('Answered').waitFor();
    const letters = lettersAbout(mail, / answered your message$/);
    const [letter = ''] = letters;
    assert.equal(letters.length, 1);
    assert.match(letter, /^To: bea@example\.com$/m);
    assert.match(letter, /^Reply-To: mara@aldermoor\.example$/m);
    assert.match(letter, /The Orla, by far\./);
    assert.match(letter, /> I am in no hurry\./);
  });

  it('[CS1] counts as unanswered until it is answered, and so do cases outside the list', async () => {
    let unlisted = 0;
    await agent.routeWebSocket('**/api/v1/socket*', (line) => {
      const server = line.connectToServer();
      line.onMessage((frame) => server.send(frame));
      server.onMessage((text) => {
        const frame = JSON.parse(String(text)) as { type: string };
        line.send(
          frame.type === 'conversations.all' ? JSON.stringify({ ...frame, unlisted }) : text,
        );
      });
    });
    const at = agent.url();
    await goTo(agent, '/team');
    await agent.getByText('New visitors wait', { exact: false }).first().waitFor();
    assert.equal(await agent.getByText(/^Messages to answer/).count(), 0);
    unlisted = 7;
    await agent.reload();
    await agent.getByText('Messages to answer: 7').waitFor();
    await agent.goto(at);
    await agent
      .getByRole('link', { name: '7 older messages wait for an answer. Search' })
      .waitFor();
    assert.deepEqual(await lookAt(agent), []);
  });

  it('[CS3] shows its answer in the window when the visitor comes back, even after it is closed', async () => {
    const bar = agent.getByRole('group', { name: 'Case' });
    await bar.getByRole('button', { name: 'Close the case' }).click();
    await bar.getByText('Closed').waitFor();
    assert.deepEqual(await lookAt(agent), []);
    await other.goto(`${product.shopUrl}/product/orla`);
    await other.getByRole('button', { name: /1 new message/ }).click();
    await other.getByRole('dialog').getByText('by far.').first().waitFor();
    assert.deepEqual(await lookAt(other), []);
  });
});
