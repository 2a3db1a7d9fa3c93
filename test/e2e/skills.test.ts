// Skills in real browsers. A manager makes them and assigns them to people, and an engagement asks
// for one. Its visitors reach that agent, are handed to another skill, or reach the fallback while
// that agent is away.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { Campaign, CampaignSummary } from '@opportune/protocol/rest/campaign/campaign.ts';
import type { AgentSkills, SkillList } from '@opportune/protocol/rest/team/skills.ts';
import { lookAt } from './looks.test-support.ts';
import {
  eventually,
  goTo,
  inviteUser,
  openConsole,
  startWithBrowser,
} from './product.test-support.ts';
import type { Person, Product } from './product.test-support.ts';
import { personIn, visitorIdOf } from './shop-person.test-support.ts';

let product: Product;
let browser: Browser;
let manager: Page;
let tomas: Page;
let ines: Page;
const people: Record<'tomas' | 'ines', Person> = {
  tomas: { email: 'tomas@aldermoor.example', password: '' },
  ines: { email: 'ines@aldermoor.example', password: '' },
};

const dialog = (): Locator => manager.getByRole('dialog');
const save = async (): Promise<void> => {
  await dialog().getByRole('button', { name: 'Save' }).click();
  await dialog().waitFor({ state: 'detached' });
};
const skills = (): Promise<SkillList> => product.call('GET', '/skills');

async function conversationOf(visitor: Page): Promise<Conversation | undefined> {
  const id = await visitorIdOf(visitor);
  const { items } = await product.call<{ items: Conversation[] }>(
    'GET',
    `/conversations?visitor=${id}`,
  );
  return items[0];
}

async function asks(visitor: Page, text: string): Promise<void> {
  await visitor.getByRole('button', { name: 'Chat with us' }).click();
  await visitor.getByRole('textbox', { name: /message/i }).fill(text);
  await visitor.keyboard.press('Enter');
}

before(async () => {
  [product, browser] = await startWithBrowser({ whole: true });
  manager = await openConsole(browser, product, '/settings/skills');
  people.tomas = await inviteUser(product, {
    email: people.tomas.email,
    name: 'Tomas Weber',
    role: 'agent',
  });
  people.ines = await inviteUser(product, {
    email: people.ines.email,
    name: 'Ines Ruiz',
    role: 'agent',
  });
});
after(async () => {
  await browser?.close();
  await product?.close();
});

describe('the list of skills', () => {
  it('teaches the first step, takes skills with a key and a fallback, and refuses a name twice', async () => {
    await manager.getByText('No skill yet').waitFor();
    assert.deepEqual(await lookAt(manager), []);
    await manager.getByRole('button', { name: 'New skill' }).click();
    await dialog().getByLabel('Name').fill('Money back');
    assert.equal(await dialog().getByLabel('Key').inputValue(), 'money-back');
    await dialog().getByLabel('Key').fill('returns');
    await dialog().getByLabel('After how many seconds').fill('4');
    assert.deepEqual(await lookAt(manager), []);
    await save();
    await manager.getByRole('button', { name: 'New skill' }).click();
    await dialog().getByLabel('Name').fill('money back');
    await dialog().getByText('A skill with this name exists').waitFor();
    await dialog().getByLabel('Name').fill('Sales');
    await dialog().getByLabel('If nobody with it is free').selectOption('Those with Money back');
    await save();
    assert.deepEqual(
      (await skills()).skills.map(({ id, name, fallback }) => [id, name, fallback]),
      [
        ['returns', 'Money back', { to: 'anyone', afterS: 4 }],
        ['sales', 'Sales', { to: 'skill', skill: 'returns', afterS: 60 }],
      ],
    );
    const cell = { name: 'Those with Money back, after 60 s', exact: true };
    await manager.getByRole('cell', cell).waitFor();
    assert.deepEqual(await lookAt(manager), []);
  });

  it('is given to people at levels', async () => {
    await goTo(manager, '/settings/people');
    const give = async (name: string, skill: string, level: string): Promise<void> => {
      await manager.getByRole('button', { name: `Change the skills of ${name}` }).click();
      await dialog().getByLabel(skill).selectOption(level);
      assert.deepEqual(await lookAt(manager), []);
      await save();
    };
    await give('Tomas Weber', 'Money back', '4');
    await give('Ines Ruiz', 'Sales', '2');
    await manager
      .getByRole('button', { name: 'Change the skills of Tomas Weber: Money back 4' })
      .waitFor();
    assert.deepEqual(await lookAt(manager), []);
    const { agents } = await product.call<AgentSkills>('GET', '/agent-skills');
    assert.deepEqual(
      new Set(agents.flatMap((each) => each.skills.map(({ skill, level }) => `${skill} ${level}`))),
      new Set(['returns 4', 'sales 2']),
    );
    await manager.context().close();
  });

  it('is for managers to change: an agent reads it', async () => {
    tomas = await openConsole(browser, product, '/inbox', people.tomas);
    ines = await openConsole(browser, product, '/inbox', people.ines);
    const ask = (method: string, path: string): Promise<number> =>
      tomas.evaluate(
        async ([how, where]) => {
          const body = how === 'GET' ? {} : { body: JSON.stringify({ name: 'Mine', skills: [] }) };
          const headers = { 'content-type': 'application/json' };
          return (await fetch(`/api/v1${where}`, { method: how ?? '', headers, ...body })).status;
        },
        [method, path],
      );
    assert.deepEqual(
      await Promise.all([ask('GET', '/skills'), ask('PUT', '/skills/returns')]),
      [200, 403],
    );
  });
});

