// A manager's day in real browsers. Waiting conversations are given to an agent, and an agent's
// conversation is watched and taken over. The history shows the same figures for today as the
// team's page. A report is ordered by e-mail. A conversation that is about to miss its service
// level rises.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { History, ScheduledReports } from '@opportune/protocol/rest/team/history.ts';
import { lookAt } from './looks.test-support.ts';
import {
  administrator,
  eventually,
  goTo,
  inviteUser,
  openConsole,
  startWithBrowser,
} from './product.test-support.ts';
import type { Person, Product } from './product.test-support.ts';
import { comeToShop } from './socket-visitor.test-support.ts';
import type { SocketVisitor } from './socket-visitor.test-support.ts';

let product: Product;
let browser: Browser;
let manager: Page;
let tomas: Page;
let agent: Person;

before(async () => {
  [product, browser] = await startWithBrowser();
  await product.call('PATCH', '/account', { timeZone: zoneWhereItIsDay() });
  await product.call('PUT', '/routing', { mode: 'pick' });
  const serviceLevel = { withinS: 600, share: 0.8 };
  const fallback = { to: 'nobody' };
  await product.call('POST', '/skills', { id: 'returns', name: 'Returns', serviceLevel, fallback });
  const soon = { withinS: 20, share: 0.8 };
  await product.call('POST', '/skills', { id: 'repairs', name: 'Repairs', serviceLevel: soon });
  const user = { email: 'tomas@aldermoor.example', name: 'Tomas Weber', role: 'agent' } as const;
  agent = await inviteUser(product, user);
  tomas = await openConsole(browser, product, '/inbox', agent);
  manager = await openConsole(browser, product, '/team', administrator);
});
after(async () => {
  await browser?.close();
  await product?.close();
});

/** A time zone in which no midnight comes between the events and the figures of today. */
function zoneWhereItIsDay(): string {
  const hour = new Date().getUTCHours();
  // Ten hours behind all year.
  return hour >= 6 && hour < 18 ? 'UTC' : 'Pacific/Honolulu';
}

async function asks(text: string): Promise<SocketVisitor> {
  const visitor = await comeToShop(product, { path: '/', title: 'Shop' });
  await visitor.frame('welcome');
  const message = { id: `m-${visitor.id}`, text };
  visitor.send({ type: 'chat.start', request: `start-${visitor.id}`, message });
  await eventually(
    () => conversationOf(visitor),
    (found) => found !== undefined,
  );
  return visitor;
}

async function conversationOf({ id }: SocketVisitor): Promise<Conversation | undefined> {
  const at = `/conversations?visitor=${id}`;
  return (await product.call<{ items: Conversation[] }>('GET', at)).items[0];
}

const rowOf = (text: string): Locator => manager.getByRole('row').filter({ hasText: text });
const figure = (name: string): Locator =>
  manager
    .locator('.history-figures > div')
    .filter({ has: manager.getByRole('button', { name, exact: true }) })
    .locator('.history-value');

describe('[HI5] the manager view', () => {
  it('gives a waiting conversation to an agent or a skill, and shows it there without a reload', async () => {
    const [first, second] = [await asks('Where is my parcel?'), await asks('The lamp is broken')];
    const waits = manager.getByRole('region', { name: 'Waiting' });
    await waits.getByText('Where is my parcel?').waitFor();
    await waits.getByText('The lamp is broken').waitFor();
    assert.deepEqual(await lookAt(manager), []);
    await waits
      .getByRole('row')
      .filter({ hasText: 'Where is my parcel?' })
      .getByRole('button', { name: /^Give to an agent/ })
      .click();
    await manager.getByRole('menuitem', { name: /Tomas Weber/ }).click();
    await tomas.getByText('Where is my parcel?').first().waitFor();
    await eventually(
      () => conversationOf(first),
      (found) => found?.agent?.name === 'Tomas Weber',
    );
    await rowOf('The lamp is broken')
      .getByRole('button', { name: /^Give to an agent/ })
      .click();
    await manager.getByRole('menuitem', { name: 'Returns' }).click();
    const asked = await eventually(
      () => conversationOf(second),
      (found) => found?.skill === 'returns',
    );
    assert.equal(asked?.status, 'waiting');
    await rowOf('The lamp is broken').getByText('Returns').waitFor();
    await manager
      .getByRole('region', { name: 'Queues' })
      .getByText('target 80% in 10:00')
      .waitFor();
  });

  it('[KB7] counts for an agent the conversations that they may be given, by present skills', async () => {
    const { items } = await product.call<{ items: { id: string; email: string }[] }>(
      'GET',
      '/users',
    );
    const give = (to: Person, ...skills: { skill: string; level: number }[]) =>
      product.call('PUT', `/users/${items.find(({ email }) => email === to.email)?.id}/skills`, {
        skills,
      });
    const counts = (many: number) =>
      tomas.waitForFunction((begin) => document.title.startsWith(begin), `(${many}) `);
    const returns = { skill: 'returns', level: 3 };
    // One is theirs and unread. The other waits for a skill that nobody has, so it is everybody's.
    await counts(2);
    await give(administrator, returns);
    await counts(1);
    await give(agent, returns);
    await counts(2);
    await give(administrator);
    await give(agent);
    await counts(2);
  });

  it('opens an agent’s conversation to watch it and to take it over', async () => {
    await tomas.getByText('Where is my parcel?').first().click();
    await tomas.getByRole('textbox', { name: /Reply/ }).fill('It left this morning.');
    await tomas.keyboard.press('Enter');
    await manager.getByRole('button', { name: 'What Tomas Weber has now' }).click();
    const dialog = manager.getByRole('dialog');
    await dialog.getByText('It left this morning.').waitFor();
    assert.deepEqual(await lookAt(manager), []);
    await dialog.getByRole('link', { name: 'Listen in' }).click();
    await manager.getByText('It left this morning.').first().waitFor();
    assert.match(new URL(manager.url()).pathname, /^\/inbox\/./);
    await manager.goBack();
    await manager.getByRole('button', { name: 'What Tomas Weber has now' }).click();
    await dialog.getByRole('button', { name: 'Take over' }).click();
    await dialog.getByText('Tomas Weber has no conversation now.').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).last().click();
  });
});

