// Stored conversations, in a real browser: a manager defines tags, dispositions and fields, an
// agent assigns them, earlier conversations are read in place, and a search finds conversations by
// their words.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import {
  type ConversationLabels,
  labelLimits,
  type LabelLists,
} from '@opportune/protocol/rest/conversation/labels.ts';
import { lookAt } from './looks.test-support.ts';
import {
  eventually,
  goTo,
  inviteUser,
  newPerson,
  openConsole,
  startWithBrowser,
} from './product.test-support.ts';
import type { Person, Product } from './product.test-support.ts';
import { visitorIdOf } from './shop-person.test-support.ts';

let product: Product;
let browser: Browser;
let manager: Page;
let agent: Page;
let visitor: Page;
let tomas: Person;
let conversation: string;

before(async () => {
  [product, browser] = await startWithBrowser();
  tomas = await inviteUser(product, {
    email: 'tomas@aldermoor.example',
    name: 'Tomas Weber',
    role: 'agent',
  });
  manager = await openConsole(browser, product, '/settings/conversations');
});
after(async () => {
  await browser?.close();
  await product?.close();
});

const lists = (): Promise<LabelLists> => product.call('GET', '/conversation-labels');
const dialog = (page: Page): Locator => page.getByRole('dialog');
const panel = (): Locator => agent.getByRole('complementary');

async function asks(text: string): Promise<void> {
  await visitor.getByRole('button', { name: 'Ask us' }).click();
  await visitor.getByRole('textbox', { name: /question/i }).fill(text);
  await visitor.getByRole('button', { name: 'Start chat' }).click();
}

/** The visitor's newest conversation, once it has this status. */
async function standing(status: Conversation['status']): Promise<Conversation> {
  const id = await visitorIdOf(visitor);
  const found = await eventually(
    () => product.call<{ items: Conversation[] }>('GET', `/conversations?visitor=${id}`),
    ({ items }) => items[0]?.status === status,
  );
  const newest = found?.items[0];
  assert.equal(newest?.status, status);
  return newest;
}

describe('the lists of an account', () => {
  it('[J1] take tags, dispositions and fields, and refuse a name twice', async () => {
    await manager.getByText('No tag yet').waitFor();
    assert.deepEqual(await lookAt(manager), []);
    const add = async (button: string, field: string, ...names: string[]): Promise<void> => {
      await manager.getByRole('button', { name: button }).click();
      for (const name of names) {
        await manager.getByRole('textbox', { name: field, exact: true }).fill(name);
        await manager.keyboard.press('Enter');
        await manager.getByRole('button', { name, exact: true }).waitFor();
      }
      await manager.keyboard.press('Escape');
    };
    await add('Add a tag', 'Tag', 'Delivery', 'Refund');
    await add('Add a disposition', 'Disposition', 'Solved', 'Not solved');
    await manager.getByRole('button', { name: 'Add a tag' }).click();
    await manager.getByRole('textbox', { name: 'Tag', exact: true }).fill('refund');
    await manager.getByText('This name is on the list already').waitFor();
    await manager.keyboard.press('Escape');
    await manager.getByRole('switch', { name: /^Require one/ }).click();
    // Of conversations; those of contacts come after them.
    await manager.getByRole('button', { name: 'Add a field' }).first().click();
    await dialog(manager).getByLabel('Name').fill('Serial number');
    assert.deepEqual(await lookAt(manager), []);
    await dialog(manager).getByRole('button', { name: 'Save' }).click();
    await dialog(manager).waitFor({ state: 'detached' });
    const kept = await eventually(lists, ({ fields }) => fields.length === 1);
    assert.deepEqual(
      [kept?.tags, kept?.dispositions, kept?.fields].map((list) => list?.map(({ name }) => name)),
      [['Delivery', 'Refund'], ['Solved', 'Not solved'], ['Serial number']],
    );
    assert.equal(kept?.dispositionRequired, true);
    assert.deepEqual(await lookAt(manager), []);
    await manager.context().close();
  });
});