describe('a visitor whose engagement asks for a skill', () => {
  before(async () => {
    const { items } = await product.call<{ items: CampaignSummary[] }>('GET', '/campaigns');
    const at = `/campaigns/${items[0]?.id}`;
    const { draft, revision } = await product.call<Campaign>('GET', at);
    const variants = draft.engagement.variants.map((variant) => ({
      ...variant,
      offer: { ...variant.offer, skill: 'returns' },
    }));
    const document = { ...draft, engagement: { ...draft.engagement, variants } };
    const saved = await product.call<Campaign>('PUT', `${at}/draft`, { revision, document });
    await product.call('POST', `${at}/publish`, { revision: saved.revision });
  });

  let visitor: Page;

  it('reaches the agent who has it, and nobody else', async () => {
    visitor = await personIn('treatment', browser, product);
    await asks(visitor, 'Can I send the lamp back?');
    await tomas.getByText('Can I send the lamp back?').first().click();
    await tomas.getByText('Asks for Money back').waitFor();
    const conversation = await conversationOf(visitor);
    assert.deepEqual([conversation?.skill, conversation?.agent?.name], ['returns', 'Tomas Weber']);
  });

  it('[C24] is handed to another skill, rings at an agent with it, and is theirs once accepted', async () => {
    await tomas.getByRole('button', { name: 'Transfer' }).click();
    await tomas.getByLabel('Note for the next agent').fill('Wants another lamp instead');
    await tomas.getByRole('button', { name: /^Sales/ }).click();
    await ines.getByRole('heading', { name: 'Ringing' }).waitFor();
    await ines.getByText('Can I send the lamp back?').first().click();
    await ines.getByText('Wants another lamp instead').waitFor();
    assert.equal((await conversationOf(visitor))?.agent?.name, 'Tomas Weber');
    assert.deepEqual(await lookAt(ines), []);
    await ines.getByRole('button', { name: 'Accept' }).click();
    const had = await eventually(
      () => conversationOf(visitor),
      (found) => found?.agent?.name === 'Ines Ruiz',
    );
    assert.equal(had?.skill, 'sales');
    await visitor.context().close();
  });

  it('waits the set seconds while that agent is offline, then reaches the fallback', async () => {
    visitor = await personIn('treatment', browser, product);
    await visitor.getByText('A question before you order?').waitFor();
    await tomas.locator('.me-button').click();
    await tomas.getByRole('button', { name: /^Offline/ }).click();
    const online = (): Promise<{ agents: { name: string; state: string }[] }> =>
      product.call('GET', '/agents');
    await eventually(online, ({ agents }) =>
      agents.some(({ name, state }) => name === 'Tomas Weber' && state === 'offline'),
    );
    await asks(visitor, 'My money back, please');
    const waiting = await eventually(
      () => conversationOf(visitor),
      (found) => found !== undefined,
    );
    assert.deepEqual([waiting?.status, waiting?.skill], ['waiting', 'returns']);
    const taken = await eventually(
      () => conversationOf(visitor),
      (found) => found?.agent != null,
    );
    assert.equal(taken?.agent?.name, 'Ines Ruiz');
    await ines.getByText('My money back, please').first().waitFor();
  });
});
