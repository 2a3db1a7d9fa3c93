// Two managers over one document of settings, in real browsers. The second to save is told, keeps
// what they typed, and either loads the other's version or knowingly replaces it. Covers a page of
// a single document, the form of a row, a list that is saved as a whole, and a switch.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { AccountSettings } from '@opportune/protocol/campaign/configuration.ts';
import type { User } from '@opportune/protocol/rest/account.ts';
import type { LabelLists } from '@opportune/protocol/rest/conversation/labels.ts';
import type { NeedList } from '@opportune/protocol/rest/conversation/needs.ts';
import type { RoutingSettings } from '@opportune/protocol/rest/team/routing.ts';
import type { Site } from '@opportune/protocol/rest/site.ts';
import type { SkillList } from '@opportune/protocol/rest/team/skills.ts';
import { lookAt } from './looks.test-support.ts';
import {
  eventually,
  goTo,
  inviteUser,
  leaveConsole,
  openConsole,
  startWithBrowser,
} from './product.test-support.ts';
import type { Person, Product } from './product.test-support.ts';

const said = 'Somebody else saved this in the meantime.';
let product: Product;
let browser: Browser;
let lena: Person;

before(async () => {
  [product, browser] = await startWithBrowser({ demo: false });
  const user = { email: 'lena@aldermoor.example', name: 'Lena Hart', role: 'manager' } as const;
  lena = await inviteUser(product, user);
});
after(async () => {
  await browser?.close();
  await product?.close();
});

/** Both managers on a page of settings. */
async function both(at: string): Promise<[mara: Page, lena: Page]> {
  return [await openConsole(browser, product, at), await openConsole(browser, product, at, lena)];
}

const save = (page: Page): Promise<void> =>
  page.getByRole('button', { name: 'Save', exact: true }).click();
const theirs = (page: Page): Promise<void> =>
  page.getByRole('button', { name: 'Load theirs' }).click();
const routing = (): Promise<RoutingSettings> => product.call('GET', '/routing');
const labels = (): Promise<LabelLists> => product.call('GET', '/conversation-labels');

