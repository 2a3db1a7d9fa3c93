// Hostile texts along every way by which a text gets into the console, in a real browser against
// the started product and its own policy: nothing runs, nothing foreign is drawn, no foreign host
// is asked, and no browser has anything to report.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { campaignDocument, goalDraft } from '../support/examples.test-support.ts';
import {
  harmIn,
  hostileTexts,
  packed,
  spread,
  strangersAsked,
  watchForHarm,
} from '../support/hostile-texts.test-support.ts';
import type { LabelLists } from '@opportune/protocol/rest/conversation/labels.ts';
import {
  beginTalk,
  each,
  endTalk,
  hostileLabels,
  hostileRules,
  hostileSite,
  names,
  several,
} from './hostile-talks.test-support.ts';
import {
  administrator,
  eventually,
  goTo,
  inviteUser,
  signIn,
  startWithBrowser,
} from './product.test-support.ts';
import type { Product } from './product.test-support.ts';
import { comeToWork } from './socket-agent.test-support.ts';
import type { SocketAgent } from './socket-agent.test-support.ts';
import { besideProxy } from '../support/talking-visitors.test-support.ts';
import { comeToShop } from './socket-visitor.test-support.ts';
import type { SocketVisitor } from './socket-visitor.test-support.ts';

let product: Product;
let browser: Browser;
let console_: Page;
let asked: readonly string[];
const ran = `hurt ${randomBytes(4).toString('hex')}`;

before(async () => {
  [product, browser] = await startWithBrowser(besideProxy);
  ({ page: console_ } = await signIn(browser, product));
  await console_.addInitScript(watchForHarm);
  asked = strangersAsked(console_);
  await console_.goto(`${product.url}/visitors`);
  await console_.locator('.me-button', { hasText: 'Online' }).waitFor();
});
after(async () => {
  await browser?.close();
  await product?.close();
});

async function quiet(what: string): Promise<void> {
  assert.deepEqual(await harmIn(console_), [], what);
  assert.deepEqual(asked, [], what);
}

/** Opens a page of the console and waits until its content has loaded. */
async function open(at: string, shows: string): Promise<void> {
  await goTo(console_, at);
  const shown = console_.getByRole('main').getByText(shows, { exact: false });
  await shown.filter({ visible: true }).first().waitFor();
}

/** Goes to another address as a link in the console does, without a reload. */
async function go(at: string): Promise<void> {
  await console_.evaluate((to) => history.pushState({}, '', to), at);
}

/** The browsers' reports about the policy, as the server counted them. */
async function reported(): Promise<string> {
  const text = await (await fetch(`${product.url}/metrics`)).text();
  return text
    .split('\n')
    .filter((line) => line.startsWith('opportune_csp_reports_total'))
    .join('\n');
}

/** A visitor whose page, search, products, events and attributes are hostile. */
async function hostileVisitor(texts: readonly string[]): Promise<SocketVisitor> {
  const [path = '', search = '', product_id = '', name = ''] = texts;
  const title = texts.join(' ').slice(0, 500);
  const visitor = await comeToShop(product, { path: `/${path.slice(0, 200)}`, title });
  const event = (called: string, properties: object) => ({
    id: `e-${randomBytes(6).toString('hex')}`,
    kind: 'track',
    name: called.slice(0, 100),
    at: Date.now(),
    pageView: `view-${visitor.id}`,
    page: null,
    properties,
  });
  const item = { product_id, name: title, category: search, price: 1, quantity: 1 };
  visitor.send({
    type: 'events',
    batch: 2,
    sentAt: Date.now(),
    events: [
      event('Products Searched', { query: search }),
      event('Product Viewed', item),
      event('Product Added', item),
      event(name || 'Odd', {
        [search.slice(0, 60) || 'x']: title,
        deep: { [path.slice(0, 60)]: [name] },
      }),
    ],
  });
  return visitor;
}

/**
 * Several texts in one message, line by line: a visitor may write only 20 messages in ten seconds.
 */
function joined(size: number): string[] {
  const found: string[] = [];
  for (let at = 0; at < hostileTexts.length; at += size)
    found.push(hostileTexts.slice(at, at + size).join('\n'));
  return found;
}

const choicesOf = (texts: readonly string[]): object[] =>
  texts.map((text, at) => ({ id: `c${at}`, text: text.slice(0, 60) }));
const above = (texts: readonly string[]): string => texts.join('\n').slice(0, 2000);

function repliesOf(texts: readonly string[]): object {
  return { content: { type: 'replies', text: above(texts), replies: choicesOf(texts) } };
}