describe('an agent who works on a conversation', () => {
  const labels = (): Promise<ConversationLabels> =>
    product.call('GET', `/conversations/${conversation}/labels`);

  before(async () => {
    agent = await openConsole(browser, product, '/inbox', tomas);
    visitor = await newPerson(browser);
    await visitor.goto(product.shopUrl);
    await asks('The Orla lamp flickers');
    conversation = (await standing('active')).id;
    await goTo(agent, `/inbox/${conversation}`);
  });

  it('[J2] tags it and fills in its fields beside the messages', async () => {
    await panel().getByRole('button', { name: 'Add a tag' }).click();
    await agent.getByRole('searchbox', { name: 'Find a tag' }).fill('ref');
    await agent.keyboard.press('Enter');
    await panel().getByText('Refund').waitFor();
    await panel().getByLabel('Serial number').fill('OR-7731');
    await panel().getByLabel('Serial number').press('Enter');
    const kept = await eventually(
      labels,
      ({ tags, fields }) => tags.length === 1 && Object.keys(fields).length === 1,
    );
    assert.deepEqual(Object.values(kept?.fields ?? {}), ['OR-7731']);
    assert.deepEqual(await lookAt(agent), []);
  });

  it('[J1] can remove a tag again, however long its name', async () => {
    const { tags } = await lists();
    const name = 'W'.repeat(labelLimits.nameLength);
    const longer = { tags: [...tags, { name }] };
    const made = await product.call<LabelLists>('PUT', '/conversation-labels', longer);
    const addTags = made.tags.filter((tag) => tag.name === name).map(({ id }) => id);
    await product.call('PUT', `/conversations/${conversation}/labels`, { addTags });
    const tab = await agent.context().newPage();
    await tab.goto(`${product.url}/inbox/${conversation}`);
    const remove = tab.getByRole('button', { name: new RegExp(name) });
    await remove.waitFor();
    const [at, size] = [await remove.boundingBox(), tab.viewportSize()];
    assert.ok(at !== null && size !== null && at.x + at.width <= size.width, JSON.stringify(at));
    await remove.click();
    await eventually(labels, ({ tags: left }) => left.length === 1);
    await tab.close();
    await product.call('PUT', '/conversation-labels', { tags });
  });

  it('[X6] finds an unsent reply kept apart from the notes of the wrap-up', async () => {
    const reply = agent.getByRole('textbox', { name: /^Reply to/ });
    await reply.fill('We send you a new');
    await agent.getByRole('button', { name: 'End', exact: true }).click();
    await agent.getByText('Not sent yet: “We send you a new”').waitFor();
    const note = agent.getByRole('textbox', { name: 'Note to agents' });
    assert.equal(await note.inputValue(), '');
    await note.fill('The wire is loose');
    await note.press('Enter');
    await agent.getByRole('log').getByText('The wire is loose').waitFor();
    await agent.getByText('Not sent yet: “We send you a new”').waitFor();
    assert.deepEqual(await lookAt(agent), []);
    const stored = JSON.stringify(
      await product.call('GET', `/conversations/${conversation}/messages`),
    );
    assert.ok(stored.includes('The wire is loose') && !stored.includes('We send you a new'));
    await agent.getByRole('button', { name: 'Reopen', exact: true }).click();
    await eventually(
      () => reply.inputValue(),
      (text) => text === 'We send you a new',
    );
    await reply.fill('');
  });

  it('[J3] is asked for the disposition before putting it away', async () => {
    await agent.getByRole('button', { name: 'End', exact: true }).click();
    await agent.getByRole('button', { name: 'Done', exact: true }).click();
    await dialog(agent).getByText('How did it end?').waitFor();
    assert.deepEqual(await lookAt(agent), []);
    const putAway = dialog(agent).getByRole('button', { name: 'Put away' });
    assert.ok(await putAway.isDisabled());
    assert.equal((await standing('wrap-up')).id, conversation);
    await dialog(agent).getByText('Solved', { exact: true }).click();
    await putAway.click();
    await standing('ended');
    const { dispositions } = await lists();
    assert.equal((await labels()).disposition, dispositions[0]?.id);
  });
});