describe('of two managers who save one document', () => {
  it('[WD2] the second is told, keeps the typed text, and continues from the version of the first', async () => {
    const [mara, other] = await both('/settings/routing');
    const seconds = (page: Page) => page.getByLabel('Ring time in seconds');
    await seconds(mara).fill('41');
    await seconds(other).fill('52');
    await save(mara);
    await mara.getByText('Saved').waitFor();
    await save(other);
    await other.getByText(said).waitFor();
    assert.equal(await seconds(other).inputValue(), '52');
    assert.equal((await routing()).ringS, 41);
    assert.deepEqual(await lookAt(other), []);
    await theirs(other);
    await eventually(
      () => seconds(other).inputValue(),
      (value) => value === '41',
    );
    await other.getByText(said).waitFor({ state: 'detached' });
    for (const ringS of [53, 54]) {
      await seconds(other).fill(String(ringS));
      await save(other);
      await eventually(routing, (now) => now.ringS === ringS);
    }
    for (const page of [mara, other]) leaveConsole(page);
  });

  it('[WD2] the second is also told in the form of a skill, in which the first changed other fields', async () => {
    const skills = async () => (await product.call<SkillList>('GET', '/skills')).skills;
    await product.call('POST', '/skills', { id: 'lamps', name: 'Lamps' });
    const page = await openConsole(browser, product, '/settings/skills');
    await page.getByRole('button', { name: 'Lamps', exact: true }).click();
    const name = page.getByRole('dialog').getByLabel('Name', { exact: true });
    await name.fill('Lamps and shades');
    await product.call('PUT', '/skills/lamps', { name: 'Lights', priority: 5 });
    await save(page);
    await page.getByText(said).waitFor();
    const isInSight = await page.getByText(said).evaluate((words) => {
      const { x, y } = words.getBoundingClientRect();
      return words.contains(document.elementFromPoint(x + 2, y + 2));
    });
    assert.ok(isInSight, 'it stands beneath the foot of the form');
    assert.equal(await name.inputValue(), 'Lamps and shades');
    assert.deepEqual(
      (await skills()).map((skill) => [skill.name, skill.priority]),
      [['Lights', 5]],
    );
    await theirs(page);
    await eventually(
      () => name.inputValue(),
      (value) => value === 'Lights',
    );
    await name.fill('Lights and shades');
    await save(page);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    assert.deepEqual(
      (await skills()).map((skill) => [skill.name, skill.priority]),
      [['Lights and shades', 5]],
    );
    leaveConsole(page);
  });

  it('[WD2] the second can keep their own by keyboard alone, and only the next save replaces the other', async () => {
    const [mara, other] = await both('/settings/routing');
    const seconds = (page: Page) => page.getByLabel('Ring time in seconds');
    await seconds(mara).fill('31');
    await seconds(other).fill('32');
    await save(mara);
    await mara.getByText('Saved').waitFor();
    await seconds(other).press('Enter');
    await other.getByText(said).waitFor();
    await other.getByRole('button', { name: 'Load theirs' }).focus();
    await other.keyboard.press('Tab');
    await other.keyboard.press('Enter');
    const kept = other.getByText('Not saved yet. The next save replaces what they saved.');
    await kept.and(other.locator(':focus')).waitFor();
    assert.equal(await seconds(other).inputValue(), '32');
    assert.equal((await routing()).ringS, 31);
    assert.deepEqual(await lookAt(other), []);
    await other.keyboard.press('Tab');
    await other.keyboard.press('Enter');
    await eventually(routing, ({ ringS }) => ringS === 32);
    await kept.waitFor({ state: 'detached' });
    for (const page of [mara, other]) leaveConsole(page);
  });

  it('[WD2] the second keeps their own change of one entry and the other’s of the rest, but no removed entry', async () => {
    const needs = async () => (await product.call<NeedList>('GET', '/needs')).needs;
    const add = (names: readonly { id?: string; name: string }[]) =>
      product.call<NeedList>('PUT', '/needs', { needs: names });
    const { needs: first } = await add([{ name: 'Delivery' }, { name: 'Returns' }]);
    const page = await openConsole(browser, product, '/settings/needs');
    const name = page.getByRole('dialog').getByLabel('Name', { exact: true });
    const keep = (): Promise<void> => page.getByRole('button', { name: 'Keep mine' }).click();
    await page.getByRole('button', { name: 'Delivery', exact: true }).click();
    await name.fill('Delivery times');
    await add(first.map((each) => ({ id: each.id, name: `Their ${each.name}` })));
    await save(page);
    await page.getByText(said).waitFor();
    assert.deepEqual(await lookAt(page), []);
    await keep();
    await page.getByText('Not saved yet.').waitFor();
    assert.equal(await name.inputValue(), 'Delivery times');
    await save(page);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    assert.deepEqual(
      (await needs()).map((each) => each.name),
      ['Delivery times', 'Their Returns'],
    );
    await page.getByRole('button', { name: 'Delivery times', exact: true }).click();
    await name.fill('When it comes');
    await add([{ name: 'Their own' }]);
    await save(page);
    await keep();
    await page.getByText(/^Somebody else removed or renamed this in the meantime/).waitFor();
    assert.equal(await name.inputValue(), 'When it comes');
    assert.deepEqual(
      (await needs()).map((each) => each.name),
      ['Their own'],
    );
    leaveConsole(page);
  });

  it('[WD2] a name typed for a list stays in its field, and is added to the list as the other saved it', async () => {
    const page = await openConsole(browser, product, '/settings/conversations');
    const add = async (): Promise<void> => page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Add a tag' }).click();
    const field = page.getByRole('textbox', { name: 'Tag', exact: true });
    await field.fill('Refund');
    await product.call('PUT', '/conversation-labels', { tags: [{ name: 'Delivery' }] });
    await add();
    await page.getByText(said).waitFor();
    assert.equal(await field.inputValue(), 'Refund');
    await theirs(page);
    await page.getByRole('button', { name: 'Delivery', exact: true }).waitFor();
    await field.focus();
    await add();
    const { tags } = await eventually(labels, (lists) => lists.tags.length === 2);
    assert.deepEqual(
      tags.map(({ name }) => name),
      ['Delivery', 'Refund'],
    );
    leaveConsole(page);
  });

  it('[WD2] the notice is fully visible on a phone, in every language, even from a field far above', async () => {
    const isWhole = (page: Page): Promise<boolean> =>
      page.getByRole('alert').evaluate((notice) =>
        [notice, ...notice.querySelectorAll('button')].every((part) => {
          const { left, right, top, bottom } = part.getBoundingClientRect();
          const { scrollWidth, clientWidth } = part;
          const seen = document.elementFromPoint(right - 2, bottom - 2);
          return (
            left >= 0 &&
            right <= innerWidth &&
            top >= 0 &&
            scrollWidth <= clientWidth &&
            (seen === part || notice.contains(seen))
          );
        }),
      );
    for (const [at, language] of (['de', 'es'] as const).entries()) {
      await product.call('PUT', '/my-language', { language });
      const page = await openConsole(browser, product, '/settings/routing');
      await page.setViewportSize({ width: 390, height: 844 });
      const seconds = page.getByRole('spinbutton').first();
      await seconds.fill('17');
      await product.call('PUT', '/routing', { ringS: 60 + at });
      await seconds.press('Enter');
      await page.getByRole('alert').waitFor();
      assert.ok(await isWhole(page), `${language}: routing`);
      await goTo(page, '/settings/conversations');
      await page.locator('.label-chips .accent-act').first().click();
      await page.locator('.label-input').fill('Late');
      await product.call('PUT', '/conversation-labels', { tags: [{ name: `Late ${at}` }] });
      await page.locator('.label-input').press('Enter');
      await page.getByRole('alert').waitFor();
      assert.ok(await isWhole(page), `${language}: tags`);
      await page.context().close();
    }
    await product.call('PUT', '/my-language', { language: null });
  });

  it('[WD2] a stale switch says so, and shows the saved state once it is loaded', async () => {
    const page = await openConsole(browser, product, '/settings/conversations');
    const visitors = page.getByRole('switch', { name: /^Visitors/ });
    await visitors.waitFor();
    const settings = { visitors: false, agents: true, types: ['image/png'], sizeMb: 2 };
    await product.call('PUT', '/attachment-settings', settings);
    await page.getByRole('switch', { name: /^Agents/ }).click();
    await page.getByText(/^Somebody else changed this meanwhile/).waitFor();
    await theirs(page);
    await eventually(
      () => visitors.isChecked(),
      (checked) => !checked,
    );
    const now = await product.call<typeof settings>('GET', '/attachment-settings');
    assert.equal(now.agents, true);
    await page.getByRole('switch', { name: /^Agents/ }).click();
    await eventually(
      () => product.call<typeof settings>('GET', '/attachment-settings'),
      ({ agents, visitors: taken }) => !agents && !taken,
    );
    leaveConsole(page);
  });
});