describe('the history', () => {
  it('[HI3] shows the same figures for today as the team’s page and the API', async () => {
    const today = await eventually(
      () => product.call<History>('GET', '/history?by=agent'),
      ({ whole }) => whole.answered.value === 1,
    );
    assert.deepEqual([today.whole.begun.value, today.whole.transfers.value], [2, 1]);
    const had = manager.getByRole('row').filter({ hasText: 'Administrator' });
    await had.getByRole('cell', { name: '1', exact: true }).first().waitFor();
    await manager.getByRole('tab', { name: 'History' }).click();
    await manager.getByText('Today', { exact: true }).click();
    await figure('Conversations').getByText('2', { exact: true }).waitFor();
    await figure('Answered').getByText('1', { exact: true }).waitFor();
    await figure('Transfers').getByText('1', { exact: true }).waitFor();
    await figure('On their own').getByText('2', { exact: true }).waitFor();
    assert.deepEqual(await lookAt(manager), []);
  });

  it('explains a figure, draws it by agent, and gives the same numbers as a file', async () => {
    await manager.getByRole('button', { name: 'About Occupancy' }).click();
    await manager.getByText(/divided by the time online/).waitFor();
    assert.deepEqual(await lookAt(manager), []);
    await manager.keyboard.press('Escape');
    await manager.getByRole('button', { name: 'Transfers', exact: true }).click();
    await manager.getByText('Agent', { exact: true }).click();
    await manager.getByRole('heading', { name: 'Transfers by agent' }).waitFor();
    await manager.getByRole('img', { name: 'Transfers by agent' }).waitFor();
    await rowOf('No agent').first().waitFor();
    const href = await manager.getByRole('link', { name: 'CSV' }).getAttribute('href');
    const file = await manager.evaluate(async (at) => (await fetch(at ?? '')).text(), href);
    const [head = '', whole = ''] = file.split('\r\n');
    assert.ok(head.startsWith('Agent,from,until,Conversations,'), head);
    assert.match(whole, /^,[\d-]+,[\d-]+,2,2,/);
    assert.deepEqual(await lookAt(manager), []);
  });
});

describe('reports by e-mail', () => {
  it('[HI6] are ordered, changed and ended', async () => {
    await manager.getByRole('tab', { name: 'By e-mail' }).click();
    await manager.getByText('No mail server is set up').waitFor();
    assert.deepEqual(await lookAt(manager), []);
    await manager.getByRole('button', { name: 'New report' }).click();
    const dialog = manager.getByRole('dialog');
    await dialog.getByText('Every week').click();
    await dialog.getByLabel('On', { exact: true }).selectOption('Friday');
    await dialog.getByLabel('At', { exact: true }).selectOption('07:00');
    await dialog.getByLabel('Resolved').check();
    assert.deepEqual(await lookAt(manager), []);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await manager.getByRole('cell', { name: 'Friday at 07:00' }).waitFor();
    const { reports } = await product.call<ScheduledReports>('GET', '/my-reports');
    assert.deepEqual(
      reports.map(({ every, weekday, hour, figures, by }) => [
        every,
        weekday,
        hour,
        figures.at(-1),
        by,
      ]),
      [['week', 5, 7, 'resolved', 'day']],
    );
    assert.deepEqual(await lookAt(manager), []);
    await manager.getByRole('button', { name: 'Stop sending' }).click();
    await manager.getByText('No report is sent to you').waitFor();
  });
});

describe('an agent', () => {
  it('sees who is here, and no figures of others', async () => {
    await goTo(tomas, '/team/history');
    await tomas.getByRole('heading', { name: 'Agents' }).waitFor();
    assert.equal(await tomas.getByRole('tab').count(), 0);
    assert.equal(await tomas.getByRole('button', { name: /^Give to an agent/ }).count(), 0);
    const status = await tomas.evaluate(async () => (await fetch('/api/v1/history')).status);
    assert.equal(status, 403);
    assert.deepEqual(await lookAt(tomas), []);
  });
});

describe('waiting conversations', () => {
  it('[C27] [C30] rise in the inbox when they are about to miss the service level of their skill', async () => {
    await goTo(tomas, '/inbox');
    await goTo(manager, '/team');
    await asks('Is it in stock?');
    const from = performance.now();
    const later = await asks('My lamp flickers');
    await rowOf('My lamp flickers')
      .getByRole('button', { name: /^Give to an agent/ })
      .click();
    await manager.getByRole('menuitem', { name: 'Repairs' }).click();
    await eventually(
      () => conversationOf(later),
      (found) => found?.skill === 'repairs',
    );
    const inOrder = async (): Promise<string> => {
      const rows = await tomas.locator('.conv').allInnerTexts();
      const asked = ['Is it in stock?', 'My lamp flickers'];
      return rows.flatMap((row) => asked.find((text) => row.includes(text)) ?? []).join(', ');
    };
    await eventually(inOrder, (order) => order === 'Is it in stock?, My lamp flickers');
    await eventually(inOrder, (order) => order === 'My lamp flickers, Is it in stock?');
    // Three quarters of its 20 s.
    assert.ok(performance.now() - from >= 15_000);
    assert.deepEqual(await lookAt(tomas), []);
  });
});