describe('a conversation that is over', () => {
  it('[J4] is read in place beside the visitor’s next one', async () => {
    await visitor.goto('about:blank');
    await visitor.goto(product.shopUrl);
    await visitor.getByRole('button', { name: 'Ask us' }).click();
    await visitor.getByRole('textbox', { name: /question/i }).fill('And the Brae lamp?');
    await visitor.getByRole('button', { name: 'Start chat' }).click();
    const next = await standing('active');
    await goTo(agent, `/inbox/${next.id}`);
    await panel().getByRole('tab', { name: 'Earlier 1' }).click();
    await panel()
      .getByRole('button', { name: /The Orla lamp flickers/ })
      .click();
    const reader = panel().getByRole('region', { name: 'What was said' });
    await reader.getByText('The Orla lamp flickers').waitFor();
    assert.ok(agent.url().endsWith(next.id), 'the conversation that is worked on stays open');
    assert.equal(await reader.getByRole('textbox').count(), 0);
    assert.deepEqual(await lookAt(agent), []);
    await panel().getByRole('button', { name: 'Back to the list' }).click();
    await panel()
      .getByRole('button', { name: /The Orla lamp flickers/ })
      .waitFor();
  });

  it('[J10] is merged into it, read above it, and separated again', async () => {
    const earlier = panel().getByRole('button', { name: /The Orla lamp flickers/ });
    await earlier.click();
    await panel().getByRole('button', { name: 'Merge into this conversation' }).click();
    const merged = agent.getByRole('region', { name: 'Merged into this conversation' });
    await merged.getByText('The Orla lamp flickers').click();
    await merged.getByRole('region', { name: 'What was said' }).waitFor();
    await agent.getByText(/^Tomas Weber merged the conversation of/).waitFor();
    assert.deepEqual(await lookAt(agent), []);
    await merged.getByRole('button', { name: 'Separate' }).click();
    await merged.waitFor({ state: 'detached' });
    await agent.getByText(/^Tomas Weber separated the conversation of/).waitFor();
    await earlier.waitFor();
  });

  it('[J6] is found by its words, its fields and its filters, and read there', async () => {
    await agent.getByRole('button', { name: 'Search', exact: true }).click();
    await agent.getByRole('searchbox', { name: 'Name or words' }).fill('flick');
    await agent.getByRole('link', { name: 'Search all conversations for “flick”' }).click();
    const found = agent.getByRole('region', { name: 'Results' });
    await found.getByRole('button', { name: /The Orla lamp flickers/ }).waitFor();
    assert.equal(await found.locator('mark').first().textContent(), 'flickers');
    assert.deepEqual(await lookAt(agent), []);
    await agent.getByRole('searchbox', { name: /Words, names/ }).fill('OR-7731');
    await agent.waitForURL(/q=.*OR-7731/);
    await found.getByRole('button').click();
    await agent
      .getByRole('region', { name: 'What was said' })
      .getByText(/flickers/)
      .waitFor();
    assert.deepEqual(await lookAt(agent), []);
    await agent.getByRole('searchbox', { name: /Words, names/ }).fill('');
    await agent.getByLabel('State', { exact: true }).selectOption('ended');
    await agent.waitForURL((url) => url.search.includes('ended') && !url.search.includes('7731'));
    await eventually(
      () => found.getByRole('button').count(),
      (many) => many === 1,
    );
    await agent.getByLabel('State', { exact: true }).selectOption('message');
    await agent.getByText('Nothing found').waitFor();
    await agent.getByRole('button', { name: 'Clear filters' }).click();
    await eventually(
      () => found.getByRole('button').count(),
      (many) => many === 2,
    );
  });

  it('[J7] is shown as plain text, whatever it contains', async () => {
    const hostile = 'peculiar "><img src=x onerror="window.hurt=1"><script>window.hurt=1</script>';
    await visitor.getByRole('textbox').last().fill(hostile);
    await visitor.keyboard.press('Enter');
    await goTo(agent, '/search?q=peculiar');
    const found = agent.getByRole('region', { name: 'Results' });
    await eventually(
      async () => {
        await agent.reload();
        await agent
          .getByText(/Nothing found|peculiar/)
          .first()
          .waitFor();
        return found.getByRole('button').count();
      },
      (many) => many === 1,
    );
    assert.equal(await found.locator('img, script').count(), 0);
    await found.getByRole('button').click();
    const said = agent.getByRole('region', { name: 'What was said' });
    await said.getByText(/peculiar/).waitFor();
    assert.equal(await said.locator('img, script').count(), 0);
    assert.equal(await agent.evaluate(() => 'hurt' in window), false);
  });

  it('[J5] continues with the visitor’s next message if the account allows it', async () => {
    await product.call('PUT', '/reopening', { agentH: 24, visitorH: 24 });
    const { id } = await standing('active');
    await goTo(agent, `/inbox/${id}`);
    await agent.getByRole('button', { name: 'End', exact: true }).click();
    await agent.getByRole('button', { name: 'Done', exact: true }).click();
    await dialog(agent).getByText('Not solved', { exact: true }).click();
    await dialog(agent).getByRole('button', { name: 'Put away' }).click();
    await standing('ended');
    await visitor.goto('about:blank');
    await visitor.goto(product.shopUrl);
    await visitor.getByRole('button', { name: 'Ask us' }).click();
    await visitor.getByRole('textbox', { name: /question/i }).fill('One more thing');
    await visitor.getByRole('button', { name: 'Start chat' }).click();
    assert.equal((await standing('active')).id, id);
    await agent.getByRole('log').getByText('One more thing').waitFor();
    await agent
      .getByRole('log')
      .getByText(/^Reopened/)
      .waitFor();
    await visitor.getByText('And the Brae lamp?').waitFor();
    await visitor.getByText('One more thing').first().waitFor();
  });
});