describe('of two administrators, one of whom changes a part', () => {
  it('[WD2] the account is overwritten only knowingly', async () => {
    const settings = async () =>
      (await product.call<{ settings: AccountSettings }>('GET', '/account')).settings;
    const page = await openConsole(browser, product, '/settings/account');
    const name = page.getByLabel('Name', { exact: true });
    const saveChanges = (): Promise<void> =>
      page.getByRole('button', { name: 'Save changes' }).click();
    await name.fill('Mine');
    await product.call('PATCH', '/account', { name: 'Theirs', typingPreview: true });
    await saveChanges();
    await page.getByText(said).waitFor();
    assert.equal((await settings()).name, 'Theirs');
    assert.deepEqual(await lookAt(page), []);
    await page.getByRole('button', { name: 'Keep mine' }).click();
    await page.getByText('Not saved yet.').waitFor();
    await saveChanges();
    await eventually(settings, (now) => now.name === 'Mine' && !now.typingPreview);
    await name.fill('Mine again');
    await saveChanges();
    await eventually(settings, (now) => now.name === 'Mine again');
    leaveConsole(page);
  });

  it('[WD2] a user keeps the role that the other administrator gave them', async () => {
    const people = async () => (await product.call<{ items: User[] }>('GET', '/users')).items;
    const { id } = (await people()).find(({ email }) => email === 'lena@aldermoor.example') ?? {};
    const page = await openConsole(browser, product, '/settings/people');
    await page.getByRole('button', { name: 'Lena Hart', exact: true }).click();
    const name = page.getByRole('dialog').getByLabel('Name', { exact: true });
    await name.fill('Lena Hartmann');
    await product.call('PATCH', `/users/${id}`, { role: 'agent' });
    await save(page);
    await page.getByText(said).waitFor();
    await theirs(page);
    await eventually(
      () => name.inputValue(),
      (value) => value === 'Lena Hart',
    );
    await name.fill('Lena Hartmann');
    await save(page);
    const lenas = await eventually(
      async () => (await people()).filter((each) => each.id === id),
      ([user]) => user?.name === 'Lena Hartmann',
    );
    assert.equal(lenas[0]?.role, 'agent');
    leaveConsole(page);
  });

  it('[WD2] on a site, a stale switch says so, a form stays open, and consecutive own saves all succeed', async () => {
    const { id } = await product.call<Site>('POST', '/sites', { name: 'Lamps', origins: [] });
    const site = (): Promise<Site> => product.call('GET', `/sites/${id}`);
    const page = await openConsole(browser, product, `/settings/sites/${id}`);
    const signals = page.getByRole('switch', { name: /^Honour Global/ });
    await signals.waitFor();
    await product.call('PATCH', `/sites/${id}`, { name: 'Lights' });
    await signals.click();
    await page.getByText(/^Somebody else changed this meanwhile/).waitFor();
    assert.equal((await site()).honourPrivacySignals, false);
    await theirs(page);
    await page.getByRole('heading', { name: 'Lights' }).waitFor();
    // Leaving the field saves the greeting, at the same moment as the switch.
    await page.getByLabel(/^Greeting/).fill('Lights for you');
    await signals.click();
    await page.getByRole('switch', { name: 'Show it' }).click();
    await eventually(
      site,
      ({ home, honourPrivacySignals, contactButton }) =>
        home?.greeting === 'Lights for you' && honourPrivacySignals && !contactButton.shown,
    );
    await page.getByRole('button', { name: /change what is asked before the chat$/ }).click();
    const dialog = page.getByRole('dialog');
    const labels = dialog.getByLabel('Label', { exact: true });
    for (const at of [0, 1]) await labels.nth(at).fill(`Label ${at}`);
    await product.call('PATCH', `/sites/${id}`, { name: 'Lamps again' });
    // Data that is read behind an open form does not change the form's revision.
    const heading = page.getByRole('heading', { name: 'Lamps again', includeHidden: true });
    await eventually(
      async () => {
        await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')));
        return heading.count();
      },
      (many) => many === 1,
    );
    await dialog.getByRole('button', { name: 'Use this form' }).click();
    await page.getByText(/^Somebody else changed this meanwhile/).waitFor();
    assert.equal(await labels.nth(1).inputValue(), 'Label 1');
    await theirs(page);
    await dialog.getByRole('button', { name: 'Use this form' }).click();
    await dialog.waitFor({ state: 'detached' });
    assert.equal((await site()).contactButton.before?.fields.length, 2);
    leaveConsole(page);
  });

  it('[WD2] a refused new origin stays in its field, and is added to the list as the other saved it', async () => {
    const { id } = await product.call<Site>('POST', '/sites', { name: 'Beds', origins: [] });
    const origins = async () => (await product.call<Site>('GET', `/sites/${id}`)).origins;
    const page = await openConsole(browser, product, `/settings/sites/${id}`);
    const field = page.getByRole('textbox', { name: /^Origin, such as/ });
    await page.getByRole('button', { name: 'Origin', exact: true }).click();
    await field.fill('beds.example/shop');
    await field.press('Enter');
    await page.getByRole('alert').waitFor();
    assert.equal(await field.inputValue(), 'beds.example/shop');
    await field.fill('https://beds.example');
    await product.call('PATCH', `/sites/${id}`, { origins: ['https://theirs.example'] });
    await field.press('Enter');
    await page.getByText(/^Somebody else changed this meanwhile/).waitFor();
    assert.equal(await field.inputValue(), 'https://beds.example');
    await theirs(page);
    await page.getByText('https://theirs.example', { exact: true }).waitFor();
    await field.press('Enter');
    await field.waitFor({ state: 'detached' });
    assert.deepEqual(await origins(), ['https://theirs.example', 'https://beds.example']);
    leaveConsole(page);
  });

  it('[WD2] a refused text of a site survives later reads, and replaces nothing unseen', async () => {
    const { id } = await product.call<Site>('POST', '/sites', { name: 'Rugs', origins: [] });
    const site = (): Promise<Site> => product.call('GET', `/sites/${id}`);
    const page = await openConsole(browser, product, `/settings/sites/${id}`);
    const name = page.getByLabel('Name', { exact: true });
    const behind = page.getByText(/^Somebody else changed this meanwhile/);
    await name.fill('My rugs');
    await product.call('PATCH', `/sites/${id}`, { name: 'Their rugs' });
    await name.press('Enter');
    await behind.waitFor();
    await eventually(
      async () => {
        await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')));
        return page.getByRole('heading', { name: 'Their rugs' }).count();
      },
      (many) => many === 1,
    );
    assert.equal(await name.inputValue(), 'My rugs');
    await name.press('Enter');
    await behind.waitFor();
    assert.equal((await site()).name, 'Their rugs');
    await theirs(page);
    await eventually(
      () => name.inputValue(),
      (value) => value === 'Their rugs',
    );
    await name.fill('Rugs of both');
    await product.call('PATCH', `/sites/${id}`, { consent: 'wait' });
    await name.press('Enter');
    await behind.waitFor();
    await theirs(page);
    await page.getByRole('radio', { name: 'Wait', checked: true }).waitFor();
    assert.equal(await name.inputValue(), 'Rugs of both');
    await name.press('Enter');
    await eventually(site, (now) => now.name === 'Rugs of both' && now.consent === 'wait');
    leaveConsole(page);
  });

  it('[WD2] the form can keep its own identity provider of a site over the other’s', async () => {
    const { id } = await product.call<Site>('POST', '/sites', { name: 'Chairs', origins: [] });
    const page = await openConsole(browser, product, `/settings/sites/${id}`);
    await page.getByRole('button', { name: 'Add an identity provider' }).click();
    await page.getByLabel('Issuer').fill('https://mine.example');
    await page.getByLabel('Audience').fill('shop');
    await page.getByLabel('Address of the key set (JWKS)').fill('https://mine.example/jwks');
    await product.call('PATCH', `/sites/${id}`, { name: 'Seats' });
    await save(page);
    await page.getByText(said).waitFor();
    await page.getByRole('button', { name: 'Keep mine' }).click();
    await page.getByText('Not saved yet.').waitFor();
    await save(page);
    const now = await eventually(
      () => product.call<Site>('GET', `/sites/${id}`),
      ({ customerTokens }) => customerTokens?.issuer === 'https://mine.example',
    );
    assert.equal(now.name, 'Seats');
    leaveConsole(page);
  });
});