function cardsOf(texts: readonly string[]): object {
  const cards = texts.map((text, at) => ({
    title: text.slice(0, 120),
    text,
    image: { url: `https://shop.example/${at}.png`, alt: text.slice(0, 120) },
    buttons: [
      {
        type: 'link',
        text: text.slice(0, 60),
        url: `https://shop.example/?q=${encodeURIComponent(text.toWellFormed())}`,
      },
    ],
  }));
  return { content: { type: 'cards', text: above(texts), cards } };
}

function formOf(texts: readonly string[]): object {
  const options = choicesOf(texts);
  const fields = texts.flatMap((text, at) => [
    { type: 'choice', id: `a${at}`, label: text.slice(0, 300), options },
    { type: 'consent', id: `b${at}`, label: text.slice(0, 300) },
  ]);
  const submit = texts[0]?.slice(0, 60);
  return { content: { type: 'form', text: above(texts), submit, fields } };
}

describe('[RM8] hostile texts in the console', () => {
  let conversation = '';

  // Thousands of requests in one test.
  const inAll = { timeout: 300_000 };
  it(
    'are accepted or refused, and never cause a failure, by every entry point',
    inAll,
    async () => {
      const { call } = product;
      const [site] = (await call<{ items: { id: string }[] }>('GET', '/sites')).items;
      const [goal] = (await call<{ items: { id: string }[] }>('GET', '/goals')).items;
      const post =
        (path: string, body: (text: string, at: number) => object) => (text: string, at: number) =>
          call('POST', path, body(text, at));
      const needs: { readonly name: string }[] = [];
      const taken = {
        sections: await each(
          names(60),
          post('/sections', (name) => ({ site: site?.id, name, patterns: [`/${name}`] })),
        ),
        skills: await each(
          names(40),
          post('/skills', (name, at) => ({ id: `h${at}`, name })),
        ),
        goals: await each(
          names(60),
          post('/goals', (name) => ({ ...goalDraft, name, kind: 'event', event: { event: name } })),
        ),
        answers: await each(
          names(80),
          post('/answers', (title, at) => ({
            shortcut: `h${at}`,
            title,
            text: title,
            folder: title,
          })),
        ),
        users: await each(
          names(60),
          post('/users', (name, at) => ({
            email: `h${at}@hurt.example`,
            name,
            role: 'agent',
            room: 1,
          })),
        ),
        needs: await each(names(30), async (name) => {
          // The list is saved as a whole, so an entry that is refused is left out.
          await call('PUT', '/needs', { needs: [...needs, { name }] });
          needs.push({ name });
        }),
        campaigns: await each(names(80), (text) => {
          const document = campaignDocument(goal?.id ?? '');
          const [variant] = document.engagement.variants;
          const creative = {
            ...variant?.offer.creative,
            headline: text,
            text,
            action: text.slice(0, 30),
          };
          const variants = [
            { ...variant, name: text.slice(0, 40), offer: { ...variant?.offer, creative } },
          ];
          const told = {
            name: text,
            audience: {
              all: [document.audience, { fact: 'page.title', op: 'contains', value: text }],
            },
          };
          return call('POST', '/campaigns', {
            document: { ...document, ...told, engagement: { ...document.engagement, variants } },
          });
        }),
      };
      for (const [way, count] of Object.entries(taken))
        assert.ok(count > 0, `${way}: nothing was taken`);
      assert.ok(
        taken.campaigns > 40 && taken.sections > 40 && taken.users > 40,
        JSON.stringify(taken),
      );
    },
  );

  it('come as visitors, their pages, searches, events and attributes', async () => {
    const visitors: SocketVisitor[] = [];
    for (let at = 0; at < hostileTexts.length; at += 4)
      visitors.push(await hostileVisitor(hostileTexts.slice(at, at + 4)));
    for (const { received, frame } of visitors)
      await frame('ack').catch(() => assert.fail(`not acknowledged: ${JSON.stringify(received)}`));
    const acks = visitors.flatMap(({ received }) => received.filter(({ type }) => type === 'ack'));
    assert.ok(acks.length >= visitors.length);
    await open('/visitors', 'Visitor');
    await quiet('the live list');
    for (const visitor of visitors) {
      await go(`/visitors?visitor=${visitor.id}`);
      const panel = console_.getByRole('complementary').first();
      await panel.getByRole('heading', { name: visitor.name }).waitFor();
      await panel.getByRole('tab', { name: 'Profile' }).click();
      await panel.getByText(visitor.id).waitFor();
      await quiet('the panel of a visitor');
    }
    for (const visitor of visitors) visitor.close();
  });

  it('come as messages of both sides, notes, names, cards, forms and messages left', async () => {
    const writer = await comeToShop(product, { path: '/', title: 'Home' });
    await writer.frame('welcome');
    writer.send({
      type: 'chat.start',
      request: 'r',
      name: hostileTexts[13] ?? '',
      message: { id: 'first', text: ran },
    });
    const state = await writer
      .frame('chat.state')
      .catch(() => assert.fail(`no conversation: ${JSON.stringify(writer.received)}`));
    conversation = state.conversation.id;
    const texts = joined(7);
    for (const [at, text] of texts.entries())
      writer.send({ type: 'chat.post', conversation, id: `m${at}`, text });
    await eventually(
      async () => writer.received.filter(({ type }) => type === 'chat.posted').length,
      (count) => count === texts.length + 1,
    );
    await eventually(
      () => product.call<Conversation>('GET', `/conversations/${conversation}`),
      ({ status }) => status === 'active',
    );
    let posted = 0;
    const say = async (id: string, body: object): Promise<void> => {
      await product.call('POST', `/conversations/${conversation}/messages`, { id, ...body });
      posted += 1;
    };
    const kinds: readonly (readonly [atOnce: number, of: (texts: readonly string[]) => object])[] =
      [
        [1, ([text = '']) => ({ text })],
        [
          1,
          ([text = '']) => ({ text: `[${text}](https://shop.example/) [x](${text}) **${text}**` }),
        ],
        [7, (some) => ({ text: some.join('\n'), note: true })],
        [10, repliesOf],
        [10, cardsOf],
        [5, formOf],
      ];
    let taken = 0;
    for (const [kind, [atOnce, of]] of kinds.entries())
      taken += await several(hostileTexts, atOnce, (some, at) =>
        say(`o${kind}-${at}-${some.length}`, of(some)),
      );
    assert.ok(taken > hostileTexts.length * 5, `${taken} were taken`);
    const linked: string[] = [];
    await each(hostileTexts, async (url, at) => {
      const buttons = [{ type: 'link', text: 'x', url }];
      const cards = [{ title: 'x', image: { url, alt: '' }, buttons }];
      await say(`u${at}`, { content: { type: 'cards', cards } });
      linked.push(url);
    });
    assert.ok(
      linked.every((url) => url.startsWith('https://')),
      `an address was taken: ${linked.join(' ')}`,
    );
    await console_.route('https://shop.example/**', (route) => route.abort());
    await open(`/inbox/${conversation}`, ran);
    await console_.locator('.msgs .m').nth(posted).waitFor({ state: 'attached' });
    await quiet('the transcript');
    await console_.getByRole('textbox', { name: /^Reply to/ }).fill('/h');
    await console_.getByRole('listbox').first().waitFor();
    await quiet('the predefined answers');
    writer.close();
  });

  it('come as messages left while nobody is there, from a hostile address', async () => {
    const visitor = await comeToShop(product, { path: '/', title: 'Home' });
    await visitor.frame('welcome');
    for (const [at, address] of [
      'a@b.example"onfocus=hurt()',
      '"<script>hurt()</script>"@b.example',
      'clara@jensen.example',
    ].entries())
      visitor.send({
        type: 'chat.leave',
        request: `l${at}`,
        address,
        name: (hostileTexts[0] ?? '').slice(0, 80),
        message: { id: `left${at}`, text: joined(20)[0]?.slice(0, 3900) ?? '' },
      });
    const { conversation: left } = await visitor.frame('chat.state');
    await open(`/inbox/${left.id}`, 'clara@jensen.example');
    await quiet('a message that was left');
    visitor.close();
  });

  let lists: LabelLists;
  let fields: readonly string[] = [];

  it('come as labels, reasons, patterns, panels, and questions before a chat', async () => {
    lists = await hostileLabels(product);
    const { tags, dispositions, fields: given } = lists;
    assert.ok(
      tags.length > 50 && dispositions.length > 30 && given.length > 20,
      `${tags.length} tags, ${dispositions.length} dispositions, ${given.length} fields`,
    );
    const { reasons = 0, patterns = 0, panels, reports } = await hostileRules(product);
    assert.ok(reasons > 10 && patterns > 10, `${reasons} reasons, ${patterns} patterns`);
    assert.deepEqual([panels, reports], [5, 1]);
    fields = await hostileSite(product);
    const questions = { satisfaction: true, recommend: true, resolved: true, text: true };
    await product.call('PUT', '/after-chat', { survey: true, questions, transcript: true });
  });

  let talker: SocketVisitor;
  let agent: SocketAgent;
  let talk = '';

  it('come in ended conversations, with labels and a survey, read in place and merged', async () => {
    await console_.route('https://crm.example/**', (route) => route.fulfill({ body: 'Theirs' }));
    talker = await comeToShop(product, { path: '/', title: 'Home' });
    await talker.frame('welcome');
    agent = await comeToWork(product, administrator);
    const past: string[] = [];
    for (const [at, text] of packed(1000).entries()) {
      const begun = await beginTalk(product, talker, { request: `past${at}`, text, fields });
      await endTalk(product, { visitor: talker, agent }, { id: begun.id, at, lists });
      past.push(begun.id);
    }
    talk = (await beginTalk(product, talker, { request: 'now', text: ran, fields })).id;
    for (const id of past.slice(2))
      await product.call('PUT', `/conversations/${id}/merges`, { into: talk });
    // Reloaded, because it reads the account's panels only once.
    await console_.reload();
    await open(`/inbox/${past[0]}`, packed(1000)[0]?.slice(0, 25) ?? '');
    for (const id of [...past, talk]) {
      await go(`/inbox/${id}`);
      const panel = console_.getByRole('complementary').first();
      await console_.locator('.labels-fields').waitFor();
      if (id !== talk) await panel.locator('.survey-text').first().waitFor();
      assert.equal(await panel.locator('iframe.own-frame').count(), 5);
      await quiet('beside a talk');
    }
    await console_.getByRole('button', { name: 'Add a tag' }).click();
    await console_
      .locator('.labels-found .it')
      .nth(lists.tags.length - 1)
      .waitFor();
    await quiet('the tags');
    await console_.keyboard.press('Escape');
    const merged = console_.getByRole('region', { name: 'Merged into this conversation' });
    for (const part of await merged.locator('summary').all()) await part.click();
    await merged.getByRole('region', { name: 'What was said' }).nth(1).waitFor();
    await quiet('talks that were merged');
    await console_.getByRole('tab', { name: /^Earlier/ }).click();
    await console_.locator('.earlier-item').first().click();
    await console_
      .getByRole('complementary')
      .getByRole('region', { name: 'What was said' })
      .waitFor();
    await quiet('an earlier talk');
  });

  it('come as private values and their names', async () => {
    const labels = spread(packed(80), 10);
    const values = packed(500);
    await open(`/inbox/${talk}`, ran);
    const shown = console_.locator('.private');
    for (let at = 0; at < labels.length; at += 5) {
      const asks = labels.slice(at, at + 5).map((label, n) => ({ ask: `p${at + n}`, label }));
      for (const ask of asks)
        await agent.command({ type: 'private.ask', conversation: talk, ...ask, kind: 'text' });
      for (const [n, { ask }] of asks.entries())
        talker.send({
          type: 'chat.give',
          conversation: talk,
          ask,
          value: values[(at + n) % values.length]?.trim(),
        });
      // Each button says Hide after a click, so the first one is always the next.
      for (const _ of asks) await shown.getByRole('button', { name: 'Show' }).first().click();
      await shown
        .locator('output')
        .nth(asks.length - 1)
        .waitFor();
      await quiet('private values');
      for (const { ask } of asks)
        await agent.command({ type: 'private.close', conversation: talk, ask });
      await shown.first().waitFor({ state: 'detached' });
    }
  });

  it('come with a transfer, from and to somebody with a hostile name', async () => {
    const [name = ''] = names(60).filter((each) => each.startsWith('<img'));
    const person = await inviteUser(product, {
      email: 'tomas@aldermoor.example',
      name,
      role: 'manager',
    });
    const colleague = await comeToWork(product, person);
    colleague.send({ type: 'agent.state', state: 'online' });
    await eventually(
      () => product.call<{ agents: { user: string; state: string }[] }>('GET', '/agents'),
      ({ agents }) =>
        agents.some((each) => each.user === colleague.user && each.state === 'online'),
    );
    const ring = console_.locator('.ring-bar');
    const hand = (from: SocketAgent, to: SocketAgent, note: string) =>
      from.command({ type: 'conversation.transfer', conversation: talk, to: to.user, note });
    const notes = packed(1000);
    for (let at = 0; at < notes.length; at += 2) {
      await hand(agent, colleague, notes[at] ?? '');
      await ring.waitFor();
      await quiet('a ring elsewhere');
      await colleague.command({ type: 'conversation.accept', conversation: talk });
      await hand(colleague, agent, notes[at + 1] ?? 'hurt');
      await ring.getByRole('button', { name: 'Accept' }).waitFor();
      await quiet('a ring here');
      await agent.command({ type: 'conversation.accept', conversation: talk });
      await ring.waitFor({ state: 'detached' });
    }
    await quiet('notes of a transfer');
    await console_.getByRole('button', { name: 'Transfer' }).click();
    await quiet('to whom it goes');
    const { reasons } = await product.call<{ reasons: string[] }>('GET', '/routing');
    await open('/team', 'Administrator');
    for (const reason of reasons) {
      colleague.send({ type: 'agent.state', state: 'away', reason });
      await console_.waitForFunction(
        (words) => document.querySelector('main')?.textContent.includes(words) === true,
        reason,
      );
    }
    await quiet('why somebody is away');
    await console_.locator('.me-button').click();
    await console_
      .getByText(reasons[0] ?? '')
      .first()
      .waitFor();
    await quiet('the reasons');
    colleague.close();
  });

  it('come as names of waiting visitors, and are found by the palette', async () => {
    const visitors = await Promise.all(
      packed(80).map(async (name, at) => {
        const visitor = await comeToShop(product, { path: '/', title: 'Home' });
        const message = { id: `name${at}`, text: 'hurt' };
        visitor.send({ type: 'chat.start', request: `name${at}`, name, message });
        await visitor.frame('chat.state');
        return visitor;
      }),
    );
    await open('/inbox', 'hurt');
    await console_.keyboard.press('Control+k');
    const options = console_.getByRole('option');
    await console_.getByRole('combobox').fill('hurt');
    await options.nth(20).waitFor();
    await quiet('the palette');
    await console_.getByRole('combobox').fill('src');
    await options.first().waitFor();
    await quiet('the palette');
    for (const visitor of visitors) visitor.close();
    talker.close();
    agent.close();
  });

  it('do nothing in a search', async () => {
    const found = console_.getByRole('region', { name: 'Results' }).getByRole('button');
    await eventually(
      async () => {
        await console_.goto(`${product.url}/search?q=hurt`);
        await console_
          .getByText(/Nothing found/)
          .or(found.first())
          .first()
          .waitFor();
        return found.count();
      },
      (many) => many > 3,
    );
    await quiet('what was found');
    for (const at of [0, 2]) {
      await found.nth(at).click();
      await console_.getByRole('region', { name: 'What was said' }).waitFor();
      await quiet('what was found, read');
    }
  });

  it('do nothing in the editor of the form before a chat', async () => {
    await open('/settings/sites', 'Allowed origins');
    await console_.getByRole('button', { name: /what is asked before the chat/ }).click();
    await console_.getByRole('group', { name: 'Field 12' }).waitFor();
    await quiet('the form and its preview');
  });

  for (const [at, shows] of [
    ['/inbox', 'hurt'],
    ['/team', 'Administrator'],
    ['/campaigns', 'hurt'],
    ['/results', 'Help at checkout'],
    ['/settings/sites', 'Allowed origins'],
    ['/settings/goals', 'hurt'],
    ['/settings/sections', 'hurt'],
    ['/settings/attributes', 'No attribute declared yet'],
    ['/settings/needs', 'hurt'],
    ['/settings/skills', 'hurt'],
    ['/settings/answers', 'hurt'],
    ['/settings/people', 'hurt'],
    ['/settings/account', 'Time zone'],
    ['/settings/routing', 'Reasons for being away'],
    ['/settings/conversations', 'hurt'],
    ['/settings/after', 'Questions'],
    ['/settings/masking', 'hurt'],
    ['/settings/panels', 'crm.example'],
    ['/answers', 'hurt'],
    ['/team/history?span=7&by=skill', 'hurt'],
    ['/team/history?span=7&by=agent', 'onerror'],
    ['/team/reports', 'Conversations'],
  ] as const)
    it(`do nothing on ${at}`, async () => {
      await open(at, shows);
      await quiet(at);
    });

  it('do nothing in the editor of a campaign, with its preview', async () => {
    const { items } = await product.call<{ items: { id: string; name: string }[] }>(
      'GET',
      '/campaigns?limit=200',
    );
    const hostile = items.filter(({ name }) => /hurt|evil/.test(name));
    assert.ok(hostile.length > 30, `${hostile.length} campaigns`);
    for (const { id } of hostile.filter((_, at) => at % 12 === 0)) {
      await open(`/campaigns/${id}`, 'Audience');
      await quiet(`the editor of ${id}`);
    }
  });

  it('leave browsers nothing to report', async () => {
    assert.equal(await reported(), '');
    // Shows that the check works: an inline script does not run and is reported.
    await console_.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'hurt()';
      document.head.append(script);
    });
    assert.match(
      await eventually(reported, (text) => text !== ''),
      /directive="script-src-elem"\} 1$/,
    );
    assert.ok(!(await harmIn(console_)).includes('a text ran'));
  });
});
